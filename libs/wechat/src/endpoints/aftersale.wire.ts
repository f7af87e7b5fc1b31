import { z } from 'zod';
import { wireAddress } from './address.wire';
import { AFTERSALE_STATES, AFTERSALE_TYPES, aftersaleReasonOf } from './aftersale-terms';
import {
  nameOf,
  optionalId,
  optionalInt,
  optionalText,
  wireId,
  wireInt,
  wireList,
  wireMilliseconds,
  wireText,
} from './wire';

const wireProduct = z
  .object({
    out_product_id: wireText,
    product_id: optionalId,
    out_sku_id: wireText,
    sku_id: optionalId,
    product_cnt: optionalInt,
  })
  .transform((product) => ({
    productId: product.out_product_id,
    wechatProductId: product.product_id,
    skuId: product.out_sku_id,
    wechatSkuId: product.sku_id,
    quantity: product.product_cnt,
  }));

const wireReturn = z
  .object({
    order_return_time: wireMilliseconds,
    delivery_id: optionalText,
    waybill_id: optionalText,
    delivery_name: optionalText,
  })
  .transform((shipment) => ({
    at: shipment.order_return_time,
    carrierId: shipment.delivery_id,
    carrierName: shipment.delivery_name,
    /** May follow later: the goods are fetched before the number is known. */
    waybillId: shipment.waybill_id,
  }))
  .transform((shipment) =>
    (shipment.at ?? shipment.carrierId ?? shipment.carrierName ?? shipment.waybillId) === undefined
      ? undefined
      : shipment,
  );

const wireMedia = z
  .object({ type: optionalInt, url: wireText, thumb_url: optionalText })
  .transform(({ type, url, thumb_url }) => ({
    kind: type === 1 ? ('image' as const) : ('video' as const),
    url,
    thumbnailUrl: thumb_url,
  }));

/** An after-sale as WeChat holds it. Money is whole fen; the addresses of pictures expire. */
export const wireAftersale = z
  .object({
    aftersale_id: wireId,
    out_aftersale_id: optionalText,
    order_id: optionalId,
    out_order_id: wireText,
    openid: wireText,
    product_info: wireProduct.nullish(),
    type: optionalInt,
    status: wireInt,
    orderamt: wireInt,
    refund_reason: wireText,
    refund_reason_type: optionalInt,
    media_list: wireList(wireMedia),
    return_info: wireReturn.nullish(),
    create_time: wireMilliseconds,
    update_time: wireMilliseconds,
    refund_pay_detail: z.object({ refund_id: optionalText }).nullish(),
    return_id: optionalText,
    complaint_order_id_list: wireList(wireId),
    return_address_info: wireAddress.nullish(),
  })
  .transform((aftersale) => ({
    aftersaleId: aftersale.aftersale_id,
    /** None when it was opened inside WeChat. */
    outAftersaleId: aftersale.out_aftersale_id,
    wechatOrderId: aftersale.order_id,
    outOrderId: aftersale.out_order_id,
    openid: aftersale.openid,
    product: aftersale.product_info ?? undefined,
    type: nameOf(AFTERSALE_TYPES, aftersale.type),
    state: nameOf(AFTERSALE_STATES, aftersale.status),
    /** The number that WeChat gave for the state. */
    stateCode: aftersale.status,
    amountFen: aftersale.orderamt,
    /** The buyer's own words. */
    reasonText: aftersale.refund_reason,
    reason: aftersaleReasonOf(aftersale.refund_reason_type),
    reasonCode: aftersale.refund_reason_type,
    media: aftersale.media_list,
    returnShipment: aftersale.return_info ?? undefined,
    createdAt: aftersale.create_time,
    /** The time from which the deadline of the state counts. */
    updatedAt: aftersale.update_time,
    refundId: aftersale.refund_pay_detail?.refund_id,
    returnId: aftersale.return_id,
    complaintIds: aftersale.complaint_order_id_list,
    returnAddress: aftersale.return_address_info ?? undefined,
  }));
export type WechatAftersale = z.output<typeof wireAftersale>;
