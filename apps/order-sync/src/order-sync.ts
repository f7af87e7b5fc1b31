import { topics } from '@tongbu/contracts';
import { createKind, FactBook, runSyncService, type AdministeredThing } from '@tongbu/sync-engine';
import type { Accounts } from '@tongbu/wechat';
import { CallbacksController } from './callbacks.controller';
import { ComponentOrderChannel } from './channel/component-order-channel';
import type { OrderSyncConfig } from './config';
import { LogisticsEventsController } from './logistics-events.controller';
import { migrations } from './migrations';
import { registerOpenCompensations } from './open-compensations';
import { OrderEventsController } from './orders/order-events.controller';
import { OrderExecutor } from './orders/order.executor';
import { ORDER, orderPlanner } from './orders/order.planner';
import type { Generation } from './orders/order';
import { BookedProductStandings } from './products/booked-product-standings';
import { ProductEventsController } from './products/product-events.controller';
import { CLOCK, FACTS, LOGGER, ORDERS } from './tokens';

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
      const orders = createKind(
        resources,
        orderPlanner(generationsOf(accounts)),
        new OrderExecutor(channel, new BookedProductStandings(facts), clock),
      );
      const appIds = accounts.all().map(({ appId }) => appId);
      registerOpenCompensations(metrics, database, appIds);
      return {
        things: new Map<string, AdministeredThing>([['orders', orders]]),
        parts: orders.parts,
        controllers: [
          OrderEventsController,
          ProductEventsController,
          LogisticsEventsController,
          CallbacksController,
        ],
        providers: [
          { provide: ORDERS, useValue: orders },
          { provide: FACTS, useValue: facts },
          { provide: CLOCK, useValue: clock },
          { provide: LOGGER, useValue: logger },
        ],
      };
    },
  });
}

function generationsOf(accounts: Accounts): (appId: string) => Generation {
  return (appId) => accounts.get(appId)?.generation ?? 'second';
}
