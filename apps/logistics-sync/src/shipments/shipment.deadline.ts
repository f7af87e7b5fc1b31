import { nothingObserved, type ShipmentState } from './shipment';

/** By when the order is to be shipped in full; null when it is, when it is over, and when nobody said that it is paid. */
export function shipBy({ observed }: ShipmentState, shipWithinMs: number): Date | null {
  const { heard, order } = observed ?? nothingObserved;
  const told = heard?.order;
  if (told?.paidAt == null || told.over !== null || told.shipped || told.received) return null;
  switch (order?.status) {
    case 'shipped':
    case 'completed':
    case 'cancelled':
    case 'timed-out':
    case 'refunded':
      return null;
    case undefined:
    case 'absent':
    case 'unpaid':
    case 'paid':
    case 'partly-shipped':
    case 'other':
      return new Date(Date.parse(told.paidAt) + shipWithinMs);
  }
}
