import { createLogger } from '@tongbu/platform';
import { testEnvironment, uniqueName } from '@tongbu/testing';
import { ConfigResourceTypes } from 'kafkajs';
import { createKafka } from './kafka-client';
import { ensureTopics } from './topics';

it('creates what is missing with its dead letters, from several replicas at once, and alters nothing', async () => {
  const brokers = testEnvironment().KAFKA_BROKERS.split(',');
  const logger = createLogger({ service: 'test', level: 'fatal' });
  const [name, other] = [uniqueName('things'), uniqueName('things')];
  const config = { 'retention.ms': '86400000' };
  await Promise.all([1, 2, 3].map(() => ensureTopics(brokers, [{ name, partitions: 3, config }], logger)));
  await ensureTopics(
    brokers,
    [
      { name, partitions: 9 },
      { name: other, partitions: 1 },
    ],
    logger,
  );

  const admin = createKafka({ brokers, clientId: 'test', logger }).admin();
  await admin.connect();
  try {
    const { topics } = await admin.fetchTopicMetadata({
      topics: [name, `${name}.dlq`, other, `${other}.dlq`],
    });
    expect(Object.fromEntries(topics.map((topic) => [topic.name, topic.partitions.length]))).toEqual({
      [name]: 3,
      [`${name}.dlq`]: 1,
      [other]: 1,
      [`${other}.dlq`]: 1,
    });
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [name, `${name}.dlq`].map((topic) => ({
        type: ConfigResourceTypes.TOPIC,
        name: topic,
        configNames: ['retention.ms', 'max.message.bytes'],
      })),
    });
    const values = resources.map(({ configEntries }) =>
      Object.fromEntries(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    );
    expect(values).toEqual([
      expect.objectContaining(config),
      { 'retention.ms': '2592000000', 'max.message.bytes': '2097152' },
    ]);
  } finally {
    await admin.disconnect();
  }
});
