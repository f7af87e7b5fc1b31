import { createLogger, SystemClock } from '@tongbu/platform';
import { uniqueName } from '@tongbu/testing';
import { createKafka } from '@tongbu/messaging';
import { EventConsumer } from '../../../libs/messaging/src/event-consumer';
import type { EventProcessor } from '../../../libs/messaging/src/event-processor';
import type { Consumed, Consumption } from '../baseline/kafkajs-consumer';
import { Counting } from '../measuring/counting';
import { io } from '../measuring/io';
import { KeyOrder } from '../measuring/key-order';
import { serve } from '../measuring/serve';

const logger = createLogger({ service: 'bench', level: 'warn' });

/** The consumer under our Nest transport, as that one sets it up, with something else in place of the handlers. */
async function consume(
  { brokers, topic, total, ms }: Consumption,
  work: (message: Parameters<EventProcessor['process']>[0]) => Promise<void>,
): Promise<number> {
  const counting = new Counting(total);
  const consumer = new EventConsumer({
    kafka: createKafka({ brokers, clientId: 'bench', logger }),
    groupId: uniqueName('bench'),
    topics: [topic],
    processor: {
      process: async (message) => {
        await work(message);
        counting.add();
        return 'done';
      },
    },
    logger,
    clock: new SystemClock(),
    concurrency: 32,
    partitionsInParallel: 8,
    sessionTimeoutMs: 10_000,
    heartbeatIntervalMs: 3_000,
  });
  consumer.start();
  const perSecond = await counting.perSecond(ms);
  await consumer.close();
  return perSecond;
}

const commands = {
  async noOp(consumption: Consumption): Promise<Consumed> {
    return { perSecond: await consume(consumption, async () => undefined), orderViolations: 0 };
  },

  async withIo(consumption: Consumption): Promise<Consumed> {
    const order = new KeyOrder();
    const perSecond = await consume(consumption, async ({ key, offset }) => {
      const name = String(key);
      order.begin(name, Number(offset));
      await io();
      order.end(name);
    });
    return { perSecond, orderViolations: order.violations };
  },
};

export type EventConsumerCommands = typeof commands;

serve(commands);
