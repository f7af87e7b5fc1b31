import { randomUUID } from 'node:crypto';
import { eventRegistry, type CloudEvent } from '@tongbu/contracts';
import { Inbox, Outbox } from '@tongbu/messaging';
import { connectRedis, createLogger, Database, Metrics, SystemClock } from '@tongbu/platform';
import { createSyncMetrics, FactBook } from '@tongbu/sync-engine';
import { createTestDatabase, testEnvironment, uniqueName } from '@tongbu/testing';
import type { Redis } from 'ioredis';
import { CallbacksController } from '../callbacks.controller';
import { CheckoutDesk } from '../checkouts/checkout-desk';
import { LogisticsEventsController } from '../logistics-events.controller';
import { migrations } from '../migrations';
import { registerOpenCompensations } from '../open-compensations';
import { OrderEventsController } from '../orders/order-events.controller';
import { ORDER } from '../orders/order.planner';
import { createOrders, type Orders } from '../orders/order.runtime';
import { ProductEventsController } from '../products/product-events.controller';
import { SceneChecks } from '../scenes/scene-checks';
import { WechatOrderModel } from './wechat-order-model';

export const APP = 'wx7f3d2a9c5b1e8046';

/** The service's parts on real Postgres and Redis, with a model of WeChat instead of WeChat. Close it. */
export class OrderKit {
  readonly clock = new SystemClock();
  readonly wechat = new WechatOrderModel(() => new Date());
  readonly metrics = new Metrics('order-sync');
  readonly orders: Orders;
  readonly desk;
  readonly scenes;
  readonly events;
  private readonly stops: (() => unknown)[] = [];

  private constructor(
    readonly database: Database,
    redis: Redis,
    patientRedis: Redis,
  ) {
    const { clock } = this;
    const logger = createLogger({ service: 'test', level: 'fatal' });
    const inbox = new Inbox();
    const facts = new FactBook(database, inbox, [ORDER]);
    const resources = {
      service: 'order-sync',
      database,
      inbox,
      outbox: new Outbox(eventRegistry),
      published: () => undefined,
      redis,
      patientRedis,
      redisPrefix: uniqueName('orders'),
      concurrency: 4,
      appIds: [APP],
      clock,
      logger,
      metrics: createSyncMetrics(this.metrics),
    };
    this.orders = createOrders(resources, this.wechat, facts, () => 'second');
    registerOpenCompensations(this.metrics, database, [APP]);
    this.desk = new CheckoutDesk(this.orders, this.wechat, database, clock);
    this.scenes = new SceneChecks(database, this.wechat, clock);
    this.events = {
      orders: new OrderEventsController(this.orders, clock),
      products: new ProductEventsController(facts),
      logistics: new LogisticsEventsController(this.orders),
      callbacks: new CallbacksController(this.orders, database, logger),
    };
  }

  static async open(): Promise<OrderKit> {
    const own = await createTestDatabase();
    const logger = createLogger({ service: 'test', level: 'fatal' });
    const { REDIS_URL } = testEnvironment();
    const redis = connectRedis(REDIS_URL, 'fail-fast', logger);
    const patient = connectRedis(REDIS_URL, 'patient', logger);
    const database = await Database.connect({
      url: own.url,
      schema: 'order_sync',
      poolSize: 10,
      migrations,
      applicationName: 'test',
    });
    await database.migrate();
    const kit = new OrderKit(database, redis, patient);
    kit.stops.push(
      () => [redis, patient].forEach((connection) => connection.disconnect()),
      () => database.close(),
      () => own.drop(),
    );
    return kit;
  }

  /** Lets workers and sweeper run. */
  async start(): Promise<void> {
    for (const part of this.orders.parts) await part.start?.();
    for (const part of this.orders.parts) this.stops.unshift(() => part.stop?.());
  }

  async close(): Promise<void> {
    for (const stop of this.stops) await stop();
  }

  event<Data>(subject: string, data: Data, id = randomUUID()): CloudEvent<Data> {
    return { specversion: '1.0', id, source: '/test', type: 'test', subject, appid: APP, data };
  }

  callback(event: string, orderId: string, body: object = {}): Promise<void> {
    const data = {
      event,
      entity: orderId,
      createTime: new Date().toISOString(),
      body: { out_order_id: orderId, order_id: '3309517286640325887', ...body },
    };
    return this.events.callbacks.calledBack(this.event(orderId, data));
  }

  row(orderId: string) {
    return this.orders.row({ appId: APP, entityId: orderId });
  }

  /** What was told about an order, in order, without `wechat.order.` and `.v1`. */
  async told(orderId: string): Promise<{ readonly name: string; readonly data: any }[]> {
    const rows = await this.database.query<{ id: string; payload: string }>(
      `SELECT id, payload FROM outbox WHERE key = $1 ORDER BY seq`,
      [`${APP}:${orderId}`],
    );
    return rows.map(({ id, payload }) => ({
      name: /^wechat\.order\.(.*)\.v1:/.exec(id)?.[1] ?? id,
      data: JSON.parse(payload),
    }));
  }

  async names(orderId: string): Promise<string[]> {
    return (await this.told(orderId)).map(({ name }) => name);
  }
}
