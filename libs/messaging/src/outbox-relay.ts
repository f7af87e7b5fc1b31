import { setTimeout as sleep } from 'node:timers/promises';
import { inTime, messageOf, type Database, type Logger } from '@tongbu/platform';
import { BucketLocks } from './bucket-locks';
import { createKafka } from './kafka-client';
import { KafkaProducer } from './kafka-producer';
import { markPublished, readLag, readPage, type OutboxLag, type OutboxPage } from './outbox-page';
import { removeExpired } from './retention';

export interface OutboxRelayOptions {
  readonly database: Database;
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly logger: Logger;
}

export interface RelayHealth {
  readonly running: boolean;
  /** Buckets owned, of 16; 0 is right for a replica whose sibling owns them all. */
  readonly buckets: number;
  /** Why the last attempt failed; null once one succeeded. */
  readonly failure: string | null;
}

const PAGE_ROWS = 500;
/** Between looks when nobody nudges: doubling while there is nothing, for rows that another process committed. */
const FIRST_IDLE_MS = 20;
const LONGEST_IDLE_MS = 200;
/** How soon a replica takes over the buckets of one that ended. */
const STANDBY_MS = 250;
/**
 * After a page of so many rows, but not a full one, it rests for as long as the page took, and the next one is larger: while
 * that much is committed, what a page costs counts for more than a moment's delay.
 */
const MANY_ROWS = 32;
const LONGEST_REST_MS = 15;
const FIRST_BACK_OFF_MS = 50;
const LONGEST_BACK_OFF_MS = 1_000;
const STOP_WITHIN_MS = 5_000;
const CLEAN_UP_EVERY_MS = 600_000;

/**
 * Publishes the outbox in order per key. Of several replicas, each bucket of keys has one at a time. A row is marked
 * after Kafka's acknowledgement, so a crash in between repeats it under the same event id.
 */
export class OutboxRelay {
  private readonly producer: KafkaProducer;
  private readonly locks: BucketLocks;
  private running: Promise<void> | undefined;
  private cleaning: NodeJS.Timeout | undefined;
  private stopping = false;
  private givenUp = false;
  private failure: string | null = null;
  private nudged = false;
  private wake: () => void = () => undefined;

  constructor(private readonly options: OutboxRelayOptions) {
    this.producer = new KafkaProducer(createKafka(options));
    this.locks = new BucketLocks(options.database);
  }

  start(): void {
    if (this.running !== undefined) return;
    this.running = this.work();
    this.cleaning = setInterval(() => void this.cleanUp(), CLEAN_UP_EVERY_MS);
  }

  /** Looks at once. Call it after a commit that added events. */
  nudge(): void {
    if (this.locks.owned.length === 0) return;
    this.nudged = true;
    this.wake();
  }

  /** Publishes what is committed, for at most 5 s; the rest stays in the table for the next relay. */
  async stop(): Promise<void> {
    clearInterval(this.cleaning);
    this.stopping = true;
    this.wake();
    await inTime(Promise.resolve(this.running), STOP_WITHIN_MS);
    this.givenUp = true;
    await inTime(Promise.allSettled([this.locks.release(), this.producer.close()]), STOP_WITHIN_MS);
  }

  health(): RelayHealth {
    return {
      running: this.running !== undefined && !this.stopping,
      buckets: this.locks.owned.length,
      failure: this.failure,
    };
  }

  lag(): Promise<OutboxLag> {
    return readLag(this.options.database);
  }

  private async work(): Promise<void> {
    let backOff = FIRST_BACK_OFF_MS;
    let idleMs = FIRST_IDLE_MS;
    while (!this.givenUp) {
      this.nudged = false;
      try {
        const from = performance.now();
        const page = await this.publishPage();
        this.recovered();
        backOff = FIRST_BACK_OFF_MS;
        if (page.seqs.length > 0 || this.nudged) {
          idleMs = FIRST_IDLE_MS;
          if (page.seqs.length >= MANY_ROWS && !page.isFull && !this.stopping) {
            await sleep(Math.min(LONGEST_REST_MS, performance.now() - from));
          }
          continue;
        }
        if (this.stopping) break;
        await this.idle(this.locks.owned.length === 0 ? STANDBY_MS : idleMs);
        idleMs = Math.min(LONGEST_IDLE_MS, idleMs * 2);
      } catch (error) {
        this.failed(error);
        await sleep(backOff);
        backOff = Math.min(LONGEST_BACK_OFF_MS, backOff * 2);
      }
    }
    await this.locks.release();
  }

  /** Everything here goes through the connection that holds the locks: without them there is no reading. */
  private async publishPage(): Promise<OutboxPage> {
    try {
      const sql = await this.locks.claim();
      const { owned } = this.locks;
      if (owned.length === 0) return { seqs: [], records: [], isFull: false };
      const page = await readPage(sql, owned, PAGE_ROWS);
      if (page.seqs.length === 0) return page;
      await this.producer.send(page.records);
      await markPublished(sql, page.seqs);
      return page;
    } catch (error) {
      // Should the connection be what broke, its locks are gone; should it be Kafka, another replica may reach it.
      await this.locks.release();
      throw error;
    }
  }

  private idle(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private failed(error: unknown): void {
    const { logger } = this.options;
    const reason = messageOf(error);
    if (this.failure === null)
      logger.warn({ reason }, 'the outbox cannot be published; trying again until it can');
    else logger.debug({ reason }, 'the outbox still cannot be published');
    this.failure = reason;
  }

  private recovered(): void {
    if (this.failure !== null) this.options.logger.info('the outbox is published again');
    this.failure = null;
  }

  private async cleanUp(): Promise<void> {
    if (!this.locks.owned.includes(0)) return;
    try {
      await removeExpired(this.options.database, () => !this.stopping);
    } catch (error) {
      this.options.logger.warn(
        { reason: messageOf(error) },
        'old inbox and outbox rows could not be removed',
      );
    }
  }
}
