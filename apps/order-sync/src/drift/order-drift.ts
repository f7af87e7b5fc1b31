import type { DriftItem, DriftRepair } from '@tongbu/sync-engine';
import { REFRESH, type Hint } from '@tongbu/sync-engine';
import type { ListedOrder } from '../channel/order-listing';
import type { ReadOrder } from '../orders/order.commands';
import { distrustsAddress } from '../orders/order.hint';
import { planOrder } from '../orders/order.plan';
import { reduceOrder } from '../orders/order.reduce';
import { nothingObserved, type Generation, type OrderState } from '../orders/order';
import { orderDifferences, stateOf, wishOf } from './order-differences';

/** The hint that a repair gives: read it again, and do not believe what is remembered of the address. */
export const repairHint: Hint = { name: REFRESH, detail: distrustsAddress };

/** Compares an order of which nothing is under way with what WeChat shows of it. */
export function compareOrder(
  state: OrderState,
  wechat: ReadOrder,
  generation: Generation,
  now: Date,
): DriftItem | 'same' {
  const differences = orderDifferences(state.desired, state.observed ?? nothingObserved, wechat, generation);
  if (differences.length === 0) return 'same';
  return {
    entityId: state.entityId,
    kind: 'different',
    differences,
    repair: repairOf(state, wechat, generation, now),
  };
}

/** An order that our row believes to be at WeChat, and that WeChat does not have. */
export function missingOrder(state: OrderState, generation: Generation, now: Date): DriftItem {
  const known = state.observed ?? nothingObserved;
  const difference = {
    field: 'order',
    merchant: wishOf(state.desired),
    known: stateOf(known.status),
    wechat: null,
  };
  return {
    entityId: state.entityId,
    kind: 'only-at-merchant',
    differences: [difference],
    repair: repairOf(state, null, generation, now),
  };
}

/** An order that another program has created. It has a buyer, and is none of ours. */
export function strayOrder({ orderId, order }: ListedOrder): DriftItem {
  const { status, price, wechatId } = order;
  return {
    entityId: orderId,
    kind: 'only-at-wechat',
    differences: [
      {
        field: 'order',
        merchant: null,
        wechat: { wechatOrderId: wechatId, status: stateOf(status), total: price?.total ?? null },
      },
    ],
    repair: { actions: [], why: 'The merchant has not placed it here. Nothing is done about it.' },
  };
}

/**
 * What would come of reading the order again, found out with the rules that do it: what the merchant would hear, and the
 * first thing that would be done at WeChat.
 */
function repairOf(
  state: OrderState,
  order: ReadOrder | null,
  generation: Generation,
  now: Date,
): DriftRepair {
  const fact = { kind: 'read' as const, order, askedAt: now.toISOString() };
  const { observed, events } = reduceOrder({ ...state, hint: repairHint }, fact, now);
  const next = planOrder({ ...state, hint: null, observed }, generation, now);
  const told = events.map(({ type }) => `tell ${type.replace(/^wechat\.order\.|\.v1$/g, '')}`);
  const done = next.kind === 'run' && next.command.effect !== 'read' ? [next.command.name] : [];
  const why = [
    'Our row is behind: it is read again.',
    ...(told.length > 0 ? ['The merchant then hears what was missed.'] : []),
    ...(done.length > 0 ? ['WeChat is then brought to what the merchant wants.'] : []),
    ...(next.kind === 'park' ? next.problems.map(({ message }) => message) : []),
  ];
  return { actions: ['read', ...told, ...done], why: why.join(' ') };
}
