import { createKafka } from '@tongbu/messaging';
import { createLogger } from '@tongbu/platform';
import { eventually, uniqueName } from '@tongbu/testing';

/** A topic with this setting has the broker's own time of writing in each record. */
export const STAMPED_BY_THE_BROKER = { 'message.timestamp.type': 'LogAppendTime' };

/** When the broker wrote each event of a topic, in ms since 1970, by the event's id. Waits until there are `count`. */
export async function appendTimes(
  brokers: readonly string[],
  topic: string,
  count: number,
): Promise<ReadonlyMap<string, number>> {
  const logger = createLogger({ service: 'bench', level: 'fatal' });
  const consumer = createKafka({ brokers, clientId: 'bench', logger }).consumer({
    groupId: uniqueName('bench'),
    maxWaitTimeInMs: 50,
  });
  const times = new Map<string, number>();
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => {
        const id = String(message.headers?.['ce_id']);
        if (!times.has(id)) times.set(id, Number(message.timestamp));
      },
    });
    await eventually(() => times.size >= count, { timeoutMs: 30_000 });
  } finally {
    await consumer.disconnect();
  }
  return times;
}
