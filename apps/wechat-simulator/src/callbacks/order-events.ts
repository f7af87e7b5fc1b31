import type { Order } from '../orders/order';
import type { FieldValue, WechatEvent } from './events';

const CANCEL_TYPES = { buyer: 1, 'time-out': 2 } as const;

export function orderCancelEvent(order: Order, by: keyof typeof CANCEL_TYPES): WechatEvent {
  return orderEvent(order, 'open_product_order_cancel', { cancel_type: CANCEL_TYPES[by] });
}

export function orderRefundEvent(order: Order): WechatEvent {
  return orderEvent(order, 'open_product_order_refund');
}

function orderEvent(
  { orderId, outOrderId }: Order,
  event: string,
  more: Readonly<Record<string, FieldValue>> = {},
): WechatEvent {
  return { event, bodyKey: 'order_info', body: { order_id: orderId, out_order_id: outOrderId, ...more } };
}
