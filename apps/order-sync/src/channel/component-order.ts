import type { Address, WechatOrderLine } from '@tongbu/contracts';
import type { AddressDraft, WechatOrder } from '@tongbu/wechat';
import type { ReadOrder } from '../orders/order.commands';
import type { Attribution, Collector, OrderDocument, Price } from '../orders/order';

/** The component's words for ours. */
export const FUND_TYPES = { merchant: 'ordinary', component: 'sub-merchant' } as const;
export const PAYMENT_METHODS = {
  'wechat-pay': 'wechat-pay',
  'cash-on-delivery': 'cash-on-delivery',
  'stored-value': 'stored-value-card',
} as const;
export const SHIPPING_KINDS = {
  express: 'express',
  none: 'no-shipment',
  merchant: 'merchant-delivery',
  'pick-up': 'pick-up',
} as const;

export function addressDraftOf({ detail, ...address }: Address): AddressDraft {
  return { ...address, detailedAddress: detail };
}

/** An order as the component shows it, in our words. */
export function readOrder(order: WechatOrder): ReadOrder {
  const { payment, delivery, address, attribution } = order;
  return {
    wechatId: order.wechatOrderId ?? '0',
    openId: order.openid,
    status: order.statusCode,
    collectedBy: collectorOf(order.fundType),
    price: priceOf(order),
    deliveryType: deliveryTypeOf(delivery?.shipping),
    payment:
      payment?.transactionId === undefined && payment?.paidAt === undefined
        ? null
        : { transactionId: payment.transactionId ?? '', paidAt: textOf(payment.paidAt) },
    address: address === undefined ? null : addressOf(address),
    parcels: delivery?.parcels.length ?? 0,
    allDispatched: delivery?.finished ?? false,
    createdAt: textOf(order.createdAt),
    expiresAt: textOf(order.expiresAt),
    receivedAt: textOf(order.receivedAt),
    attribution: attribution === undefined ? null : attributionOf(attribution),
  };
}

function collectorOf(fundType: WechatOrder['fundType']): Collector | null {
  switch (fundType) {
    case 'ordinary':
      return 'merchant';
    case 'sub-merchant':
      return 'component';
    default:
      return null;
  }
}

/** null: WeChat did not tell all of it. */
function priceOf({ lines, price }: WechatOrder): Price | null {
  const total = price?.orderPriceFen ?? price?.finalPriceFen;
  const read = lines.flatMap(
    ({ productId, skuId, quantity, salePriceFen, lineTotalFen }): WechatOrderLine[] =>
      salePriceFen === undefined || lineTotalFen === undefined
        ? []
        : [{ productId, skuId, quantity, unitPrice: salePriceFen, paid: lineTotalFen }],
  );
  if (price === undefined || total === undefined || read.length === 0 || read.length < lines.length)
    return null;
  return {
    lines: read,
    freight: price.freightFen ?? 0,
    discount: price.discountFen ?? 0,
    surcharge: price.additionalFen ?? 0,
    ...(price.additionalRemarks === undefined ? {} : { surchargeNote: price.additionalRemarks }),
    total,
  };
}

function deliveryTypeOf(
  shipping: NonNullable<WechatOrder['delivery']>['shipping'],
): OrderDocument['delivery']['type'] | null {
  switch (shipping) {
    case 'express':
    case 'pick-up':
      return shipping;
    case 'no-shipment':
      return 'none';
    case 'merchant-delivery':
      return 'merchant';
    default:
      return null;
  }
}

function addressOf({
  receiverName,
  phone,
  detailedAddress,
  country,
  province,
  city,
  town,
}: NonNullable<WechatOrder['address']>): Address {
  const parts = { country, province, city, town };
  const given = Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
  return { receiverName, phone, ...given, detail: detailedAddress };
}

function attributionOf(attribution: NonNullable<WechatOrder['attribution']>): Attribution {
  return {
    promoterId: attribution.promoterId ?? null,
    promoterName: attribution.finderNickname ?? null,
    sharerOpenId: attribution.sharerOpenid ?? null,
    liveStartedAt: textOf(attribution.liveStartedAt),
  };
}

function textOf(time: Date | undefined): string | null {
  return time === undefined ? null : time.toISOString();
}
