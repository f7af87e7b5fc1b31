import { topics } from '@tongbu/contracts';
import { createKind, FactBook, runSyncService, type AdministeredThing } from '@tongbu/sync-engine';
import { CallbacksController } from './callbacks.controller';
import { CarrierDesk } from './carriers/carrier-desk';
import { CarrierLists } from './carriers/carrier-lists';
import { CarrierMappings } from './carriers/carrier-mappings';
import { CarriersController } from './carriers/carriers.controller';
import { carrierPaths } from './carriers/carriers.openapi';
import { ComponentShippingChannel } from './channel/component-shipping-channel';
import type { LogisticsSyncConfig } from './config';
import { shipmentMetrics } from './deadlines/deadline-metrics';
import { migrations } from './migrations';
import { AftersaleEventsController } from './orders/aftersale-events.controller';
import { OrderEventsController } from './orders/order-events.controller';
import { BookedOrderNews } from './orders/order-news';
import { ShipmentEventsController } from './shipments/shipment-events.controller';
import { ShipmentExecutor } from './shipments/shipment.executor';
import { shipmentPlanner } from './shipments/shipment.planner';
import { CARRIERS, CLOCK, DATABASE, FACTS, SHIPMENTS } from './tokens';

const HOUR = 3_600_000;

/** Puts the service together and runs it. */
export function runLogisticsSync(config: LogisticsSyncConfig): Promise<void> {
  return runSyncService({
    name: 'logistics-sync',
    config,
    migrations,
    topics: [
      topics.merchantLogistics,
      topics.merchantOrders,
      topics.wechatOrders,
      topics.wechatAftersales,
      topics.wechatCallbacks,
    ],
    build({ resources, calls, metrics }) {
      const { database, inbox, clock } = resources;
      const channel = new ComponentShippingChannel(calls);
      const desk = new CarrierDesk(new CarrierLists(database, channel, clock), new CarrierMappings(database));
      // A shipment is hinted at by name when something is told of its order; nobody has to be looked for.
      const facts = new FactBook(database, inbox, []);
      const shipments = createKind(
        resources,
        shipmentPlanner(config.SHIP_WITHIN_HOURS * HOUR),
        new ShipmentExecutor(channel, new BookedOrderNews(facts), desk, clock),
      );
      shipmentMetrics(metrics, database, config.SHIP_NEAR_HOURS * HOUR);
      return {
        things: new Map<string, AdministeredThing>([['shipments', shipments]]),
        parts: shipments.parts,
        controllers: [
          ShipmentEventsController,
          OrderEventsController,
          AftersaleEventsController,
          CallbacksController,
          CarriersController,
        ],
        providers: [
          { provide: DATABASE, useValue: database },
          { provide: SHIPMENTS, useValue: shipments },
          { provide: FACTS, useValue: facts },
          { provide: CARRIERS, useValue: desk },
          { provide: CLOCK, useValue: clock },
        ],
        paths: carrierPaths,
      };
    },
  });
}
