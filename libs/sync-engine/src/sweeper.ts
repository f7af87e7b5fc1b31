import { setTimeout as delay } from 'node:timers/promises';
import { messageOf, type Database, type Lane, type Logger } from '@tongbu/platform';
import { toLane } from './row-mapper';
import type { WakeUp } from './work-queue';

export interface SweeperOptions {
  readonly intervalMs: number;
  /** Rows of a lane that are woken at once, and the jobs that may wait in a lane before none are added to it. */
  readonly pageSize: number;
  /** When a row that was woken is looked for again, should its job get lost. */
  readonly rearmSeconds: number;
}

export const defaultSweeperOptions: SweeperOptions = { intervalMs: 500, pageSize: 1_000, rearmSeconds: 20 };

/** What the sweeper needs of the queue that it fills. */
export interface SweptQueue {
  wake(rows: readonly WakeUp[]): Promise<void>;
  lanesBelow(count: number): Promise<readonly Lane[]>;
}

/** Where the sweeper leaves a mark in Redis. A mark that is gone means the queues are gone. */
export interface QueueMark {
  isPresent(): Promise<boolean>;
  set(): Promise<void>;
}

/**
 * Wakes rows whose time has come: a poll, the end of a pause, a worker that died, a job that got lost. The only
 * recovery mechanism. When Redis comes back empty, everything that stood in a queue is woken.
 *
 * A lane that has enough to do gets nothing more: a catalogue that waits for its workers would otherwise be woken over
 * and over, and its workers would do nothing but that. What is due there stays due, the oldest first.
 */
export class Sweeper {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly kind: string,
    private readonly database: Database,
    private readonly queue: SweptQueue,
    private readonly mark: QueueMark,
    private readonly logger: Logger,
    private readonly options: SweeperOptions = defaultSweeperOptions,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.restoreLostQueue();
        while ((await this.sweep()) >= this.options.pageSize && !signal.aborted);
      } catch (error) {
        this.logger.warn({ kind: this.kind }, `sweep failed, trying again: ${messageOf(error)}`);
      }
      await delay(this.options.intervalMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** One page of each lane that has room. Answers how many rows were woken. */
  async sweep(): Promise<number> {
    const { pageSize, rearmSeconds } = this.options;
    const open = await this.queue.lanesBelow(pageSize);
    if (open.length === 0) return 0;
    const due = await this.database.query<{
      app_id: string;
      entity_id: string;
      lane: string;
      due_at: Date | null;
    }>(
      `UPDATE sync_rows SET next_time = now() + $3 * interval '1 second'
       WHERE (app_id, kind, entity_id) IN (
         SELECT due.* FROM unnest($4::text[]) AS open (lane), LATERAL (
           SELECT app_id, kind, entity_id FROM sync_rows
           WHERE kind = $1 AND lane = open.lane AND next_time <= now() AND (lease_until IS NULL OR lease_until < now())
           ORDER BY next_time LIMIT $2 FOR UPDATE SKIP LOCKED) AS due)
       RETURNING app_id, entity_id, lane, due_at`,
      [this.kind, pageSize, rearmSeconds, open],
    );
    if (due.length > 0) {
      await this.queue.wake(
        due.map((row) => ({
          appId: row.app_id,
          kind: this.kind,
          entityId: row.entity_id,
          lane: toLane(row.lane),
          dueAt: row.due_at,
        })),
      );
    }
    return due.length;
  }

  private async restoreLostQueue(): Promise<void> {
    if (await this.mark.isPresent()) return;
    const rows = await this.database.query(
      `UPDATE sync_rows SET next_time = now()
       WHERE kind = $1 AND generation > observed_generation AND (lease_until IS NULL OR lease_until < now())
       RETURNING 1`,
      [this.kind],
    );
    await this.mark.set();
    this.logger.info(
      { kind: this.kind, rows: rows.length },
      'the queue was empty; rows were woken from the database',
    );
  }
}
