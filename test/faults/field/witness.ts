import { deadLetterTopic, topics } from '@tongbu/contracts';
import { createKafka, ensureTopics, type KafkaHeaders } from '@tongbu/messaging';
import { createLogger } from '@tongbu/platform';
import { uniqueName } from '@tongbu/testing';
import type { Consumer } from 'kafkajs';
import type { ToldEvent } from '../judging/told';

/** A record as it lies on Kafka. */
export interface SeenRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string;
  readonly value: Buffer | null;
  readonly headers: KafkaHeaders;
}

const ALL = Object.values(topics);
const TOLD = new Set<string>(
  ALL.filter((topic) => topic.startsWith('wechat.') && topic !== topics.wechatCallbacks),
);
const DEAD = new Set<string>(ALL.map(deadLetterTopic));
const PARTITIONS = 4;
/** It sits out whatever happens to Kafka. */
const RETRIES = 10_000;

/** Reads every topic from its beginning and keeps each record once, whatever happens to Kafka meanwhile. */
export class Witness {
  private readonly seen = new Set<string>();
  private readonly byApp = new Map<string, SeenRecord[]>();

  private constructor(private readonly consumer: Consumer) {}

  static async open(brokers: readonly string[]): Promise<Witness> {
    await ensureTopics(
      brokers,
      ALL.map((name) => ({ name, partitions: PARTITIONS })),
    );
    const logger = createLogger({ service: 'witness', level: 'fatal' });
    const kafka = createKafka({ brokers, clientId: 'witness', logger, retries: RETRIES });
    const consumer = kafka.consumer({
      groupId: uniqueName('witness'),
      maxWaitTimeInMs: 50,
      retry: { retries: RETRIES, restartOnFailure: async () => true },
    });
    const witness = new Witness(consumer);
    await consumer.connect();
    await consumer.subscribe({ topics: [...ALL, ...DEAD], fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ topic, partition, message: { offset, key, value, headers = {} } }) =>
        witness.take({ topic, partition, offset: BigInt(offset), key: String(key), value, headers }),
    });
    return witness;
  }

  /** Everything that was published to this mini program's merchant, repetitions included, in order per entity. */
  told(appId: string): ToldEvent[] {
    return this.records(appId)
      .filter(({ topic }) => TOLD.has(topic))
      .map(readTold);
  }

  /** The dead letters of one of these consumer groups; services of other tests put our events aside as not theirs. */
  deadLetters(appId: string, groupIds: readonly string[]): SeenRecord[] {
    return this.records(appId).filter(
      ({ topic, headers }) => DEAD.has(topic) && groupIds.includes(String(headers['x-tongbu-group'])),
    );
  }

  /** Of the callbacks that the gateway has published. */
  callbackIds(appId: string): Set<string> {
    return new Set(
      this.records(appId)
        .filter(({ topic }) => topic === topics.wechatCallbacks)
        .map(({ headers }) => header(headers, 'id')),
    );
  }

  records(appId: string): readonly SeenRecord[] {
    return this.byApp.get(appId) ?? [];
  }

  close(): Promise<void> {
    return this.consumer.disconnect();
  }

  private take(record: SeenRecord): void {
    const { topic, partition, offset, key } = record;
    const position = `${topic}/${partition}/${offset}`;
    if (this.seen.has(position)) return;
    this.seen.add(position);
    const [appId = ''] = key.split(':');
    const known = this.byApp.get(appId);
    if (known === undefined) this.byApp.set(appId, [record]);
    else known.push(record);
  }
}

function readTold({ headers, value }: SeenRecord): ToldEvent {
  return {
    id: header(headers, 'id'),
    name: header(headers, 'type').replace(/^wechat\.|\.v1$/g, ''),
    subject: header(headers, 'subject'),
    data: JSON.parse(String(value)) as ToldEvent['data'],
  };
}

function header(headers: KafkaHeaders, name: string): string {
  return String(headers[`ce_${name}`]);
}
