import { topics } from '@tongbu/contracts';
import { ensureTopics } from '@tongbu/messaging';

const PARTITIONS = 4;

/** Creates the topics that do not exist yet, each with its dead-letter topic. */
export async function createTopics(brokers: readonly string[]): Promise<void> {
  await ensureTopics(
    brokers,
    Object.values(topics).map((name) => ({ name, partitions: PARTITIONS })),
  );
}
