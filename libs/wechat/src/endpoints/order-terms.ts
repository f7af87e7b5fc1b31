import { z } from 'zod';
import { named } from './wire';

/**
 * An order by the merchant's id, with its buyer: under another openid WeChat says that there is no such order (1010011).
 * WeChat's own id is not sent: what happens when the two disagree is not documented.
 */
export const orderRef = z.object({ outOrderId: z.string().min(1).max(127), openid: z.string().min(1) });
export type OrderRef = z.input<typeof orderRef>;

export function orderRefToWire({ outOrderId, openid }: z.output<typeof orderRef>): object {
  return { out_order_id: outOrderId, openid };
}

/** Who collects the money: the merchant with a number of its own, or WeChat through the sub-merchant. */
export const FUND_TYPES = { ordinary: 0, 'sub-merchant': 1 } as const;
export const PAYMENT_METHODS = { 'wechat-pay': 0, 'cash-on-delivery': 1, 'stored-value-card': 2 } as const;
/** WeChat documentation: orders from Channels go by express only. */
export const SHIPPING_KINDS = { express: 1, 'no-shipment': 2, 'merchant-delivery': 3, 'pick-up': 4 } as const;

const ORDER_STATUS_NAMES = {
  10: 'unpaid',
  // The cashier is closed and the payment not settled yet.
  11: 'unpaid',
  20: 'paid',
  21: 'partly-shipped',
  30: 'shipped',
  100: 'completed',
  181: 'timed-out',
  200: 'refunded',
  250: 'cancelled',
} as const;

/**
 * Where an order stands. `timed-out`, `refunded` (every item) and `cancelled` are the end; `completed` can still become
 * `refunded`. `other`: a number that is not documented.
 */
export type OrderStatus = (typeof ORDER_STATUS_NAMES)[keyof typeof ORDER_STATUS_NAMES] | 'other';

export function orderStatusOf(code: number): OrderStatus {
  return named<OrderStatus>(ORDER_STATUS_NAMES, code) ?? 'other';
}
