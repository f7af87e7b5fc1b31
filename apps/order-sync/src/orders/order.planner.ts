import type { Planner } from '@tongbu/sync-engine';
import type { OrderCommand, OrderFact } from './order.commands';
import { planOrder } from './order.plan';
import { parkedOrder } from './order.problems';
import { reduceOrder } from './order.reduce';
import type { DesiredOrder, Generation, ObservedOrder } from './order';

export const ORDER = 'order';

export type OrderPlanner = Planner<DesiredOrder, ObservedOrder, OrderCommand, OrderFact>;

/** `generationOf`: which component a mini program has. */
export function orderPlanner(generationOf: (appId: string) => Generation): OrderPlanner {
  return {
    kind: ORDER,
    plan: (state, now) => planOrder(state, generationOf(state.appId), now),
    reduce: reduceOrder,
    parked: parkedOrder,
  };
}
