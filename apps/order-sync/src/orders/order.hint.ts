import { REFRESH, type Hint } from '@tongbu/sync-engine';
import { isOver, isPaid, isUnpaid, phaseOf } from './order.status';
import type { ObservedOrder } from './order';

/** What a callback says has happened. Only its details that WeChat tells nowhere else are believed. */
export const orderHints = {
  paid: 'paid',
  cancelled: 'cancelled',
  shipped: 'shipped',
  received: 'received',
  refunded: 'refunded',
  settled: 'settled',
  attributed: 'attributed',
  /** WeChat lists it in another state than we know. */
  listed: 'listed',
  refresh: REFRESH,
} as const;

/** Told with the callback of a settlement only. */
export interface Settlement {
  readonly number: string;
  readonly amount: number | null;
  /** ISO time. */
  readonly at: string | null;
}

/** Whether reading the order could tell something new. */
export function isNews({ name }: Hint, observed: ObservedOrder): boolean {
  if (observed.existence !== 'present') return true;
  const phase = phaseOf(observed.status);
  switch (name) {
    case orderHints.paid:
      return !isPaid(phase) && phase !== 'refunded';
    case orderHints.cancelled:
      return !isOver(phase);
    case orderHints.shipped:
      return isUnpaid(phase) || phase === 'paid' || phase === 'partly-shipped' || phase === 'unknown';
    case orderHints.received:
      return phase !== 'completed' && phase !== 'refunded';
    case orderHints.refunded:
      return phase !== 'refunded';
    case orderHints.settled:
      return !observed.told.includes('settled');
    default:
      return true;
  }
}

/** Detail of a hint whose read is to show whether WeChat still has the address that it was given. */
export const distrustsAddress = { distrustsAddress: true };

/** Whether what is remembered of the address is to be compared with what WeChat shows. We wrote the hint ourselves. */
export function isAddressDistrusted(hint: Hint | null): boolean {
  return hint?.detail['distrustsAddress'] === true;
}

/** Who cancelled the order inside WeChat, as the callback said. We wrote the hint ourselves. */
export function cancellerIn(hint: Hint | null): 'buyer' | 'timed-out' | undefined {
  const by = hint?.detail['cancelledBy'];
  return by === 'buyer' || by === 'timed-out' ? by : undefined;
}

/** The settlement a callback told. We wrote the hint ourselves. */
export function settlementIn(hint: Hint | null): Settlement | undefined {
  return hint?.detail['settlement'] as Settlement | undefined;
}
