import { eventRegistry, topics } from '@tongbu/contracts';
import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';
import type { FedEvent } from './event-file';

const BATCH = 500;

/** Publishes events as a shop does: structured CloudEvents with the entity's key. */
export class EventFeed {
  private constructor(private readonly producer: Producer) {}

  static async connect(brokers: readonly string[]): Promise<EventFeed> {
    const kafka = new Kafka({ clientId: 'tongbu-start', brokers: [...brokers], logLevel: logLevel.NOTHING });
    const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, idempotent: true });
    await producer.connect();
    return new EventFeed(producer);
  }

  /** Sends each event to its topic, in order. One of a type nobody knows goes where products go, to be refused there. */
  async send(events: readonly Pick<FedEvent, 'key' | 'text' | 'type'>[]): Promise<void> {
    for (let start = 0; start < events.length; start += BATCH) {
      const byTopic = new Map<
        string,
        { key: string | null; value: string; headers: Record<string, string> }[]
      >();
      for (const { key, text, type } of events.slice(start, start + BATCH)) {
        const topic = topicOf(type);
        const message = {
          key: key ?? null,
          value: text,
          headers: { 'content-type': 'application/cloudevents+json; charset=UTF-8' },
        };
        byTopic.set(topic, [...(byTopic.get(topic) ?? []), message]);
      }
      await this.producer.sendBatch({
        topicMessages: [...byTopic].map(([topic, messages]) => ({ topic, messages })),
      });
    }
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
  }
}

/** Where a shop publishes events of this type. */
export function topicOf(type: string): string {
  const topic = eventRegistry.get(type)?.topic;
  return topic?.startsWith('merchant.') === true ? topic : topics.merchantCatalog;
}
