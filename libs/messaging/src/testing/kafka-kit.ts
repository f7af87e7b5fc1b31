import { createLogger, type Logger } from '@tongbu/platform';
import { testEnvironment } from '@tongbu/testing';
import type { Admin, Consumer, Kafka, KafkaMessage } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { createKafka } from '../kafka-client';
import { KafkaProducer, type OutgoingRecord } from '../kafka-producer';

/** What a test does to Kafka from outside. Close it. */
export class KafkaKit {
  readonly brokers = testEnvironment().KAFKA_BROKERS.split(',');
  readonly logger: Logger = createLogger({
    service: 'test',
    level: process.env['TEST_LOG_LEVEL'] ?? 'fatal',
  });
  private readonly kafka: Kafka = createKafka({
    brokers: this.brokers,
    clientId: 'test',
    logger: this.logger,
  });
  private readonly producer = new KafkaProducer(this.kafka);
  private readonly consumers: Consumer[] = [];
  private admin: Admin | undefined;

  send(records: readonly OutgoingRecord[]): Promise<void> {
    return this.producer.send(records);
  }

  /** Everything on a topic, past and to come. */
  async follow(topic: string): Promise<KafkaMessage[]> {
    const seen: KafkaMessage[] = [];
    const consumer = this.kafka.consumer({ groupId: `follow-${randomUUID()}`, maxWaitTimeInMs: 50 });
    this.consumers.push(consumer);
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ eachMessage: async ({ message }) => void seen.push(message) });
    return seen;
  }

  /** Committed offset of partition 0; -1 when there is none. */
  async committed(groupId: string, topic: string): Promise<number> {
    if (this.admin === undefined) {
      this.admin = this.kafka.admin();
      await this.admin.connect();
    }
    const [offsets] = await this.admin.fetchOffsets({ groupId, topics: [topic] });
    return Number(offsets?.partitions.find(({ partition }) => partition === 0)?.offset ?? -1);
  }

  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.disconnect()));
    await Promise.all([this.producer.close(), this.admin?.disconnect()]);
  }
}
