import { deadLetterTopic, topics } from '@tongbu/contracts';
import { createKafka, ensureTopics } from '@tongbu/messaging';
import { createLogger } from '@tongbu/platform';
import { eventually } from '@tongbu/testing';
import type { Kafka } from 'kafkajs';

/** Those that events are published on. */
export const TOPICS = Object.values(topics);
const PARTITIONS = 4;

/**
 * Creates the topics, and has consumer groups that nobody has used yet begin at the present end of each: what earlier
 * tests left there is not for these, and a service would put all of it aside before it comes to its own.
 */
export async function openTopics(brokers: readonly string[], groupIds: readonly string[]): Promise<void> {
  const logger = createLogger({ service: 'topics', level: 'fatal' });
  await ensureTopics(
    brokers,
    TOPICS.map((name) => ({ name, partitions: PARTITIONS })),
    logger,
  );
  const kafka = createKafka({ brokers, clientId: 'topics', logger });
  const ends = await endsOf(kafka, [...TOPICS, ...TOPICS.map(deadLetterTopic)]);
  await Promise.all(groupIds.map((groupId) => beginAt(kafka, groupId, ends)));
}

type Offset = { readonly topic: string; readonly partition: number; readonly offset: string };

async function endsOf(kafka: Kafka, names: readonly string[]): Promise<Offset[]> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ends = names.map(async (topic) => {
      // A topic that was just created has no leader for a moment.
      const partitions = await eventually(() => admin.fetchTopicOffsets(topic));
      return partitions.map(({ partition, high }) => ({ topic, partition, offset: high }));
    });
    return (await Promise.all(ends)).flat();
  } finally {
    await admin.disconnect();
  }
}

/** Only a member of a group may set where it begins. */
async function beginAt(kafka: Kafka, groupId: string, offsets: readonly Offset[]): Promise<void> {
  const consumer = kafka.consumer({ groupId });
  await consumer.connect();
  try {
    const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()));
    await consumer.subscribe({
      topics: [...new Set(offsets.map(({ topic }) => topic))],
      fromBeginning: true,
    });
    await consumer.run({ autoCommit: false, eachBatch: async () => undefined });
    await joined;
    await consumer.commitOffsets([...offsets]);
  } finally {
    await consumer.disconnect();
  }
}
