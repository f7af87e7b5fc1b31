import { createKind, type FactBook, type KindRuntime, type SyncResources } from '@tongbu/sync-engine';
import type { OrderChannel } from '../channel/order-channel';
import { BookedProductStandings } from '../products/booked-product-standings';
import { orderScopes } from './order.backfill';
import { OrderExecutor } from './order.executor';
import { orderPlanner } from './order.planner';
import type { DesiredOrder, Generation, ObservedOrder } from './order';

/** The moving parts of orders. */
export type Orders = KindRuntime<DesiredOrder, ObservedOrder>;

export function createOrders(
  resources: SyncResources,
  channel: OrderChannel,
  facts: FactBook,
  generationOf: (appId: string) => Generation,
): Orders {
  const executor = new OrderExecutor(channel, new BookedProductStandings(facts), resources.clock);
  return createKind(resources, orderPlanner(generationOf), executor, { scopes: orderScopes });
}
