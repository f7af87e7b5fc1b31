import { Module, type Provider, type Type } from '@nestjs/common';
import { eventRegistry } from '@tongbu/contracts';
import {
  connectKafkaEvents,
  consumerProbes,
  Inbox,
  KafkaEventServer,
  messagingMetrics,
  Outbox,
  OutboxRelay,
} from '@tongbu/messaging';
import {
  connectRedis,
  createLogger,
  Metrics,
  openDatabase,
  repeatingTask,
  runService,
  ServiceParts,
  SystemClock,
  type Database,
  type DatabaseOptions,
  type ServicePart,
} from '@tongbu/platform';
import {
  callersIn,
  callMetrics,
  limiterMetrics,
  loadAccounts,
  quotaGroupsOf,
  QuotaLimiter,
  RedisBucketStore,
  RedisTokenStore,
  WechatClient,
  type Accounts,
} from '@tongbu/wechat';
import { adminApi, type AdministeredThing } from '../admin/admin-api';
import { ComponentCalls } from '../channel/component-calls';
import { createSyncMetrics, type SyncResources } from '../kind-runtime';
import { refreshStatistics } from '../row-statistics';
import type { SyncServiceConfig } from './sync-service-config';

/** How often it is looked whether Postgres should look at the rows again. */
const STATISTICS_EVERY_MS = 5_000;

/** What a service is given to build its kinds of things from. */
export interface SyncServiceTools<Config extends SyncServiceConfig> {
  readonly config: Config;
  readonly resources: SyncResources;
  readonly calls: ComponentCalls;
  readonly accounts: Accounts;
  readonly metrics: Metrics;
}

/** What a service adds to what all of them have. */
export interface SyncServiceContent {
  /** By the name they have in paths of the admin API, such as `products`. */
  readonly things: ReadonlyMap<string, AdministeredThing>;
  /** Started in this order after database, Redis and relay, stopped in reverse. */
  readonly parts: readonly ServicePart[];
  /** Handlers of events, and of requests beside the admin API. */
  readonly controllers: Type[];
  readonly providers: Provider[];
  /** OpenAPI paths of the requests beside the admin API. */
  readonly paths?: Readonly<Record<string, object>>;
}

export interface SyncService<Config extends SyncServiceConfig> {
  /** Such as `catalog-sync`; also its Kafka client, and with `_` for `-` its schema. */
  readonly name: string;
  readonly config: Config;
  readonly migrations: DatabaseOptions['migrations'];
  readonly topics: readonly string[];
  /** When calls of a quota group with a long window were made since a moment; refills the limiter after Redis was lost. */
  readonly usageHistory?: (database: Database, appId: string, group: string, since: Date) => Promise<Date[]>;
  build(tools: SyncServiceTools<Config>): SyncServiceContent;
}

@Module({})
class SyncServiceModule {}

/**
 * Puts a service together from what all of them share, and runs it: configuration, database, Redis, Kafka, outbox,
 * WeChat client with its limiter, metrics, health, admin API.
 */
export async function runSyncService<Config extends SyncServiceConfig>(
  service: SyncService<Config>,
): Promise<void> {
  const { name, config } = service;
  const clock = new SystemClock();
  const logger = createLogger({ service: name, level: config.LOG_LEVEL });
  const metrics = new Metrics(name);
  const accounts = loadAccounts({ file: config.TONGBU_ACCOUNTS_FILE });
  const brokers = config.KAFKA_BROKERS;

  const database = await openDatabase(name, config, service.migrations);
  const redis = connectRedis(config.REDIS_URL, 'fail-fast', logger);
  const patientRedis = connectRedis(config.REDIS_URL, 'patient', logger);
  const relay = new OutboxRelay({ database, brokers, clientId: name, logger });

  const limiter = new QuotaLimiter({
    store: new RedisBucketStore({
      redis,
      prefix: `${config.REDIS_PREFIX}:quota`,
      usageHistory: async (appId, group, since) =>
        (await service.usageHistory?.(database, appId, group, since)) ?? [],
    }),
    clock,
  });
  const client = new WechatClient({
    limiter,
    tokens: new RedisTokenStore(redis, `${config.REDIS_PREFIX}:token`),
    clock,
    onCall: callMetrics(metrics, logger),
  });
  const watched = accounts.all().map((account) => ({ appId: account.appId, groups: quotaGroupsOf(account) }));
  limiterMetrics(metrics, limiter, watched, () => clock.now().getTime());

  const messaging = messagingMetrics(metrics);
  messaging.watch(relay);
  const events = new KafkaEventServer({
    brokers,
    clientId: name,
    groupId: config.KAFKA_GROUP_ID,
    topics: service.topics,
    registry: eventRegistry,
    logger,
    clock,
    onMessage: messaging.onMessage,
  });

  const content = service.build({
    config,
    calls: new ComponentCalls(client, accounts),
    accounts,
    metrics,
    resources: {
      service: name,
      database,
      inbox: new Inbox(),
      outbox: new Outbox(eventRegistry),
      published: () => relay.nudge(),
      redis,
      patientRedis,
      redisPrefix: config.REDIS_PREFIX,
      concurrency: config.WORKERS,
      appIds: accounts.all().map(({ appId }) => appId),
      clock,
      logger,
      metrics: createSyncMetrics(metrics),
    },
  });
  const admin = adminApi({
    things: content.things,
    quotas: { limiter, accounts },
    apiKeys: { callersOf: (appId) => callersIn(accounts, appId) },
    paths: content.paths ?? {},
  });
  const parts = new ServiceParts(
    [
      { name: 'database', stop: () => database.close() },
      { name: 'redis', stop: () => [redis, patientRedis].forEach((connection) => connection.disconnect()) },
      { name: 'relay', start: () => relay.start(), stop: () => relay.stop() },
      repeatingTask({
        name: 'statistics',
        logger,
        run: async () => {
          await refreshStatistics(database);
          return STATISTICS_EVERY_MS;
        },
      }),
      ...content.parts,
    ],
    logger,
  );

  await runService({
    name,
    logger,
    host: config.HTTP_HOST,
    port: config.HTTP_PORT,
    metrics,
    probes: [
      { name: 'postgres', kind: 'ready', check: async () => void (await database.query('SELECT 1')) },
      { name: 'redis', kind: 'ready', check: async () => void (await redis.ping()) },
      ...consumerProbes(events, clock),
    ],
    module: {
      module: SyncServiceModule,
      controllers: [...content.controllers, ...admin.controllers],
      providers: [...content.providers, ...admin.providers, { provide: ServiceParts, useValue: parts }],
    },
    configure: (app) => connectKafkaEvents(app, events),
  });
}
