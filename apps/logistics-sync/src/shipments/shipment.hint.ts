import { REFRESH, type Hint } from '@tongbu/sync-engine';
import { orderPushOf } from '@tongbu/wechat';
import type { ShownOrder } from './shipment';

/** Names of the hints a shipment gets. */
export const shipmentHints = {
  /** Another service told of the order; what, is known by hearsay. */
  heard: 'heard',
  paid: 'paid',
  cancelled: 'cancelled',
  confirmed: 'confirmed',
  refunded: 'refunded',
  updated: 'updated',
} as const;

/** Whether reading the order could tell something new. */
export function isNews({ name }: Hint, order: ShownOrder | null): boolean {
  if (name === REFRESH) return true;
  if (name === shipmentHints.heard) return false;
  if (order === null) return true;
  const { status } = order;
  const isOver = status === 'refunded' || status === 'cancelled' || status === 'timed-out';
  switch (name) {
    case shipmentHints.paid:
      return status === 'unpaid' || status === 'absent' || status === 'other';
    case shipmentHints.confirmed:
      return !isOver && status !== 'completed';
    case shipmentHints.refunded:
      return status !== 'refunded';
    case shipmentHints.cancelled:
    case shipmentHints.updated:
      return !isOver;
    default:
      return true;
  }
}

/** The hint in a callback, or undefined when it says nothing about a shipment. */
export function hintOfCallback(event: string, body: Readonly<Record<string, unknown>>): Hint | undefined {
  const push = orderPushOf(event, body);
  if (push === undefined) return undefined;
  switch (push.kind) {
    case 'paid':
    case 'cancelled':
    case 'confirmed':
    case 'refunded':
      return { name: shipmentHints[push.kind], detail: {} };
    case 'updated':
      return push.of === 'order' ? { name: shipmentHints.updated, detail: {} } : undefined;
    case 'settled':
    case 'attributed':
      return undefined;
  }
}
