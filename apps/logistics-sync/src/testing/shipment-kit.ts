import { randomUUID } from 'node:crypto';
import { eventRegistry, type CloudEvent, type ParcelLine } from '@tongbu/contracts';
import { Inbox, Outbox } from '@tongbu/messaging';
import { connectRedis, createLogger, Database, Metrics, SystemClock } from '@tongbu/platform';
import {
  createKind,
  createSyncMetrics,
  FactBook,
  type ChannelCall,
  type ChannelResult,
  type KindRuntime,
} from '@tongbu/sync-engine';
import { createTestDatabase, testEnvironment, uniqueName } from '@tongbu/testing';
import type { Redis } from 'ioredis';
import { CallbacksController } from '../callbacks.controller';
import { CarrierDesk } from '../carriers/carrier-desk';
import { CarrierLists } from '../carriers/carrier-lists';
import { CarrierMappings } from '../carriers/carrier-mappings';
import {
  ShippingChannel,
  type Carrier,
  type OrderReference,
  type Shipment,
} from '../channel/shipping-channel';
import { shipmentMetrics } from '../deadlines/deadline-metrics';
import { migrations } from '../migrations';
import { AftersaleEventsController } from '../orders/aftersale-events.controller';
import { OrderEventsController } from '../orders/order-events.controller';
import { BookedOrderNews } from '../orders/order-news';
import type { DesiredShipment } from '../shipments/shipment';
import { ShipmentEventsController } from '../shipments/shipment-events.controller';
import type { ReadOrder } from '../shipments/shipment.commands';
import { ShipmentExecutor } from '../shipments/shipment.executor';
import { shipmentPlanner } from '../shipments/shipment.planner';
import { WechatOrderModel } from './wechat-order-model';

export const APP = 'wx7f3d2a9c5b1e8046';
const HOUR = 3_600_000;

/** Many orders at WeChat, each by its own model. */
class WechatOrders extends ShippingChannel {
  private readonly orders = new Map<string, WechatOrderModel>();
  /** Ids of orders that were sent to, in order. */
  readonly sent: string[] = [];
  carrierReads = 0;

  add(orderId: string, ...lines: ParcelLine[]): WechatOrderModel {
    const order = new WechatOrderModel(lines, () => new Date());
    this.orders.set(orderId, order);
    return order;
  }

  override carriers(call: ChannelCall): Promise<ChannelResult<Carrier[]>> {
    this.carrierReads += 1;
    return new WechatOrderModel([], () => new Date()).carriers(call);
  }

  override async read(call: ChannelCall, order: OrderReference): Promise<ChannelResult<ReadOrder | null>> {
    return this.orders.get(order.orderId)?.read(call, order) ?? { ok: true, value: null, note: {} };
  }

  override send(call: ChannelCall, order: OrderReference, shipment: Shipment): Promise<ChannelResult<void>> {
    this.sent.push(order.orderId);
    return this.of(order).send(call, order, shipment);
  }

  override confirmReceipt(_: ChannelCall, order: OrderReference): Promise<ChannelResult<void>> {
    return this.of(order).confirmReceipt();
  }

  private of({ orderId }: OrderReference): WechatOrderModel {
    const order = this.orders.get(orderId);
    if (order === undefined) throw new Error(`WeChat has no order ${orderId}`);
    return order;
  }
}

/** The service's parts on real Postgres and Redis, with models of WeChat's orders instead of WeChat. Close it. */
export class ShipmentKit {
  readonly wechat;
  readonly desk;
  readonly facts;
  readonly runtime: KindRuntime<DesiredShipment>;
  readonly events;
  readonly metrics = new Metrics('logistics-sync');
  private readonly stops: (() => unknown)[] = [];

  private constructor(
    readonly database: Database,
    redis: Redis,
    patientRedis: Redis,
    workers: number,
  ) {
    const clock = new SystemClock();
    const logger = createLogger({ service: 'test', level: 'fatal' });
    const inbox = new Inbox();
    this.wechat = new WechatOrders();
    this.desk = new CarrierDesk(
      new CarrierLists(database, this.wechat, clock),
      new CarrierMappings(database),
    );
    this.facts = new FactBook(database, inbox, []);
    this.runtime = createKind(
      {
        service: 'logistics-sync',
        database,
        inbox,
        outbox: new Outbox(eventRegistry),
        published: () => undefined,
        redis,
        patientRedis,
        redisPrefix: uniqueName('shipments'),
        concurrency: workers,
        appIds: [APP],
        clock,
        logger,
        metrics: createSyncMetrics(this.metrics),
      },
      shipmentPlanner(48 * HOUR),
      new ShipmentExecutor(this.wechat, new BookedOrderNews(this.facts), this.desk, clock),
    );
    shipmentMetrics(this.metrics, database, 12 * HOUR);
    this.events = {
      shipments: new ShipmentEventsController(this.runtime, clock),
      orders: new OrderEventsController(this.runtime, this.facts, clock),
      aftersales: new AftersaleEventsController(this.runtime, this.facts),
      callbacks: new CallbacksController(this.runtime, database),
    };
  }

  static async open({ workers = 4 } = {}): Promise<ShipmentKit> {
    const own = await createTestDatabase();
    const logger = createLogger({ service: 'test', level: 'fatal' });
    const { REDIS_URL } = testEnvironment();
    const redis = connectRedis(REDIS_URL, 'fail-fast', logger);
    const patient = connectRedis(REDIS_URL, 'patient', logger);
    const database = await Database.connect({
      url: own.url,
      schema: 'logistics_sync',
      poolSize: 10,
      migrations,
      applicationName: 'test',
    });
    await database.migrate();
    const kit = new ShipmentKit(database, redis, patient, workers);
    kit.stops.push(
      () => [redis, patient].forEach((connection) => connection.disconnect()),
      () => database.close(),
      () => own.drop(),
    );
    return kit;
  }

  /** Lets workers and sweeper run. */
  async start(): Promise<void> {
    for (const part of this.runtime.parts) await part.start?.();
    for (const part of this.runtime.parts) this.stops.unshift(() => part.stop?.());
  }

  async close(): Promise<void> {
    for (const stop of this.stops) await stop();
  }

  event<Data>(subject: string, data: Data, type = 'test'): CloudEvent<Data> {
    return { specversion: '1.0', id: randomUUID(), source: '/test', type, subject, appid: APP, data };
  }

  /** An order that is paid at WeChat, and told to be. `hoursAgo`: since when it is paid. */
  async paidOrder(orderId: string, lines: readonly ParcelLine[], hoursAgo = 1): Promise<WechatOrderModel> {
    const order = this.wechat.add(orderId, ...lines);
    order.pay();
    const about = { wechatOrderId: '3309517286640325887', merchantVersion: 1 };
    await this.events.orders.created(
      this.event(orderId, {
        ...about,
        openId: 'buyer',
        collectedBy: 'component' as const,
        lines: lines.map((line) => ({ ...line, unitPrice: 1, paid: 1 })),
        freight: 0,
        total: 1,
        deliveryType: 'express' as const,
      }),
    );
    const paidAt = new Date(Date.now() - hoursAgo * HOUR).toISOString();
    await this.events.orders.paid(
      this.event(orderId, { ...about, collectedBy: 'component' as const, transactionId: '1', paidAt }),
    );
    return order;
  }

  dispatch(
    orderId: string,
    lines: readonly ParcelLine[],
    parcel: { parcelId?: string; waybill?: string; carrier?: { code?: string; name?: string } } = {},
  ): Promise<void> {
    return this.events.shipments.dispatched(
      this.event(orderId, {
        parcelId: 'A',
        carrier: { code: 'SF' },
        waybill: `W-${orderId}`,
        dispatchedAt: '2026-03-02T09:00:00Z',
        ...parcel,
        lines: [...lines],
      }),
    );
  }

  async shipment(orderId: string) {
    return this.runtime.admin.find(APP, orderId);
  }

  /** Names of what was told about an order, such as `completed`. */
  async told(orderId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM outbox WHERE key = $1 ORDER BY seq`,
      [`${APP}:${orderId}`],
    );
    return rows.map(({ id }) => /^wechat\.shipment\.(.*)\.v1:/.exec(id)?.[1] ?? id);
  }
}
