import { ERR } from '../api/errcodes';
import type { Result } from '../api/result';
import { follow, unreached, type Transition } from '../machines/transitions';

/**
 * 10 unpaid, 11 cashier finished and payment not settled, 20 paid, 21 partly shipped, 30 shipped, 100 received, 181 timed
 * out, 200 every item refunded, 250 cancelled.
 */
export const ORDER_STATUSES = [10, 11, 20, 21, 30, 100, 181, 200, 250] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];
export const FIRST_STATUS: OrderStatus = 10;

export type OrderTransition = Transition<OrderStatus>;

const UNPAID = [10] as const;
const SHIPPABLE = [20, 21] as const;

/** Every move there is. What is not in the table is refused with 1000000. */
export const ORDER_TRANSITIONS = {
  /** The buyer has left the cashier, the money is on its way. */
  'finish-cashier': { from: UNPAID, to: 11 },
  /** Paid: told by the merchant, or settled by the platform. */
  pay: { from: [10, 11], to: 20 },
  /** The merchant tells that the payment failed, was cancelled or timed out. */
  'give-up': { from: UNPAID, to: 250 },
  /** By the merchant's close, or by the buyer inside WeChat. */
  cancel: { from: UNPAID, to: 250 },
  'time-out': { from: UNPAID, to: 181 },
  /** The money came in while the order was being closed. */
  'capture-late': { from: [181, 250], to: 20 },
  'ship-some': { from: SHIPPABLE, to: 21 },
  'ship-rest': { from: SHIPPABLE, to: 30 },
  receive: { from: [30], to: 100 },
  'refund-all': { from: [20, 21, 30, 100], to: 200 },
  settle: { from: [100], to: 100 },
} as const satisfies Record<string, OrderTransition>;
export type OrderAction = keyof typeof ORDER_TRANSITIONS;

/** The status an action leads to, or the refusal of one that the present status does not allow. */
export function nextStatus(status: OrderStatus, action: OrderAction): Result<OrderStatus> {
  return follow(ORDER_TRANSITIONS[action], status, ERR.ORDER_STATE, 'order');
}

/** Statuses that no order can get to. */
export function unreachable(transitions: readonly OrderTransition[]): OrderStatus[] {
  return unreached(ORDER_STATUSES, [FIRST_STATUS], transitions);
}

/** Whether the address may still change: nothing is on its way. */
export function isBeforeShipping(status: OrderStatus): boolean {
  return status === 10 || status === 11 || status === 20;
}

/** Whether the merchant has the buyer's money. */
export function isPaid(status: OrderStatus): boolean {
  return status === 20 || status === 21 || status === 30 || status === 100;
}
