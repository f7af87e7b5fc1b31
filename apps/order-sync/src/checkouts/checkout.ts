import type { PaymentParameters, Problem } from '@tongbu/contracts';
import type { SyncRow } from '@tongbu/sync-engine';
import { checkoutObstacle } from '../orders/order.checkout';
import { isSameDocument } from '../orders/order.intake';
import { isCancelled } from '../orders/order.money';
import { noCheckout } from '../orders/order.problems';
import {
  nothingObserved,
  type Collector,
  type DesiredOrder,
  type ObservedOrder,
  type OrderDocument,
} from '../orders/order';

export type OrderRow = SyncRow<DesiredOrder, ObservedOrder>;

/** An order that is at WeChat. */
export interface CreatedCheckout {
  readonly orderId: string;
  readonly wechatOrderId: string;
  readonly collectedBy: Collector;
  /** Until when it can be paid. */
  readonly expiresAt: string | null;
}

/** How far a checkout is. */
export type Standing =
  /** Nothing is in its way, and it is not there yet. */
  | { readonly kind: 'pending' }
  | { readonly kind: 'created'; readonly order: CreatedCheckout }
  /** It cannot get there until something is changed. */
  | { readonly kind: 'parked'; readonly problems: readonly Problem[] }
  /** No cashier will be opened for it any more. */
  | { readonly kind: 'over'; readonly wechatOrderId: string | null; readonly problem: Problem }
  /** The order has other contents than were sent under the same id. */
  | { readonly kind: 'differs' };

/** What came of a request. Parameters are missing where the merchant collects. */
export type CheckoutResult =
  | Exclude<Standing, { kind: 'created' | 'pending' }>
  /** With the order, when it is there and only its parameters could not be had in time. */
  | { readonly kind: 'pending'; readonly order?: CreatedCheckout }
  | { readonly kind: 'created'; readonly order: CreatedCheckout; readonly parameters?: PaymentParameters };

/** Where an order stands for somebody who wants its cashier opened. Pure. */
export function standingOf(row: OrderRow, now: Date): Standing {
  const observed = row.observed ?? nothingObserved;
  const { wechatId } = observed;
  const obstacle = checkoutObstacle(row.desired, observed, now);
  switch (obstacle) {
    case undefined:
    case 'collectedByMerchant':
      return {
        kind: 'created',
        order: {
          orderId: row.entityId,
          wechatOrderId: wechatId ?? '',
          collectedBy: observed.collectedBy ?? 'merchant',
          expiresAt: observed.expiresAt,
        },
      };
    case 'notCreated':
      return isPlanned(row) && row.state === 'parked'
        ? { kind: 'parked', problems: row.problems ?? [] }
        : { kind: 'pending' };
    case 'missing':
      return { kind: 'parked', problems: [noCheckout.missing] };
    case 'paid':
    case 'cancelled':
    case 'expired':
      return { kind: 'over', wechatOrderId: wechatId, problem: noCheckout[obstacle] };
  }
}

/** As {@link standingOf}, for a request that carries the order. */
export function standingOfPlaced(row: OrderRow, content: OrderDocument, now: Date): Standing {
  const { order } = row.desired;
  return order !== null && isSameDocument(order.content, content)
    ? standingOf(row, now)
    : { kind: 'differs' };
}

/** Problems may be those of contents that have been corrected since. */
function isPlanned({ generation, observedGeneration }: OrderRow): boolean {
  return observedGeneration >= generation;
}

/** What `GET checkouts/{orderId}` says. */
export interface CheckoutView {
  readonly orderId: string;
  /** `creating`: on its way to WeChat. */
  readonly state: 'creating' | 'created' | 'parked' | 'paid' | 'over';
  readonly wechatOrderId: string | null;
  readonly collectedBy: Collector | null;
  readonly expiresAt: string | null;
  readonly cancelled: boolean;
  /** Why it is parked, or over. */
  readonly problems: readonly Problem[];
}

export function viewOf(row: OrderRow, now: Date): CheckoutView {
  const standing = standingOf(row, now);
  const { wechatId, collectedBy, expiresAt } = row.observed ?? nothingObserved;
  return {
    orderId: row.entityId,
    state: stateOf(standing),
    wechatOrderId: wechatId,
    collectedBy,
    expiresAt,
    cancelled: isCancelled(row.desired),
    problems:
      standing.kind === 'parked' ? standing.problems : standing.kind === 'over' ? [standing.problem] : [],
  };
}

function stateOf(standing: Standing): CheckoutView['state'] {
  switch (standing.kind) {
    case 'pending':
    case 'differs':
      return 'creating';
    case 'created':
    case 'parked':
      return standing.kind;
    case 'over':
      return standing.problem === noCheckout.paid ? 'paid' : 'over';
  }
}
