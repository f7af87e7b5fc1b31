import { topics } from '@tongbu/contracts';
import {
  createDrift,
  FactBook,
  ListReader,
  listWatch,
  ListWatches,
  runSyncService,
  type AdministeredThing,
} from '@tongbu/sync-engine';
import type { Accounts } from '@tongbu/wechat';
import { CallbacksController } from './callbacks.controller';
import { CheckoutDesk } from './checkouts/checkout-desk';
import { checkoutPaths } from './checkouts/checkout.openapi';
import { checkoutSeconds } from './checkouts/checkout-seconds';
import { CheckoutsController } from './checkouts/checkouts.controller';
import { ComponentOrderListing } from './channel/component-order-listing';
import { ComponentOrderChannel } from './channel/component-order-channel';
import type { OrderSyncConfig } from './config';
import { OrderDriftSource } from './drift/order-drift.source';
import { UnpaidOrders } from './lists/unpaid-orders';
import { LogisticsEventsController } from './logistics-events.controller';
import { migrations } from './migrations';
import { registerOpenCompensations } from './open-compensations';
import { OrderEventsController } from './orders/order-events.controller';
import { orderErrors } from './orders/order.errors';
import { ORDER } from './orders/order.planner';
import { createOrders } from './orders/order.runtime';
import type { Generation } from './orders/order';
import { ProductEventsController } from './products/product-events.controller';
import { SceneChecks } from './scenes/scene-checks';
import { SceneChecksController } from './scenes/scene-checks.controller';
import { tellSceneCheck } from './scenes/scene-news';
import { scenePaths } from './scenes/scene.openapi';
import { CHECKOUT_SECONDS, CLOCK, DATABASE, FACTS, LOGGER, ORDERS } from './tokens';

/** Puts the service together and runs it. */
export function runOrderSync(config: OrderSyncConfig): Promise<void> {
  return runSyncService({
    name: 'order-sync',
    config,
    migrations,
    topics: [topics.merchantOrders, topics.wechatCatalog, topics.wechatLogistics, topics.wechatCallbacks],
    build({ resources, calls, accounts, metrics }) {
      const { database, inbox, clock, logger } = resources;
      const channel = new ComponentOrderChannel(calls);
      const facts = new FactBook(database, inbox, [ORDER]);
      const generationOf = generationsOf(accounts);
      const orders = createOrders(resources, channel, facts, generationOf);
      const listing = new ComponentOrderListing(calls);
      const source = new OrderDriftSource(database, channel, listing, generationOf, clock);
      const drift = createDrift(database, source, orders.wake, clock, logger);
      const lists = [new UnpaidOrders(database, listing, orders, logger).list()];
      // How far back is found out each time: as far as an order may still be paid.
      const everyMs = config.LISTS_EVERY_SECONDS * 1_000;
      const rules = { firstLookMs: 0, everyMs, errors: orderErrors };
      const reader = new ListReader(new ListWatches(database), clock, logger, rules);
      const appIds = accounts.all().map(({ appId }) => appId);
      registerOpenCompensations(metrics, database, appIds);
      return {
        things: new Map<string, AdministeredThing>([['orders', { ...orders, driftReports: drift.reports }]]),
        parts: [...orders.parts, drift.part, listWatch(reader, lists, () => appIds, logger)],
        controllers: [
          OrderEventsController,
          ProductEventsController,
          LogisticsEventsController,
          CallbacksController,
          CheckoutsController,
          SceneChecksController,
        ],
        providers: [
          { provide: ORDERS, useValue: orders },
          { provide: FACTS, useValue: facts },
          { provide: CLOCK, useValue: clock },
          { provide: DATABASE, useValue: database },
          { provide: LOGGER, useValue: logger },
          { provide: CHECKOUT_SECONDS, useValue: checkoutSeconds(metrics) },
          { provide: CheckoutDesk, useValue: new CheckoutDesk(orders, channel, database, clock) },
          {
            provide: SceneChecks,
            useValue: new SceneChecks(database, channel, clock, tellSceneCheck(resources)),
          },
        ],
        paths: { ...checkoutPaths, ...scenePaths },
      };
    },
  });
}

function generationsOf(accounts: Accounts): (appId: string) => Generation {
  return (appId) => accounts.get(appId)?.generation ?? 'second';
}
