import { CodedError, messageOf } from '@tongbu/platform';
import type { Kafka, Producer } from 'kafkajs';
import type { KafkaHeaders } from './kafka-binding';
import { partitionByKey } from './partition-by-key';

/** A record to be written; all of them with the same key go to the same partition. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers: KafkaHeaders;
}

/** Writes records durably: `send` resolves when every in-sync replica has them. Connects when first needed. */
export class KafkaProducer {
  private current: Promise<Producer> | undefined;

  constructor(private readonly kafka: Kafka) {}

  async connect(): Promise<void> {
    await this.connected();
  }

  /** Order per key is the order given. Throws `kafka-send-failed` (retriable): some of them may have been written. */
  async send(records: readonly OutgoingRecord[]): Promise<void> {
    const pending = this.connected();
    try {
      await (await pending).sendBatch({ acks: -1, topicMessages: byTopic(records) });
    } catch (error) {
      // A kafkajs producer that lost count of its sequence numbers is refused for ever; a new one starts afresh.
      this.discard(pending);
      throw new CodedError('kafka-send-failed', `Kafka did not take it: ${messageOf(error)}`, true, {
        cause: error,
      });
    }
  }

  async close(): Promise<void> {
    const producer = await this.current?.catch(() => undefined);
    this.current = undefined;
    await producer?.disconnect();
  }

  private connected(): Promise<Producer> {
    this.current ??= this.open();
    return this.current;
  }

  private async open(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: partitionByKey,
      allowAutoTopicCreation: false,
      retry: { retries: 5 },
    });
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      this.current = undefined;
      await producer.disconnect().catch(() => undefined);
      throw error;
    }
  }

  private discard(pending: Promise<Producer>): void {
    if (this.current === pending) this.current = undefined;
    pending.then((producer) => producer.disconnect()).catch(() => undefined);
  }
}

function byTopic(records: readonly OutgoingRecord[]) {
  const grouped = new Map<string, Pick<OutgoingRecord, 'key' | 'value' | 'headers'>[]>();
  for (const { topic, ...message } of records) {
    const messages = grouped.get(topic);
    if (messages === undefined) grouped.set(topic, [message]);
    else messages.push(message);
  }
  return [...grouped].map(([topic, messages]) => ({ topic, messages }));
}
