import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, type ConsumerRunConfig } from 'kafkajs';
import { Counting } from '../measuring/counting';
import { io } from '../measuring/io';
import { KeyOrder } from '../measuring/key-order';
import { serve } from '../measuring/serve';

export interface Consumption {
  readonly brokers: readonly string[];
  readonly topic: string;
  /** How many messages there are on it. */
  readonly total: number;
  readonly ms: number;
}

export interface Consumed {
  readonly perSecond: number;
  readonly orderViolations: number;
}

async function consume(
  { brokers, topic }: Consumption,
  config: ConsumerRunConfig,
  counting: () => Promise<number>,
) {
  const kafka = new Kafka({ brokers: [...brokers], clientId: 'baseline', logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: randomUUID() });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run(config);
  const perSecond = await counting();
  await consumer.disconnect();
  return perSecond;
}

const commands = {
  /** Whole batches, of which nothing is done. */
  async eachBatch(consumption: Consumption): Promise<Consumed> {
    const counting = new Counting(consumption.total);
    const perSecond = await consume(
      consumption,
      {
        partitionsConsumedConcurrently: 4,
        eachBatch: async ({ batch }) => counting.add(batch.messages.length),
      },
      () => counting.perSecond(consumption.ms),
    );
    return { perSecond, orderViolations: 0 };
  },

  /** One message at a time on each of eight partitions, with some I/O. */
  async eachMessageWithIo(consumption: Consumption): Promise<Consumed> {
    const counting = new Counting(consumption.total);
    const order = new KeyOrder();
    const perSecond = await consume(
      consumption,
      {
        partitionsConsumedConcurrently: 8,
        eachMessage: async ({ message }) => {
          const key = String(message.key);
          order.begin(key, Number(message.offset));
          await io();
          order.end(key);
          counting.add();
        },
      },
      () => counting.perSecond(consumption.ms),
    );
    return { perSecond, orderViolations: order.violations };
  },
};

export type KafkajsConsumerCommands = typeof commands;

serve(commands);
