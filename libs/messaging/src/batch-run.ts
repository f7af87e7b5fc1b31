import type { Logger } from '@tongbu/platform';
import type { EachBatchPayload } from 'kafkajs';
import type { EventProcessor } from './event-processor';
import { KeyLanes } from './key-lanes';
import type { PartitionPauses } from './partition-pauses';

export interface BatchRunOptions {
  readonly processor: Pick<EventProcessor, 'process'>;
  readonly pauses: Pick<PartitionPauses, 'gateClosed' | 'backOff' | 'progressed'>;
  readonly concurrency: number;
  readonly logger: Logger;
  /** How often a long batch commits what is done and shows that it lives; 1 000 ms when left out. */
  readonly tickMs?: number;
}

/**
 * Works one fetched batch off and resolves the contiguous part that is done; kafkajs commits that when it returns, and
 * fetches again from the first offset that was not resolved.
 */
export class BatchRun {
  private memberOfGroup = true;
  private resolved = 0;

  constructor(private readonly options: BatchRunOptions) {}

  /** Never throws: kafkajs would start the whole consumer again. */
  async run(payload: EachBatchPayload): Promise<void> {
    const { batch, isRunning, isStale } = payload;
    const { topic, partition, messages } = batch;
    const { processor, pauses, concurrency, logger } = this.options;
    const lanes = new KeyLanes(messages, {
      concurrency,
      keyOf: ({ key }) => key?.toString('latin1') ?? '',
      handle: ({ offset, key, value, headers = {} }) =>
        processor.process({ topic, partition, offset, key, value, headers }),
      shouldStop: () => !this.memberOfGroup || pauses.gateClosed || !isRunning() || isStale(),
    });
    const stopTicking = this.tick(payload, lanes);
    try {
      const result = await lanes.run();
      if (lanes.prefix > 0) pauses.progressed(topic, partition);
      if (result === 'retry') pauses.backOff(topic, partition);
    } catch (error) {
      logger.error({ err: error, topic, partition }, 'a batch ended unexpectedly and is fetched again');
      pauses.backOff(topic, partition);
    } finally {
      await stopTicking();
      this.resolve(payload, lanes);
    }
  }

  private resolve({ batch, resolveOffset, isStale }: EachBatchPayload, { prefix }: { prefix: number }): void {
    const last = batch.messages[prefix - 1];
    if (last === undefined || prefix === this.resolved || isStale()) return;
    resolveOffset(last.offset);
    this.resolved = prefix;
  }

  /** A batch may last longer than the group waits for a sign of life. */
  private tick(payload: EachBatchPayload, lanes: { prefix: number }): () => Promise<void> {
    let ticking: Promise<void> | undefined;
    const timer = setInterval(() => {
      ticking ??= this.commitAndBeat(payload, lanes).finally(() => (ticking = undefined));
    }, this.options.tickMs ?? 1_000);
    return async () => {
      clearInterval(timer);
      await ticking;
    };
  }

  private async commitAndBeat(payload: EachBatchPayload, lanes: { prefix: number }): Promise<void> {
    try {
      this.resolve(payload, lanes);
      await payload.commitOffsetsIfNecessary();
      await payload.heartbeat();
    } catch {
      // A rebalance, or the coordinator is away: end the batch, and kafkajs meets the same error and joins again.
      this.memberOfGroup = false;
    }
  }
}
