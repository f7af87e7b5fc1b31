import { randomUUID } from 'node:crypto';
import { logLevel, type Admin, type Consumer, type KafkaMessage } from 'kafkajs';
import { Kafka } from 'kafkajs';

export interface FollowedRecord {
  readonly topic: string;
  readonly message: KafkaMessage;
  /** Whether the record was there before following began. */
  readonly old: boolean;
}

const CATCH_UP_MS = 15_000;

/** Reads topics from their beginning and goes on with what is written to them, without a trace of its own in Kafka. */
export class TopicFollower {
  private readonly admin: Admin;
  private readonly consumer: Consumer;
  private readonly groupId = `tongbu-start-${randomUUID()}`;
  /** Offsets that were next to be written when following began, by `topic/partition`. */
  private readonly ends = new Map<string, bigint>();
  private readonly behind = new Set<string>();
  private caughtUp: () => void = () => undefined;

  constructor(brokers: readonly string[]) {
    const kafka = new Kafka({ clientId: 'tongbu-start', brokers: [...brokers], logLevel: logLevel.NOTHING });
    this.admin = kafka.admin();
    this.consumer = kafka.consumer({ groupId: this.groupId, maxWaitTimeInMs: 100 });
  }

  /** Resolves once everything that was already there has been handed to `handle`. */
  async follow(topics: readonly string[], handle: (record: FollowedRecord) => void): Promise<void> {
    await this.admin.connect();
    await this.rememberEnds(topics);
    const done = new Promise<void>((resolve) => {
      this.caughtUp = resolve;
      // The last record may be one that consumers never see, such as the end of a transaction.
      setTimeout(resolve, CATCH_UP_MS).unref();
    });
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await this.consumer.run({
      autoCommit: false,
      eachMessage: async ({ topic, partition, message }) => {
        const place = `${topic}/${partition}`;
        const end = this.ends.get(place) ?? 0n;
        const offset = BigInt(message.offset);
        handle({ topic, message, old: offset < end });
        if (offset + 1n >= end) this.reached(place);
      },
    });
    this.reached('');
    await done;
  }

  async stop(): Promise<void> {
    await this.consumer.disconnect().catch(() => undefined);
    await this.admin.deleteGroups([this.groupId]).catch(() => undefined);
    await this.admin.disconnect().catch(() => undefined);
  }

  private async rememberEnds(topics: readonly string[]): Promise<void> {
    for (const topic of topics) {
      for (const { partition, low, high } of await this.admin.fetchTopicOffsets(topic)) {
        const place = `${topic}/${partition}`;
        this.ends.set(place, BigInt(high));
        if (BigInt(high) > BigInt(low)) this.behind.add(place);
      }
    }
  }

  private reached(place: string): void {
    this.behind.delete(place);
    if (this.behind.size === 0) this.caughtUp();
  }
}
