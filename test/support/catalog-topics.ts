import { topics } from '@tongbu/contracts';
import { createKafka, encodeEvent, ensureTopics, KafkaProducer, type KafkaHeaders } from '@tongbu/messaging';
import { createLogger } from '@tongbu/platform';
import { eventually, testEnvironment, uniqueName } from '@tongbu/testing';
import type { Consumer, Kafka } from 'kafkajs';

/** A record that somebody else put on a topic. */
export interface SeenRecord {
  readonly topic: string;
  readonly key: string;
  readonly value: Buffer | null;
  readonly headers: KafkaHeaders;
}

/** An event that Tongbu published to the merchant. */
export interface SeenEvent {
  readonly id: string;
  /** Without `wechat.product.` and `.v1`, such as `approved`; another thing's without `.v1`. */
  readonly name: string;
  readonly subject: string;
  readonly data: any;
}

const DEAD = `${topics.merchantCatalog}.dlq`;

/** The merchant's side of Kafka: publishes about one mini program's products, and sees what comes back. */
export class CatalogTopics {
  /** Everything Tongbu published about this mini program, repetitions included. */
  readonly seen: SeenEvent[] = [];
  readonly deadLetters: SeenRecord[] = [];
  private published = 0;

  private constructor(
    private readonly appId: string,
    private readonly groupId: string,
    private readonly producer: KafkaProducer,
    private readonly consumer: Consumer,
  ) {}

  /** `groupId`: whose dead letters to look at; services of other tests put our events aside as not theirs. */
  static async open(appId: string, groupId: string): Promise<CatalogTopics> {
    const brokers = testEnvironment().KAFKA_BROKERS.split(',');
    await ensureTopics(
      brokers,
      Object.values(topics).map((name) => ({ name, partitions: 4 })),
    );
    const logger = createLogger({ service: 'merchant', level: 'fatal' });
    const kafka: Kafka = createKafka({ brokers, clientId: 'merchant', logger });
    const consumer = kafka.consumer({ groupId: uniqueName('merchant'), maxWaitTimeInMs: 50 });
    const opened = new CatalogTopics(appId, groupId, new KafkaProducer(kafka), consumer);
    await consumer.connect();
    await consumer.subscribe({ topics: [topics.wechatCatalog, DEAD], fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ topic, message }) => {
        const { value, headers = {} } = message;
        opened.take({ topic, key: String(message.key), value, headers });
      },
    });
    return opened;
  }

  /** `name`: `upserted`, `price-changed` and the like, or another thing's, such as `brand-qualification.submitted`. */
  async publish(name: string, subject: string, data: object): Promise<void> {
    await this.publishAll(name, [{ subject, data }]);
  }

  async publishAll(name: string, changes: readonly { subject: string; data: object }[]): Promise<void> {
    const records = changes.map(({ subject, data }) => {
      this.published += 1;
      const id = `${this.appId}-${this.published}`;
      const type = name.includes('.') ? `merchant.${name}.v1` : `merchant.product.${name}.v1`;
      const attributes = {
        specversion: '1.0',
        id,
        source: '/shop',
        type,
        subject,
        appid: this.appId,
      } as const;
      return { topic: topics.merchantCatalog, ...encodeEvent({ ...attributes, data }) };
    });
    await this.producer.send(records);
  }

  /** Puts bytes on the merchant's topic as they are. */
  async publishRaw(subject: string, value: Buffer, headers: KafkaHeaders): Promise<void> {
    const key = `${this.appId}:${subject}`;
    await this.producer.send([{ topic: topics.merchantCatalog, key, value, headers }]);
  }

  /** Distinct events of this name about this product, oldest first. */
  events(name: string, subject: string): SeenEvent[] {
    const found = this.seen.filter((event) => event.name === name && event.subject === subject);
    return [...new Map(found.map((event) => [event.id, event])).values()];
  }

  /** Waits for the `count`th event of this name about this product. */
  next(name: string, subject: string, count = 1, timeoutMs = 20_000): Promise<SeenEvent> {
    return eventually(
      () => {
        const event = this.events(name, subject)[count - 1];
        if (event !== undefined) return event;
        const names = this.seen.filter((known) => known.subject === subject).map((known) => known.name);
        throw new Error(`no ${name} number ${count} about ${subject}, but: ${names.join(', ') || 'nothing'}`);
      },
      { timeoutMs },
    );
  }

  async close(): Promise<void> {
    await Promise.all([this.consumer.disconnect(), this.producer.close()]);
  }

  private take(record: SeenRecord): void {
    if (!record.key.startsWith(`${this.appId}:`)) return;
    if (record.topic === DEAD) {
      if (String(record.headers['x-tongbu-group']) === this.groupId) this.deadLetters.push(record);
      return;
    }
    const header = (name: string) => String(record.headers[`ce_${name}`]);
    const name = header('type').replace(/^wechat\.product\.|\.v1$/g, '');
    const data: unknown = JSON.parse(String(record.value));
    this.seen.push({ id: header('id'), name, subject: header('subject'), data });
  }
}
