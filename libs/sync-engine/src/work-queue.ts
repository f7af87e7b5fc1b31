import type { Redis } from 'ioredis';
import type { Clock, Lane, Logger } from '@tongbu/platform';
import { AppQueue, type AppQueueOptions, type WakeUp } from './app-queue';
import type { DriveResult } from './driver';
import type { SyncKey } from './row';

export type { WakeUp } from './app-queue';

export interface WorkQueueOptions extends Pick<AppQueueOptions, 'prefix' | 'kind'> {
  /** Such as `catalog-sync.product`. */
  readonly name: string;
  /** The mini programs that are worked for. */
  readonly appIds: readonly string[];
  /** Things of each mini program worked on at the same time, per process. */
  readonly concurrency: number;
}

/** A lane of a mini program. */
export interface AppLane {
  readonly appId: string;
  readonly lane: Lane;
}

/**
 * Wakes workers for rows of one kind. Each mini program has a queue and a worker of its own, so that nobody stands behind
 * another's catalogue: what they share is Redis, Postgres and the machine. Idle, a worker costs a connection to Redis, on
 * which it waits.
 */
export class WorkQueue {
  private readonly queues: ReadonlyMap<string, AppQueue>;

  constructor(
    { appIds, name, ...options }: WorkQueueOptions,
    /** Fails fast: whoever adds work has committed it already and can leave it to the sweeper. */
    producer: Redis,
    /** Waits for Redis as long as it takes; BullMQ blocks on connections of its own made from this one. */
    consumer: Redis,
    clock: Clock,
    logger: Logger,
  ) {
    this.queues = new Map(
      appIds.map((appId) => [
        appId,
        new AppQueue({ ...options, appId, name: `${name}.${appId}` }, producer, consumer, clock, logger),
      ]),
    );
  }

  /**
   * Wakes workers for these rows. Rows that wait here already are not added again. Those of a mini program that is not
   * worked for stay as they are in Postgres.
   */
  async wake(rows: readonly WakeUp[]): Promise<void> {
    const byApp = new Map<string, WakeUp[]>();
    for (const row of rows) {
      const own = byApp.get(row.appId);
      if (own === undefined) byApp.set(row.appId, [row]);
      else own.push(row);
    }
    await Promise.all([...byApp].map(async ([appId, own]) => this.queues.get(appId)?.wake(own)));
  }

  start(drive: (key: SyncKey) => Promise<DriveResult>): void {
    for (const queue of this.queues.values()) queue.start(drive);
  }

  /** How many jobs stand in each state, of all mini programs, for metrics. */
  async counts(): Promise<Record<string, number>> {
    const total: Record<string, number> = {};
    for (const counts of await this.ofEach((queue) => queue.counts())) {
      for (const [state, count] of Object.entries(counts)) total[state] = (total[state] ?? 0) + count;
    }
    return total;
  }

  /** The lanes of mini programs in which fewer than so many jobs wait for a worker. */
  async lanesBelow(count: number): Promise<readonly AppLane[]> {
    const open = await this.ofEach(async (queue, appId) =>
      (await queue.lanesBelow(count)).map((lane) => ({ appId, lane })),
    );
    return open.flat();
  }

  /** Finishes what is running, starts nothing new. */
  async stop(): Promise<void> {
    await this.ofEach((queue) => queue.stop());
  }

  private ofEach<T>(ask: (queue: AppQueue, appId: string) => Promise<T>): Promise<T[]> {
    return Promise.all([...this.queues].map(([appId, queue]) => ask(queue, appId)));
  }
}
