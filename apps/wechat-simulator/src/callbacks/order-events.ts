import type { Order, Payment, Settlement } from '../orders/order';
import { beijingTime } from '../time/beijing-time';
import type { FieldValue, WechatEvent } from './events';

const CANCEL_TYPES = { buyer: 1, 'time-out': 2 } as const;

export function orderPayEvent(
  order: Order,
  { transactionId = '', payTime, amountFen }: Payment,
): WechatEvent {
  return ofBuyer(order, 'open_product_order_pay', {
    transaction_id: transactionId,
    pay_time: beijingTime(payTime),
    amount: amountFen,
  });
}

export function orderCancelEvent(order: Order, by: keyof typeof CANCEL_TYPES): WechatEvent {
  const fields = { cancel_type: CANCEL_TYPES[by] };
  const event = 'open_product_order_cancel';
  return by === 'buyer' ? ofBuyer(order, event, fields) : ofTeam(order, event, fields);
}

/** The same whether the buyer confirmed the receipt or it was confirmed by itself, but for the sender. */
export function orderConfirmEvent(order: Order, by: 'buyer' | 'time'): WechatEvent {
  const event = 'open_product_order_confirm';
  return by === 'buyer' ? ofBuyer(order, event) : ofTeam(order, event);
}

export function orderRefundEvent(order: Order): WechatEvent {
  return ofTeam(order, 'open_product_order_refund');
}

export function orderSettleEvent(order: Order, { settleNo, amountFen, settleTime }: Settlement): WechatEvent {
  return ofTeam(order, 'open_product_order_settle', {
    settle_no: settleNo,
    amount: amountFen,
    settle_time: beijingTime(settleTime),
  });
}

export function orderAnalyzeEvent(order: Order): WechatEvent {
  return ofTeam(order, 'open_product_order_analyze', { openid: order.openid });
}

function ofBuyer(order: Order, event: string, fields: Record<string, FieldValue> = {}): WechatEvent {
  return { ...ofTeam(order, event, fields), from: order.openid };
}

function ofTeam(
  { orderId, outOrderId }: Order,
  event: string,
  fields: Record<string, FieldValue> = {},
): WechatEvent {
  return { event, bodyKey: 'order_info', body: { order_id: orderId, out_order_id: outOrderId, ...fields } };
}
