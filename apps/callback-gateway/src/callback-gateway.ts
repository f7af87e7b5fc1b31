import { Module } from '@nestjs/common';
import { eventRegistry } from '@tongbu/contracts';
import { messagingMetrics, Outbox, OutboxRelay } from '@tongbu/messaging';
import {
  ApiKeys,
  createLogger,
  Metrics,
  openDatabase,
  repeatingTask,
  runService,
  ServiceParts,
  SystemClock,
} from '@tongbu/platform';
import { callersIn, loadAccounts } from '@tongbu/wechat';
import { CallbackArchive } from './admin/callback-archive';
import { CallbacksController } from './admin/callbacks.controller';
import { OpenApiController } from './admin/openapi.controller';
import { CallbackServer, defaultCallbackServer } from './callbacks/callback-server';
import { CallbackStore } from './callbacks/callback-store';
import type { GatewayConfig } from './config';
import { migrations } from './migrations';

const NAME = 'callback-gateway';

const KEPT_DAYS = 90;
const PRUNE_EVERY_MS = 600_000;

/** Answers the pause until the next page, in ms. */
async function prune(archive: CallbackArchive): Promise<number> {
  return (await archive.prune(KEPT_DAYS)) > 0 ? 100 : PRUNE_EVERY_MS;
}

@Module({})
class CallbackGatewayModule {}

/** Puts the service together and runs it. */
export async function runCallbackGateway(config: GatewayConfig): Promise<void> {
  const clock = new SystemClock();
  const logger = createLogger({ service: NAME, level: config.LOG_LEVEL });
  const metrics = new Metrics(NAME);
  const accounts = loadAccounts({ file: config.TONGBU_ACCOUNTS_FILE });
  const database = await openDatabase(NAME, config, migrations);

  const relay = new OutboxRelay({ database, brokers: config.KAFKA_BROKERS, clientId: NAME, logger });
  messagingMetrics(metrics).watch(relay);
  const outbox = new Outbox(eventRegistry);
  const store = new CallbackStore(database, outbox, clock, () => relay.nudge());
  const archive = new CallbackArchive(database, outbox, () => relay.nudge());
  const server = new CallbackServer(
    { ...defaultCallbackServer, host: config.GATEWAY_HOST, port: config.GATEWAY_PORT },
    accounts,
    (callback, traceparent) => store.save(callback, traceparent),
    logger,
    metrics,
  );
  const parts = new ServiceParts(
    [
      { name: 'database', stop: () => database.close() },
      { name: 'relay', start: () => relay.start(), stop: () => relay.stop() },
      repeatingTask({ name: 'callback retention', run: () => prune(archive), logger }),
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
    module: {
      module: CallbackGatewayModule,
      controllers: [OpenApiController, CallbacksController],
      providers: [
        { provide: ServiceParts, useValue: parts },
        { provide: CallbackArchive, useValue: archive },
        { provide: ApiKeys, useValue: { callersOf: (appId: string) => callersIn(accounts, appId) } },
      ],
    },
  });
}
