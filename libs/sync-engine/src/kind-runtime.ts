import type { Redis } from 'ioredis';
import type { CloudEvent } from '@tongbu/contracts';
import type { Inbox, Outbox } from '@tongbu/messaging';
import {
  lanes,
  lastFour,
  repeatingTask,
  type Clock,
  type Database,
  type Lane,
  type Logger,
  type Metrics,
  type ServicePart,
  type Transaction,
} from '@tongbu/platform';
import { EntityAdmin } from './admin/entity-admin';
import { backfillRunner } from './backfill/backfill-runner';
import type { BackfillScopes } from './backfill/backfill-scope';
import { Backfills } from './backfill/backfills';
import { driveNow, type DriveNowOptions } from './drive-now';
import { openingsRunner } from './component/component-openings';
import { Driver, type DriveResult } from './driver';
import { findRow } from './find-row';
import { EntityIntake, type FindEntity } from './entity-intake';
import type { ChangeRequest } from './intake';
import type { Command, Executor, Planner } from './planner';
import { PostgresRowStore } from './postgres-row-store';
import type { SyncKey, SyncRow } from './row';
import { Sweeper, type QueueMark } from './sweeper';
import { pruneTimeline } from './timeline';
import { takeNow, type TakenNow } from './take-now';
import { WorkQueue, type WakeUp } from './work-queue';

/** What the kinds of one service share. */
export interface SyncResources {
  /** The service's name, such as `catalog-sync`. */
  readonly service: string;
  readonly database: Database;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  /** Tells the relay that events were committed. */
  readonly published: () => void;
  /** Fails fast while Redis is away. */
  readonly redis: Redis;
  /** Waits for Redis as long as it takes. */
  readonly patientRedis: Redis;
  readonly redisPrefix: string;
  /** Entities of one kind of a mini program worked on at the same time, per process. */
  readonly concurrency: number;
  /** The mini programs of this installation. */
  readonly appIds: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: SyncMetrics;
}

/** Metrics of the engine, one set per service. */
export type SyncMetrics = ReturnType<typeof createSyncMetrics>;

export function createSyncMetrics(metrics: Metrics) {
  return {
    commands: metrics.histogram('command_seconds', 'Commands run at WeChat, by outcome', [
      'kind',
      'command',
      'outcome',
    ]),
    registerRows(kind: string, database: Database, appIds: readonly string[]): void {
      metrics.gauge(`${metricName(kind)}_rows`, 'Synchronised things by state', ['state'], async () => {
        const rows = await database.query<{ state: string; count: string }>(
          `SELECT state, count(*) FROM sync_rows WHERE kind = $1 GROUP BY state`,
          [kind],
        );
        return rows.map(({ state, count }) => ({ labels: { state }, value: Number(count) }));
      });
      metrics.gauge(
        `${metricName(kind)}_overdue_seconds`,
        'How long the oldest due row of a lane has waited',
        ['lane'],
        async () => {
          const oldest = await database.query<{ lane: string; seconds: number | null }>(
            `SELECT lane, (
               SELECT EXTRACT(EPOCH FROM now() - min(oldest.next_time))::float8
               FROM unnest($3::text[]) AS apps (app_id), LATERAL (
                 SELECT next_time FROM sync_rows
                 WHERE kind = $1 AND app_id = apps.app_id AND lane = lanes.lane AND next_time <= now()
                   AND (lease_until IS NULL OR lease_until < now())
                 ORDER BY next_time LIMIT 1) AS oldest) AS seconds
             FROM unnest($2::text[]) AS lanes (lane)`,
            [kind, lanes, appIds],
          );
          return oldest.map(({ lane, seconds }) => ({ labels: { lane }, value: Math.max(0, seconds ?? 0) }));
        },
      );
    },
    registerQueue(kind: string, queue: WorkQueue): void {
      metrics.gauge(`${metricName(kind)}_queue`, 'Jobs in the queue by state', ['state'], async () =>
        Object.entries(await queue.counts()).map(([state, value]) => ({ labels: { state }, value })),
      );
    },
  };
}

const metricName = (kind: string) => kind.replaceAll('-', '_');

/** The moving parts of one kind of thing, wired together. */
export interface KindRuntime<Desired, Observed = unknown> {
  readonly intake: EntityIntake<Desired, Observed>;
  readonly admin: EntityAdmin;
  readonly backfills: Backfills;
  /** Wakes workers for rows that were changed in a transaction of one's own. */
  readonly wake: (rows: readonly WakeUp[]) => Promise<void>;
  /** Drives a row at once for somebody who waits. Answers it with its plan at an end, undefined when that took too long. */
  readonly driveNow: (
    entity: Omit<SyncKey, 'kind'>,
    options: DriveNowOptions,
  ) => Promise<SyncRow<Desired, Observed> | undefined>;
  /**
   * Stores a change for somebody who waits, and drives a row that begins with it at once. `looksAt`: what its first plan looks
   * at, such as `product:P-1`.
   */
  readonly takeNow: (
    event: CloudEvent<object>,
    lane: Lane,
    change: ChangeRequest<Desired, Observed>['change'],
    looksAt: readonly string[],
  ) => Promise<TakenNow<Desired, Observed>>;
  /** The row as it is now. */
  readonly row: (entity: Omit<SyncKey, 'kind'>) => Promise<SyncRow<Desired, Observed> | undefined>;
  readonly parts: readonly ServicePart[];
}

const TIMELINE_DAYS = 90;
const PRUNE_EVERY_MS = 3_600_000;
/** Between the pages of what is too old: a large catalogue leaves a million lines a day. */
const PRUNE_ON_MS = 100;

/** What only some kinds have. */
export interface KindOptions {
  /** Called in the transaction in which facts became true, see {@link wakeWaiting}. */
  readonly becameTrue?: (tx: Transaction, appId: string, facts: readonly string[]) => Promise<void>;
  /** Scopes of backfills that only this kind has. */
  readonly scopes?: BackfillScopes;
  /** Which row an id stands for, where a thing has several; by default the id is the row's. */
  readonly find?: FindEntity;
  /** Ids are people's, such as openids: log lines show the end of them only. */
  readonly personalIds?: boolean;
}

/** Wires a planner and its executor to rows, queue, workers and sweeper. */
export function createKind<Desired, Observed, C extends Command, Fact>(
  resources: SyncResources,
  planner: Planner<Desired, Observed, C, Fact>,
  executor: Executor<Desired, Observed, C, Fact>,
  { becameTrue, scopes, find, personalIds = false }: KindOptions = {},
): KindRuntime<Desired, Observed> {
  const { service, database, clock, metrics, redisPrefix, appIds, concurrency } = resources;
  const logger = personalIds
    ? resources.logger.child({}, { serializers: { entityId: lastFour } })
    : resources.logger;
  const { kind } = planner;
  const store = new PostgresRowStore<Desired, Observed>(
    database,
    resources.outbox,
    clock,
    `/tongbu/${service}`,
    resources.published,
    becameTrue,
  );
  const driver = new Driver(planner, executor, store, clock, {
    executed: (command, outcome, ms) =>
      metrics.commands.observe({ kind, command: command.name, outcome }, ms / 1000),
  });
  const queue = new WorkQueue(
    { name: `${service}.${kind}`, prefix: redisPrefix, kind, appIds, concurrency },
    resources.redis,
    resources.patientRedis,
    clock,
    logger,
  );
  const wake = (rows: readonly WakeUp[]) => queue.wake(rows);
  const sweeper = new Sweeper(
    kind,
    database,
    queue,
    queueMark(resources.redis, `${redisPrefix}:mark:${service}.${kind}`),
    logger,
  );
  const backfills = new Backfills(kind, database, wake, scopes);
  metrics.registerRows(kind, database, appIds);
  metrics.registerQueue(kind, queue);
  const intake = new EntityIntake<Desired, Observed>(
    kind,
    database,
    resources.inbox,
    wake,
    (appId) => appIds.includes(appId),
    logger,
    find,
  );
  const wait = (key: SyncKey, options: DriveNowOptions, first?: Promise<DriveResult<Desired, Observed>>) =>
    driveNow((row) => driver.drive(row), database, clock, key, options, first);
  return {
    intake,
    admin: new EntityAdmin(kind, database, wake),
    backfills,
    wake,
    driveNow: (entity, options) => wait({ ...entity, kind }, options),
    takeNow: (...request) => takeNow({ kind, intake, driver, wait }, ...request),
    row: (entity) => findRow(database, { ...entity, kind }),
    parts: [
      {
        name: `${kind} workers`,
        start: () => queue.start((key) => driver.drive(key)),
        stop: () => queue.stop(),
      },
      { name: `${kind} sweeper`, start: () => sweeper.start(), stop: () => sweeper.stop() },
      backfillRunner(backfills, logger),
      openingsRunner(kind, database, logger),
      repeatingTask({
        name: `${kind} timeline`,
        logger,
        run: async () =>
          (await pruneTimeline(database, kind, TIMELINE_DAYS)) > 0 ? PRUNE_ON_MS : PRUNE_EVERY_MS,
      }),
    ],
  };
}

function queueMark(redis: Redis, key: string): QueueMark {
  return {
    isPresent: async () => (await redis.exists(key)) === 1,
    set: async () => {
      await redis.set(key, '1');
    },
  };
}
