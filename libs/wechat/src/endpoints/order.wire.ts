import { z } from 'zod';
import { wireAddress } from './address.wire';
import { FUND_TYPES, orderStatusOf } from './order-terms';
import {
  wireAttribution,
  wireDelivery,
  wireLine,
  wirePayment,
  wirePrice,
  type Attribution,
  type Delivery,
} from './order-parts.wire';
import {
  nameOf,
  optionalId,
  optionalInt,
  optionalText,
  wireInt,
  wireList,
  wireSeconds,
  wireText,
  wireTime,
} from './wire';

/** Members whose inside is not documented. */
const undocumented = z.record(z.string(), z.unknown()).nullish().catch(undefined);

/** An order as WeChat holds it. Money is whole fen. */
export const wireOrder = z
  .object({
    order_id: optionalId,
    out_order_id: wireText,
    openid: wireText,
    out_user_id: optionalText,
    status: wireInt,
    fund_type: optionalInt,
    scene: optionalInt,
    path: optionalText,
    create_time: wireTime,
    update_time: wireTime,
    expire_time: wireSeconds,
    receive_time: wireSeconds,
    aftersale_duration: optionalInt,
    order_detail: z
      .object({
        product_infos: wireList(wireLine),
        pay_info: wirePayment.nullish(),
        price_info: wirePrice.nullish(),
        promotion_info: wireAttribution.nullish(),
        delivery_detail: wireDelivery.nullish(),
      })
      .nullish(),
    promotion_info: wireAttribution.nullish(),
    delivery_detail: wireDelivery.nullish(),
    sharer_info: z.object({ sharer_openid: optionalText }).nullish(),
    address_info: wireAddress.nullish(),
    related_aftersale_info: z
      .object({
        aftersale_list: wireList(z.object({ aftersale_id: optionalId, out_aftersale_id: optionalText })),
      })
      .nullish(),
    settlement_info: undocumented,
    commission_info: undocumented,
  })
  .transform((order) => ({
    wechatOrderId: order.order_id,
    outOrderId: order.out_order_id,
    openid: order.openid,
    outUserId: order.out_user_id,
    status: orderStatusOf(order.status),
    /** The number that WeChat gave for the status. */
    statusCode: order.status,
    fundType: nameOf(FUND_TYPES, order.fund_type),
    scene: order.scene,
    path: order.path,
    createdAt: order.create_time,
    updatedAt: order.update_time,
    expiresAt: order.expire_time,
    receivedAt: order.receive_time,
    aftersaleDays: order.aftersale_duration,
    lines: order.order_detail?.product_infos ?? [],
    payment: order.order_detail?.pay_info ?? undefined,
    price: order.order_detail?.price_info ?? undefined,
    attribution: attributionOf(
      [order.promotion_info, order.order_detail?.promotion_info],
      order.sharer_info?.sharer_openid,
    ),
    delivery: deliveryOf([order.delivery_detail, order.order_detail?.delivery_detail]),
    address: order.address_info ?? undefined,
    aftersales: (order.related_aftersale_info?.aftersale_list ?? []).map((row) => ({
      aftersaleId: row.aftersale_id,
      outAftersaleId: row.out_aftersale_id,
    })),
    settlement: order.settlement_info ?? undefined,
    /** What WeChat says of the commission; what is in it is not documented. */
    commission: order.commission_info ?? undefined,
  }));
export type WechatOrder = z.output<typeof wireOrder>;

/** A page of orders, as every list of them answers. */
export const pageOfOrders = z
  .object({ orders: wireList(wireOrder), total_num: optionalInt })
  .transform(({ orders, total_num }) => ({ total: total_num ?? orders.length, orders }));

/** WeChat documentation: at the order or inside its details, depending on the generation. The place that says something. */
function attributionOf(
  places: readonly (Attribution | null | undefined)[],
  sharerOpenid: string | undefined,
): Attribution | undefined {
  const told = places.find(
    (place) => place && (place.promoterId ?? place.finderNickname ?? place.sharerOpenid),
  );
  if (told) return { ...told, sharerOpenid: told.sharerOpenid ?? sharerOpenid };
  return sharerOpenid === undefined
    ? undefined
    : { promoterId: undefined, finderNickname: undefined, sharerOpenid, liveStartedAt: undefined };
}

/** As with the attribution, either place; the one with parcels where both are there. */
function deliveryOf(places: readonly (Delivery | null | undefined)[]): Delivery | undefined {
  const told = places.filter((place) => place !== null && place !== undefined);
  return told.find(({ parcels, finished }) => parcels.length > 0 || finished) ?? told[0];
}
