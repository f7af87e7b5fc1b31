import { Module } from '@nestjs/common';
import { eventRegistry } from '@tongbu/contracts';
import { messagingMetrics, Outbox, OutboxRelay } from '@tongbu/messaging';
import {
  createLogger,
  Database,
  Metrics,
  runService,
  schemaOf,
  ServiceParts,
  SystemClock,
} from '@tongbu/platform';
import { loadAccounts } from '@tongbu/wechat';
import { CallbackServer, defaultCallbackServer } from './callbacks/callback-server';
import { CallbackStore } from './callbacks/callback-store';
import type { GatewayConfig } from './config';
import { migrations } from './migrations';

const NAME = 'callback-gateway';

@Module({})
class CallbackGatewayModule {}

/** Puts the service together and runs it. */
export async function runCallbackGateway(config: GatewayConfig): Promise<void> {
  const clock = new SystemClock();
  const logger = createLogger({ service: NAME, level: config.LOG_LEVEL });
  const metrics = new Metrics(NAME);
  const accounts = loadAccounts({ file: config.TONGBU_ACCOUNTS_FILE });
  const database = await Database.connect({
    url: config.DATABASE_URL,
    schema: schemaOf(NAME),
    poolSize: config.DATABASE_POOL,
    migrations,
    applicationName: NAME,
  });
  await database.migrate();

  const relay = new OutboxRelay({ database, brokers: config.KAFKA_BROKERS, clientId: NAME, logger });
  messagingMetrics(metrics).watch(relay);
  const store = new CallbackStore(database, new Outbox(eventRegistry), clock, () => relay.nudge());
  const server = new CallbackServer(
    { ...defaultCallbackServer, host: config.GATEWAY_HOST, port: config.GATEWAY_PORT },
    accounts,
    (callback) => store.save(callback),
    logger,
    metrics,
  );
  const parts = new ServiceParts(
    [
      { name: 'database', stop: () => database.close() },
      { name: 'relay', start: () => relay.start(), stop: () => relay.stop() },
      server,
    ],
    logger,
  );

  await runService({
    name: NAME,
    logger,
    host: config.HTTP_HOST,
    port: config.HTTP_PORT,
    metrics,
    probes: [{ name: 'postgres', kind: 'ready', check: async () => void (await database.query('SELECT 1')) }],
    module: { module: CallbackGatewayModule, providers: [{ provide: ServiceParts, useValue: parts }] },
  });
}
