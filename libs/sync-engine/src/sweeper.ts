import { setTimeout as delay } from 'node:timers/promises';
import { lanes, messageOf, type Database, type Logger } from '@tongbu/platform';
import { toLane } from './row-mapper';
import type { AppLane, WakeUp } from './work-queue';

export interface SweeperOptions {
  readonly intervalMs: number;
  /**
   * Rows of a mini program's lane that are woken at once, fewer when many have something due, and the jobs that may wait
   * there before none are added.
   */
  readonly pageSize: number;
  /** When a row that was woken is looked for again, should its job get lost. */
  readonly rearmSeconds: number;
}

/** When rows are looked for again that could not be queued, such as by a Redis that has no memory left. */
const REFUSED_SECONDS = 1;

export const defaultSweeperOptions: SweeperOptions = { intervalMs: 500, pageSize: 1_000, rearmSeconds: 20 };

/** What the sweeper needs of the queue that it fills. */
export interface SweptQueue {
  wake(rows: readonly WakeUp[]): Promise<void>;
  lanesBelow(count: number): Promise<readonly AppLane[]>;
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
 * A mini program's lane that has enough to do gets nothing more: a catalogue that waits for its workers would otherwise be
 * woken over and over, and its workers would do nothing but that. What is due there stays due, the oldest first, and no other
 * mini program waits for it.
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
        while ((await this.sweep()) >= this.leastShare() && !signal.aborted);
      } catch (error) {
        this.logger.warn({ kind: this.kind }, `sweep failed, trying again: ${messageOf(error)}`);
      }
      await delay(this.options.intervalMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** One page of each mini program's lane that has room. Answers how many rows were woken. */
  async sweep(): Promise<number> {
    const { kind, options } = this;
    const { pageSize, rearmSeconds } = options;
    const open = await this.queue.lanesBelow(pageSize);
    if (open.length === 0) return 0;
    // Each part is put so that it goes by the index whatever Postgres expects: most of a table may be due, and by one lane.
    const due = await this.database.query<{
      app_id: string;
      entity_id: string;
      lane: string;
      due_at: Date | null;
      armed_until: string;
    }>(
      `WITH due_in AS MATERIALIZED (
         SELECT open.* FROM unnest($2::text[], $3::text[]) AS open (app_id, lane), LATERAL (
           SELECT 1 FROM sync_rows
           WHERE kind = $1 AND app_id = open.app_id AND lane = open.lane AND next_time <= now()
           ORDER BY next_time LIMIT 1) AS oldest)
       UPDATE sync_rows SET next_time = now() + $4 * interval '1 second'
       WHERE ctid = ANY (ARRAY (
         SELECT due.ctid FROM due_in, LATERAL (
           SELECT ctid FROM sync_rows
           WHERE kind = $1 AND app_id = due_in.app_id AND lane = due_in.lane AND next_time <= now()
             AND (lease_until IS NULL OR lease_until < now())
           ORDER BY next_time
           LIMIT (SELECT LEAST($5::integer, GREATEST($6::integer, $5 * $7::integer / GREATEST(count(*), 1))) FROM due_in)
           FOR UPDATE SKIP LOCKED) AS due))
       RETURNING app_id, entity_id, lane, due_at, next_time::text AS armed_until`,
      [
        kind,
        open.map(({ appId }) => appId),
        open.map(({ lane }) => lane),
        rearmSeconds,
        pageSize,
        this.leastShare(),
        lanes.length,
      ],
    );
    const [first] = due;
    if (first === undefined) return 0;
    const rows = due.map((row) => ({
      appId: row.app_id,
      kind,
      entityId: row.entity_id,
      lane: toLane(row.lane),
      dueAt: row.due_at,
    }));
    try {
      await this.queue.wake(rows);
    } catch (error) {
      await this.lookAgainSoon(rows, first.armed_until);
      throw error;
    }
    return rows.length;
  }

  /** Those that nobody has taken up since. Some of them may have been queued: they are woken twice then. */
  private async lookAgainSoon(rows: readonly WakeUp[], armedUntil: string): Promise<void> {
    await this.database.query(
      `UPDATE sync_rows SET next_time = now() + $5 * interval '1 second'
       WHERE kind = $1 AND next_time = $2::timestamptz
         AND (app_id, entity_id) IN (SELECT * FROM unnest($3::text[], $4::text[]))`,
      [
        this.kind,
        armedUntil,
        rows.map(({ appId }) => appId),
        rows.map(({ entityId }) => entityId),
        REFUSED_SECONDS,
      ],
    );
  }

  /** What a lane gets of a page however many have something due. A sweep that woke fewer has left nothing behind. */
  private leastShare(): number {
    return Math.ceil(this.options.pageSize / 10);
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
