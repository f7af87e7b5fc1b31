import { deadLetterTopic, eventRegistry, topics } from '@tongbu/contracts';
import { createKafka, encodeEvent, KafkaProducer, type KafkaHeaders } from '@tongbu/messaging';
import { createLogger } from '@tongbu/platform';
import { eventually, testEnvironment, uniqueName } from '@tongbu/testing';
import type { Consumer, Kafka } from 'kafkajs';
import { openTopics, TOPICS } from './project-topics';

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
  /** Such as `order.created`; of the thing the topics were opened for, `created`. */
  readonly name: string;
  readonly subject: string;
  readonly data: any;
}

export interface MerchantTopicsOptions {
  readonly appId: string;
  /** What a name without a dot is about, such as `product`: `approved` stands for `product.approved`. */
  readonly thing: string;
  /**
   * Consumer groups of the services, which begin with what is published from now on. Their dead letters are looked at;
   * services of other tests put our events aside as not theirs.
   */
  readonly groupIds: readonly string[];
}

const PUBLISHED = TOPICS.filter((topic) => topic.startsWith('wechat.') && topic !== topics.wechatCallbacks);
const DEAD = TOPICS.filter((topic) => topic.startsWith('merchant.')).map(deadLetterTopic);

/** The merchant's side of Kafka: publishes about one mini program's things, and sees what comes back. */
export class MerchantTopics {
  /** Everything Tongbu published about this mini program, repetitions included. */
  readonly seen: SeenEvent[] = [];
  readonly deadLetters: SeenRecord[] = [];
  /** The same by name and subject, each event once. */
  private readonly found = new Map<string, Map<string, SeenEvent>>();
  private readonly bySubject = new Map<string, Set<string>>();
  private published = 0;

  private constructor(
    private readonly options: MerchantTopicsOptions,
    private readonly producer: KafkaProducer,
    private readonly consumer: Consumer,
  ) {}

  static async open(options: MerchantTopicsOptions): Promise<MerchantTopics> {
    const brokers = testEnvironment().KAFKA_BROKERS.split(',');
    const groupId = uniqueName('merchant');
    await openTopics(brokers, [groupId, ...options.groupIds]);
    const logger = createLogger({ service: 'merchant', level: 'fatal' });
    const kafka: Kafka = createKafka({ brokers, clientId: 'merchant', logger });
    const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 50 });
    const opened = new MerchantTopics(options, new KafkaProducer(kafka), consumer);
    await consumer.connect();
    await consumer.subscribe({ topics: [...PUBLISHED, ...DEAD], fromBeginning: true });
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
    await this.publishAs(`merchant.${this.fullName(name)}.v1`, changes);
  }

  /** An event of any type, also one that a service of ours would publish. */
  async publishAs(type: string, changes: readonly { subject: string; data: object }[]): Promise<void> {
    const topic = eventRegistry.get(type)?.topic;
    if (topic === undefined) throw new Error(`there is no event ${type}`);
    const records = changes.map(({ subject, data }) => {
      this.published += 1;
      const id = `${this.options.appId}-${this.published}`;
      const attributes = {
        specversion: '1.0',
        id,
        source: '/shop',
        type,
        subject,
        appid: this.options.appId,
      } as const;
      return { topic, ...encodeEvent({ ...attributes, data }) };
    });
    await this.producer.send(records);
  }

  /** Puts bytes on a topic of the merchant's as they are. */
  async publishRaw(topic: string, subject: string, value: Buffer, headers: KafkaHeaders): Promise<void> {
    await this.producer.send([{ topic, key: `${this.options.appId}:${subject}`, value, headers }]);
  }

  /** Distinct events of this name about this subject, oldest first. */
  events(name: string, subject: string): SeenEvent[] {
    return [...(this.found.get(`${name}/${subject}`)?.values() ?? [])];
  }

  /** Whom events of this name are about. */
  subjects(name: string): ReadonlySet<string> {
    return this.bySubject.get(name) ?? new Set();
  }

  /** Waits for the `count`th event of this name about this subject. */
  async next(name: string, subject: string, count = 1, timeoutMs = 60_000): Promise<SeenEvent> {
    try {
      return await eventually(() => this.events(name, subject)[count - 1] ?? false, { timeoutMs });
    } catch (cause) {
      const names = this.seen.filter((known) => known.subject === subject).map((known) => known.name);
      const others = names.join(', ') || 'nothing';
      throw new Error(`no ${name} number ${count} about ${subject}, but: ${others}`, { cause });
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.consumer.disconnect(), this.producer.close()]);
  }

  private fullName(name: string): string {
    return name.includes('.') ? name : `${this.options.thing}.${name}`;
  }

  private take(record: SeenRecord): void {
    const { appId, thing, groupIds } = this.options;
    if (!record.key.startsWith(`${appId}:`)) return;
    if (DEAD.includes(record.topic)) {
      if (groupIds.includes(String(record.headers['x-tongbu-group']))) this.deadLetters.push(record);
      return;
    }
    const header = (name: string) => String(record.headers[`ce_${name}`]);
    const full = header('type').replace(/^wechat\.|\.v1$/g, '');
    const name = full.startsWith(`${thing}.`) ? full.slice(thing.length + 1) : full;
    const data: unknown = JSON.parse(String(record.value));
    const event = { id: header('id'), name, subject: header('subject'), data };
    this.seen.push(event);
    const key = `${name}/${event.subject}`;
    const found = this.found.get(key) ?? new Map<string, SeenEvent>();
    if (!found.has(event.id)) found.set(event.id, event);
    this.found.set(key, found);
    this.bySubject.set(name, (this.bySubject.get(name) ?? new Set()).add(event.subject));
  }
}
