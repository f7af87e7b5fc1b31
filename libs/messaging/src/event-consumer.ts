import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, type Clock, type Logger } from '@tongbu/platform';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { BatchRun } from './batch-run';
import { ConsumerPulse, type ConsumerHealth } from './consumer-pulse';
import type { EventProcessor } from './event-processor';
import { PartitionPauses } from './partition-pauses';

export interface EventConsumerOptions {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly processor: Pick<EventProcessor, 'process'>;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Messages in hand per partition. */
  readonly concurrency: number;
  /** Partitions worked on at a time. */
  readonly partitionsInParallel: number;
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
}

const RESTART_AFTER_MS = 1_000;
/** How long leaving the group may take once nothing is in hand; with Kafka away kafkajs would wait for it. */
const LEAVE_WITHIN_MS = 3_000;
/**
 * kafkajs itself sits out about ten minutes without Kafka and then goes on as the same member. A new consumer would
 * have to wait until the group has given up the old one, which a broken connection kept from leaving.
 */
export const CONSUMER_RETRIES = 600;

/**
 * Keeps a kafkajs consumer running: connects until it succeeds, and starts a new one whenever it crashes, also in the
 * cases where kafkajs itself would stay silent.
 */
export class EventConsumer {
  private readonly pauses: PartitionPauses;
  private readonly pulse: ConsumerPulse;
  private readonly closing = new AbortController();
  private readonly batches = new Set<Promise<void>>();
  private consumer: Consumer | undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly options: EventConsumerOptions) {
    this.pauses = new PartitionPauses(options.topics);
    this.pulse = new ConsumerPulse(options.clock, options.sessionTimeoutMs);
  }

  start(): void {
    this.running ??= this.keepRunning();
  }

  /** Takes nothing new until {@link resume}; what is in hand is finished and committed. */
  pause(): void {
    this.pauses.closeGate();
  }

  resume(): void {
    this.pauses.openGate();
  }

  health(): ConsumerHealth {
    return {
      ...this.pulse.health(),
      paused: this.pauses.gateClosed,
      partitionsBackingOff: this.pauses.backingOff,
    };
  }

  /** Finishes what is in hand, commits it, leaves the group. */
  async close(): Promise<void> {
    this.closing.abort();
    this.pauses.end();
    const left = Promise.all([this.consumer?.disconnect(), this.running]);
    const inHand = Promise.all(this.batches).then(() => sleep(LEAVE_WITHIN_MS));
    await Promise.race([left, inHand]);
  }

  private async keepRunning(): Promise<void> {
    const { logger } = this.options;
    while (!this.closing.signal.aborted) {
      try {
        const crash = await this.runUntilCrash();
        if (crash !== undefined)
          logger.error({ err: crash }, 'the Kafka consumer crashed and is started again');
      } catch (error) {
        logger.warn({ reason: messageOf(error) }, 'the Kafka consumer could not start and tries again');
        await this.consumer?.disconnect().catch(() => undefined);
      }
      this.pauses.detach();
      await sleep(RESTART_AFTER_MS, undefined, { signal: this.closing.signal }).catch(() => undefined);
    }
  }

  /** Resolves with the error it crashed with, or with nothing when it was closed. */
  private async runUntilCrash(): Promise<Error | undefined> {
    const { kafka, groupId, topics, partitionsInParallel, sessionTimeoutMs, heartbeatIntervalMs } =
      this.options;
    const consumer = kafka.consumer({
      groupId,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: heartbeatIntervalMs,
      maxWaitTimeInMs: 200,
      allowAutoTopicCreation: false,
      // One way to start again, for every kind of crash: ours.
      retry: { retries: CONSUMER_RETRIES, restartOnFailure: async () => false },
    });
    this.consumer = consumer;
    this.pulse.watch(consumer);
    consumer.on(consumer.events.GROUP_JOIN, () => this.pauses.attach(consumer));
    const crashed = new Promise<Error>((resolve) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => resolve(payload.error));
    });
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      eachBatchAutoResolve: false,
      autoCommitInterval: 1_000,
      partitionsConsumedConcurrently: partitionsInParallel,
      eachBatch: (batch) => this.runBatch(batch),
    });
    if (this.closing.signal.aborted) {
      // Closed while it joined: kafkajs would go on with the group although it was told to leave.
      await consumer.disconnect();
      return undefined;
    }
    return Promise.race([crashed, this.closed()]);
  }

  private async runBatch(batch: EachBatchPayload): Promise<void> {
    const { processor, logger, concurrency } = this.options;
    const run = new BatchRun({ processor, logger, concurrency, pauses: this.pauses }).run(batch);
    this.batches.add(run);
    await run;
    this.batches.delete(run);
  }

  private closed(): Promise<undefined> {
    const { signal } = this.closing;
    if (signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) =>
      signal.addEventListener('abort', () => resolve(undefined), { once: true }),
    );
  }
}
