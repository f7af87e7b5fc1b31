import type { Consumption } from '../baseline/kafkajs-consumer';
import type { Bench } from '../figure';
import { benchAccount } from './bench-account';
import { priceChange, publish } from './bench-events';
import { once } from './once';
import { createTopic } from './topic';

const PARTITIONS = 8;
const PRODUCTS = 10_000;
/** What kafkajs decodes in two seconds, and more. */
const MESSAGES = 250_000;

/** A topic with price changes, fewer when it has to be quick, and how to consume it; the same one for all figures. */
export const filledTopic = once(async ({ kafkaBrokers: brokers, timing }: Bench) => {
  const total = Math.ceil(MESSAGES * timing.scale);
  const topic = await createTopic(brokers, PARTITIONS);
  await publish(brokers, topic, events(benchAccount().appId, total));
  return (ms: number): Consumption => ({ brokers, topic, total, ms });
});

function* events(appId: string, total: number) {
  for (let number = 0; number < total; number += 1) yield priceChange(appId, number, PRODUCTS);
}
