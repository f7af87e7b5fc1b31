import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { Kafka, logLevel, Partitioners } from 'kafkajs';

const TOPIC = 'tongbu.probe';

/** Resolves when a record written to the broker has been read back by a consumer group; rejects otherwise. */
export async function probeKafka(broker: string): Promise<void> {
  await canConnect(broker);
  const kafka = new Kafka({
    clientId: 'tongbu-probe',
    brokers: [broker],
    // A new broker refuses its coordinators for about a second, which kafkajs would print as errors.
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 50, maxRetryTime: 200, retries: 50 },
  });
  const admin = kafka.admin();
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  const groupId = `tongbu-probe-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
  try {
    await admin.connect();
    await admin.createTopics({
      waitForLeaders: true,
      topics: [{ topic: TOPIC, numPartitions: 1, replicationFactor: 1 }],
    });
    await producer.connect();
    const id = randomUUID();
    await producer.send({ topic: TOPIC, messages: [{ value: id }] });
    await consumer.connect();
    await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the probe record did not come back')), 20_000);
      void consumer
        .run({
          eachMessage: async ({ message }) => {
            if (message.value?.toString() !== id) return;
            clearTimeout(timer);
            resolve();
          },
        })
        .catch(reject);
    });
  } finally {
    await consumer.disconnect().catch(() => undefined);
    await admin.deleteGroups([groupId]).catch(() => undefined);
    await Promise.allSettled([producer.disconnect(), admin.disconnect()]);
  }
}

/** kafkajs needs longer to find out that nobody listens yet. */
function canConnect(broker: string): Promise<void> {
  const [host = '', port = ''] = broker.split(':');
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), host);
    socket.once('connect', () => resolve(void socket.destroy()));
    socket.once('error', reject);
  });
}
