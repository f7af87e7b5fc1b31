import { ensureTopics } from '@tongbu/messaging';
import { uniqueName } from '@tongbu/testing';

/** A topic of the figure's own. `config`: Kafka's own names and values. */
export async function createTopic(
  brokers: readonly string[],
  partitions: number,
  config: Readonly<Record<string, string>> = {},
): Promise<string> {
  const name = uniqueName('bench');
  await ensureTopics(brokers, [{ name, partitions, config }]);
  return name;
}
