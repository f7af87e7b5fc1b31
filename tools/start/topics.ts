import { deadLetterTopic, topics } from '@tongbu/contracts';
import { Kafka, logLevel } from 'kafkajs';

const PARTITIONS = 4;

/** Creates the topics that do not exist yet, each with its dead-letter topic. */
export async function createTopics(brokers: readonly string[]): Promise<void> {
  const kafka = new Kafka({ clientId: 'tongbu-start', brokers: [...brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  try {
    await admin.connect();
    await admin.createTopics({
      waitForLeaders: true,
      topics: Object.values(topics)
        .flatMap((topic) => [topic, deadLetterTopic(topic)])
        // The broker's own number of replicas: one here, three in a real cluster.
        .map((topic) => ({ topic, numPartitions: PARTITIONS, replicationFactor: -1 })),
    });
  } finally {
    await admin.disconnect();
  }
}
