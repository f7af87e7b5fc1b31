import { isCancelled } from './order.money';
import type { CheckoutObstacle } from './order.problems';
import { isCalledOff, isPaid, phaseOf } from './order.status';
import type { DesiredOrder, ObservedOrder } from './order';

/** Why no cashier can be opened for the order now; undefined when one can. */
export function checkoutObstacle(
  desired: DesiredOrder,
  observed: ObservedOrder,
  now: Date,
): CheckoutObstacle | undefined {
  const phase = phaseOf(observed.status);
  if (isPaid(phase) || phase === 'refunded') return 'paid';
  if (phase === 'timed-out') return 'expired';
  if (isCancelled(desired) || isCalledOff(phase) || observed.told.includes('cancelled')) return 'cancelled';
  if (observed.existence === 'missing') return 'missing';
  if (observed.existence !== 'present') return 'notCreated';
  if (observed.collectedBy !== 'component') return 'collectedByMerchant';
  const { expiresAt } = observed;
  return expiresAt !== null && Date.parse(expiresAt) <= now.getTime() ? 'expired' : undefined;
}

/** The opening of the cashier that still waits for an answer. */
export function pendingCheckout({ checkout }: DesiredOrder, observed: ObservedOrder): string | undefined {
  return checkout === null || checkout.checkoutId === observed.checkoutAnswered
    ? undefined
    : checkout.checkoutId;
}
