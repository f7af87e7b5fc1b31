import { deadLetterTopic } from '@tongbu/contracts';
import { createLogger, type Logger } from '@tongbu/platform';
import type { ITopicConfig } from 'kafkajs';
import { createKafka } from './kafka-client';

export interface TopicDefinition {
  readonly name: string;
  readonly partitions: number;
  /** Kafka's own names and values, such as `retention.ms`. */
  readonly config?: Readonly<Record<string, string>>;
}

/** Dead letters carry more headers than the record they were, and wait for somebody to look: 30 days. */
const DEAD_LETTER_CONFIG = {
  'max.message.bytes': String(2 * 1024 * 1024),
  'retention.ms': String(30 * 86_400_000),
};

/**
 * Creates the topics that are missing, and a `.dlq` of one partition for each. Topics that exist stay as they are.
 * Replication is the broker's default. Safe from several replicas at once.
 */
export async function ensureTopics(
  brokers: readonly string[],
  topics: readonly TopicDefinition[],
  logger: Logger = createLogger({ service: 'tongbu', level: 'warn' }),
): Promise<void> {
  const admin = createKafka({ brokers, clientId: 'tongbu-topics', logger }).admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const missing = topics.flatMap(withDeadLetters).filter(({ topic }) => !existing.has(topic));
    if (missing.length > 0) await admin.createTopics({ topics: missing, waitForLeaders: true });
  } finally {
    await admin.disconnect();
  }
}

function withDeadLetters({ name, partitions, config = {} }: TopicDefinition): ITopicConfig[] {
  return [
    { topic: name, numPartitions: partitions, configEntries: entries(config) },
    { topic: deadLetterTopic(name), numPartitions: 1, configEntries: entries(DEAD_LETTER_CONFIG) },
  ];
}

function entries(config: Readonly<Record<string, string>>) {
  return Object.entries(config).map(([name, value]) => ({ name, value }));
}
