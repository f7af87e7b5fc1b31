import { isCalledOff, isPaid, phaseOf } from './order.status';
import type { DesiredOrder, ObservedOrder } from './order';

/** Whether the merchant wants the order off; a paid one that is delivered after all is not. */
export function isCancelled({ cancelled, compensation }: DesiredOrder): boolean {
  return cancelled !== null && compensation?.resolution !== 'fulfilled';
}

/**
 * Whether money was taken for an order that is off: the buyer paid an order that the merchant has cancelled, or the
 * merchant collected for one that was cancelled by the merchant or is over at WeChat. WeChat's word decides.
 */
export function isMoneyInConflict(desired: DesiredOrder, observed: ObservedOrder): boolean {
  const phase = phaseOf(observed.status);
  if (phase === 'refunded') return false;
  const collectedByMerchant = desired.paid !== null && observed.collectedBy !== 'component';
  const takenAtWechat = observed.existence === 'present' && isPaid(phase);
  const over = isCalledOff(phase) || observed.told.includes('cancelled');
  if (desired.cancelled !== null) return takenAtWechat || collectedByMerchant;
  return over && collectedByMerchant && !takenAtWechat;
}

/** The merchant was told of the conflict, and has not said how it was settled. */
export function isCompensationOpen(desired: DesiredOrder, observed: ObservedOrder): boolean {
  return observed.compensationSince !== null && desired.compensation === null;
}

/** What to do about money taken for an order that is off. */
export type MoneyConflict = 'none' | 'to-be-told' | 'open' | 'resolved';

export function moneyConflict(desired: DesiredOrder, observed: ObservedOrder): MoneyConflict {
  if (isCompensationOpen(desired, observed)) return 'open';
  if (observed.compensationSince !== null) return 'resolved';
  return isMoneyInConflict(desired, observed) ? 'to-be-told' : 'none';
}
