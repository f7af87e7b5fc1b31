import { setTimeout as sleep } from 'node:timers/promises';
import { deadLetterTopic } from '@tongbu/contracts';
import { createLogger, type Logger } from '@tongbu/platform';
import { KafkaJSProtocolError, type Admin, type ITopicConfig } from 'kafkajs';
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

const LOOK_AGAIN_MS = 50;
const LEADERS_WITHIN_MS = 20_000;

/**
 * Creates the topics that are missing, and a `.dlq` of one partition for each. Topics that exist stay as they are.
 * Replication is the broker's default. Safe from several replicas at once. Resolves when all of them can be used.
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
    const wanted = topics.flatMap(withDeadLetters);
    const missing = wanted.filter(({ topic }) => !existing.has(topic));
    if (missing.length > 0) await admin.createTopics({ topics: missing, waitForLeaders: false });
    await waitForLeaders(
      admin,
      wanted.map(({ topic }) => topic),
    );
  } finally {
    await admin.disconnect();
  }
}

/** A broker hears of what was created a moment later than the controller; kafkajs, asked to wait, fails in that moment. */
export async function waitForLeaders(
  admin: Pick<Admin, 'fetchTopicMetadata'>,
  topics: string[],
): Promise<void> {
  const until = Date.now() + LEADERS_WITHIN_MS;
  for (;;) {
    try {
      await admin.fetchTopicMetadata({ topics });
      return;
    } catch (error) {
      if (!isUnheardOf(error) || Date.now() > until) throw error;
    }
    await sleep(LOOK_AGAIN_MS);
  }
}

function isUnheardOf(error: unknown): boolean {
  return error instanceof KafkaJSProtocolError && error.type === 'UNKNOWN_TOPIC_OR_PARTITION';
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
