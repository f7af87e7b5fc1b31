import { z } from 'zod';
import { PAYMENT_METHODS, SHIPPING_KINDS } from './order-terms';
import {
  nameOf,
  optionalFlag,
  optionalId,
  optionalInt,
  optionalText,
  wireFlag,
  wireInt,
  wireList,
  wireSeconds,
  wireText,
  wireTime,
} from './wire';

export const wireLine = z
  .object({
    out_product_id: wireText,
    out_sku_id: wireText,
    product_id: optionalId,
    sku_id: optionalId,
    product_cnt: wireInt,
    sale_price: optionalInt,
    real_price: optionalInt,
    sku_real_price: optionalInt,
    title: wireText,
    head_img: optionalText,
    head_image: optionalText,
    path: optionalText,
    can_after_sale: optionalFlag,
  })
  .transform((line) => ({
    productId: line.out_product_id,
    skuId: line.out_sku_id,
    wechatProductId: line.product_id,
    wechatSkuId: line.sku_id,
    quantity: line.product_cnt,
    salePriceFen: line.sale_price,
    /** What is paid for all units; orders of the first generation tell the price of one. */
    lineTotalFen:
      line.sku_real_price ?? (line.real_price === undefined ? undefined : line.real_price * line.product_cnt),
    title: line.title,
    image: line.head_img ?? line.head_image,
    path: line.path,
    /** Missing when WeChat does not tell. */
    canAftersale: line.can_after_sale,
  }));

export const wirePayment = z
  .object({
    pay_method_type: optionalInt,
    transaction_id: optionalText,
    pay_time: wireTime,
    prepay_id: optionalText,
  })
  .transform((payment) => ({
    method: nameOf(PAYMENT_METHODS, payment.pay_method_type),
    transactionId: payment.transaction_id,
    paidAt: payment.pay_time,
    prepayId: payment.prepay_id,
  }));

export const wirePrice = z
  .object({
    order_price: optionalInt,
    freight: optionalInt,
    discounted_price: optionalInt,
    additional_price: optionalInt,
    additional_remarks: optionalText,
    final_price: optionalInt,
  })
  .transform((price) => ({
    orderPriceFen: price.order_price,
    freightFen: price.freight,
    discountFen: price.discounted_price,
    additionalFen: price.additional_price,
    additionalRemarks: price.additional_remarks,
    /** As WeChat computed it; not always told. */
    finalPriceFen: price.final_price,
  }));

/** Live times come as seconds or as text. */
const liveTime = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => {
    const text = wireTime.parse(typeof value === 'string' ? value : undefined);
    return text ?? wireSeconds.parse(value);
  });

export const wireAttribution = z
  .object({
    promoter_id: optionalText,
    finder_nickname: optionalText,
    sharer_openid: optionalText,
    live_start_time: liveTime,
  })
  .transform((promotion) => ({
    promoterId: promotion.promoter_id,
    finderNickname: promotion.finder_nickname,
    sharerOpenid: promotion.sharer_openid,
    liveStartedAt: promotion.live_start_time,
  }));
export type Attribution = z.output<typeof wireAttribution>;

const wireParcel = z
  .object({
    delivery_id: wireText,
    waybill_id: wireText,
    product_info_list: wireList(
      z.object({ out_product_id: wireText, out_sku_id: wireText, product_cnt: wireInt }),
    ),
  })
  .transform((parcel) => ({
    carrierId: parcel.delivery_id,
    waybillId: parcel.waybill_id,
    /** Empty in orders of the first generation. */
    lines: parcel.product_info_list.map((line) => ({
      productId: line.out_product_id,
      skuId: line.out_sku_id,
      quantity: line.product_cnt,
    })),
  }));

export const wireDelivery = z
  .object({
    delivery_type: optionalInt,
    finish_all_delivery: wireFlag,
    ship_done_time: wireTime,
    delivery_list: wireList(wireParcel),
  })
  .transform((delivery) => ({
    shipping: nameOf(SHIPPING_KINDS, delivery.delivery_type),
    finished: delivery.finish_all_delivery,
    parcels: delivery.delivery_list,
    doneAt: delivery.ship_done_time,
  }));
export type Delivery = z.output<typeof wireDelivery>;
