import { eventRegistry, topics } from '@tongbu/contracts';
import {
  connectKafkaEvents,
  consumerProbes,
  Inbox,
  KafkaEventServer,
  messagingMetrics,
  Outbox,
  OutboxRelay,
} from '@tongbu/messaging';
import { connectRedis, createLogger, Metrics, openDatabase, runService, SystemClock } from '@tongbu/platform';
import { adminApi, createSyncMetrics, type AdministeredThing } from '@tongbu/sync-engine';
import {
  callMetrics,
  limiterMetrics,
  loadAccounts,
  quotaGroupsOf,
  QuotaLimiter,
  RedisBucketStore,
  RedisTokenStore,
  WechatClient,
} from '@tongbu/wechat';
import { createCatalogKinds } from './catalog-kinds';
import { CatalogSyncModule } from './catalog-sync.module';
import { ComponentCalls } from './channel/component-calls';
import { ComponentCatalogChannel } from './channel/component-catalog-channel';
import { ComponentCatalogListing } from './channel/component-catalog-listing';
import { ComponentQualificationChannel } from './channel/component-qualification-channel';
import type { CatalogSyncConfig } from './config';
import { createProductDrift } from './drift/create-product-drift';
import { migrations } from './migrations';
import { usageHistory } from './usage-history';

const NAME = 'catalog-sync';

/** Puts the service together and runs it. */
export async function runCatalogSync(config: CatalogSyncConfig): Promise<void> {
  const clock = new SystemClock();
  const logger = createLogger({ service: NAME, level: config.LOG_LEVEL });
  const metrics = new Metrics(NAME);
  const accounts = loadAccounts({ file: config.TONGBU_ACCOUNTS_FILE });
  const brokers = config.KAFKA_BROKERS;

  const database = await openDatabase(NAME, config, migrations);
  const redis = connectRedis(config.REDIS_URL, 'fail-fast', logger);
  const patientRedis = connectRedis(config.REDIS_URL, 'patient', logger);
  const relay = new OutboxRelay({ database, brokers, clientId: NAME, logger });

  const limiter = new QuotaLimiter({
    store: new RedisBucketStore({
      redis,
      prefix: `${config.REDIS_PREFIX}:quota`,
      usageHistory: async (appId, group, since) => usageHistory(database, appId, group, since),
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

  const calls = new ComponentCalls(client, accounts);
  const catalog = new ComponentCatalogChannel(calls);
  const kinds = createCatalogKinds(
    {
      service: NAME,
      database,
      inbox: new Inbox(),
      outbox: new Outbox(eventRegistry),
      published: () => relay.nudge(),
      redis,
      patientRedis,
      redisPrefix: config.REDIS_PREFIX,
      concurrency: config.WORKERS,
      knowsApp: (appId) => accounts.get(appId) !== undefined,
      clock,
      logger,
      metrics: createSyncMetrics(metrics),
    },
    catalog,
    new ComponentQualificationChannel(calls),
  );
  const { products, categoryQualifications, brandQualifications } = kinds;
  const listing = new ComponentCatalogListing(calls);
  const drift = createProductDrift(database, catalog, listing, products, clock, logger);

  const messaging = messagingMetrics(metrics);
  messaging.watch(relay);
  const events = new KafkaEventServer({
    brokers,
    clientId: NAME,
    groupId: config.KAFKA_GROUP_ID,
    topics: [topics.merchantCatalog, topics.wechatCallbacks],
    registry: eventRegistry,
    logger,
    clock,
    onMessage: messaging.onMessage,
  });

  await runService({
    name: NAME,
    logger,
    host: config.HTTP_HOST,
    port: config.HTTP_PORT,
    metrics,
    probes: [
      { name: 'postgres', kind: 'ready', check: async () => void (await database.query('SELECT 1')) },
      { name: 'redis', kind: 'ready', check: async () => void (await redis.ping()) },
      ...consumerProbes(events, clock),
    ],
    module: CatalogSyncModule.register(
      kinds,
      adminApi({
        things: new Map<string, AdministeredThing>([
          ['products', { ...products, driftReports: drift.reports }],
          ['category-qualifications', categoryQualifications],
          ['brand-qualifications', brandQualifications],
        ]),
        quotas: { limiter, accounts },
        apiKeys: { keyOf: (appId) => accounts.get(appId)?.apiKey },
      }),
      [
        { name: 'database', stop: () => database.close() },
        { name: 'redis', stop: () => [redis, patientRedis].forEach((connection) => connection.disconnect()) },
        { name: 'relay', start: () => relay.start(), stop: () => relay.stop() },
        ...products.parts,
        ...categoryQualifications.parts,
        ...brandQualifications.parts,
        drift.part,
      ],
      logger,
    ),
    configure: (app) => connectKafkaEvents(app, events),
  });
}
