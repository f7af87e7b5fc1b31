import type { Consumption } from '../baseline/kafkajs-consumer';
import type { Bench } from '../figure';
import { benchAccount } from './bench-account';
import { priceChange, publish } from './bench-events';
import { createTopic } from './topic';

const PARTITIONS = 8;
const PRODUCTS = 10_000;

/** A topic with `messages` price changes, fewer when it has to be quick, and how to consume it. */
export async function filledTopic(
  { kafkaBrokers: brokers, timing }: Bench,
  messages: number,
): Promise<(ms: number) => Consumption> {
  const total = Math.ceil(messages * timing.scale);
  const topic = await createTopic(brokers, PARTITIONS);
  await publish(brokers, topic, events(benchAccount().appId, total));
  return (ms) => ({ brokers, topic, total, ms });
}

function* events(appId: string, total: number) {
  for (let number = 0; number < total; number += 1) yield priceChange(appId, number, PRODUCTS);
}
