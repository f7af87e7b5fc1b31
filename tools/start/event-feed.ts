import { topics } from '@tongbu/contracts';
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

  async send(events: readonly FedEvent[]): Promise<void> {
    for (let start = 0; start < events.length; start += BATCH) {
      await this.producer.send({
        topic: topics.merchantCatalog,
        messages: events.slice(start, start + BATCH).map(({ key, text }) => ({
          key: key ?? null,
          value: text,
          headers: { 'content-type': 'application/cloudevents+json; charset=UTF-8' },
        })),
      });
    }
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
  }
}
