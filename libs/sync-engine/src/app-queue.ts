import { setTimeout as delay } from 'node:timers/promises';
import { DelayedError, Queue, Worker, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import { lanes, messageOf, type Clock, type Lane, type Logger } from '@tongbu/platform';
import { Breather } from './breather';
import type { DriveResult } from './driver';
import type { SyncKey } from './row';
import { urgenciesOf, urgencyOf } from './urgency';

interface JobData {
  readonly entityId: string;
}

export interface WakeUp extends SyncKey {
  readonly lane: Lane;
  /** By when the row should be done, where that is known. */
  readonly dueAt?: Date | null;
}

/** BullMQ's score of a job that waits: its priority, and below that the order of arrival. */
const SCORES_PER_PRIORITY = 2 ** 32;

export interface AppQueueOptions {
  /** Queue name, such as `catalog-sync.product.wx0123456789abcdef`. */
  readonly name: string;
  /** Key prefix in Redis, so that several installations or tests can share one. */
  readonly prefix: string;
  readonly appId: string;
  /** The kind of thing whose keys travel here. */
  readonly kind: string;
  readonly concurrency: number;
}

/**
 * The jobs of one kind of one mini program, in order of lane, and within a lane in order of deadlines, and the worker that
 * takes them. A job carries a key and nothing else: a thousand edits of one product are one job, and a lost job is harmless,
 * because the sweeper finds the row.
 */
export class AppQueue {
  private readonly queue: Queue<JobData>;
  private readonly breather = new Breather();
  private readonly stopping = new AbortController();
  private worker: Worker<JobData> | undefined;

  constructor(
    private readonly options: AppQueueOptions,
    private readonly producer: Redis,
    private readonly consumer: Redis,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.queue = new Queue(options.name, { connection: producer, prefix: options.prefix });
    this.queue.on('error', (error) => this.logger.warn({ err: error }, 'queue connection'));
  }

  async wake(rows: readonly WakeUp[]): Promise<void> {
    await this.queue.addBulk(
      rows.map(({ entityId, lane, dueAt = null }) => ({
        name: lane,
        data: { entityId },
        opts: {
          priority: urgencyOf(lane, dueAt),
          removeOnComplete: true,
          removeOnFail: true,
          // A row that is being worked on is looked at once more afterwards. A change does not wait for the end of a
          // delay: there may be something to do that the quota does not concern. Nor for another lane's.
          deduplication: { id: `${lane}/${entityId}`, keepLastIfActive: true, replace: true },
        },
      })),
    );
  }

  start(drive: (key: SyncKey) => Promise<DriveResult>): void {
    this.worker = new Worker<JobData>(this.options.name, (job, token) => this.process(job, token, drive), {
      connection: this.consumer,
      prefix: this.options.prefix,
      concurrency: this.options.concurrency,
      // A killed worker's jobs hold back new ones of the same key until they count as stalled; the row's lease, not
      // BullMQ's lock, keeps two workers apart.
      lockDuration: 10_000,
      stalledInterval: 5_000,
      maxStalledCount: 10,
    });
    this.worker.on('error', (error) => this.logger.warn({ err: error }, 'worker connection'));
  }

  private async process(
    job: Job<JobData>,
    token: string | undefined,
    drive: (key: SyncKey) => Promise<DriveResult>,
  ): Promise<void> {
    const { appId, kind } = this.options;
    const key = { appId, kind, entityId: job.data.entityId };
    const from = this.clock.monotonic();
    let result: DriveResult;
    try {
      result = await drive(key);
    } catch (error) {
      // The row keeps its next time; the sweeper brings it back. BullMQ's own retries would be a second mechanism.
      this.logger.error({ err: error, ...key }, `drive failed: ${messageOf(error)}`);
      return;
    }
    if (result.kind !== 'deferred') {
      this.breather.went();
      return;
    }
    const rest = this.breather.putOff(this.clock.monotonic() - from);
    await job.moveToDelayed(result.at.getTime(), token);
    await delay(rest, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    throw new DelayedError();
  }

  counts(): Promise<Record<string, number>> {
    return this.queue.getJobCounts('prioritized', 'waiting', 'active', 'delayed');
  }

  async lanesBelow(count: number): Promise<readonly Lane[]> {
    const key = this.queue.toKey('prioritized');
    if ((await this.producer.zcard(key)) < count) return lanes;
    const waiting = await Promise.all(
      lanes.map(async (lane) => {
        const { first, last } = urgenciesOf(lane);
        const jobs = await this.producer.zcount(
          key,
          first * SCORES_PER_PRIORITY,
          `(${(last + 1) * SCORES_PER_PRIORITY}`,
        );
        return { lane, jobs };
      }),
    );
    return waiting.filter(({ jobs }) => jobs < count).map(({ lane }) => lane);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.worker?.close();
    await this.queue.close();
  }
}
