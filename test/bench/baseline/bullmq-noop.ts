import { randomUUID } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { Counting } from '../measuring/counting';
import { serve } from '../measuring/serve';

const CONCURRENCY = 100;
const BATCH = 1_000;

const commands = {
  /** Jobs that do nothing, all of them queued beforehand. Answers how many were done in a second. */
  async run(redisUrl: string, jobs: number): Promise<number> {
    const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
    const name = randomUUID();
    const queue = new Queue(name, { connection });
    for (let added = 0; added < jobs; added += BATCH) {
      const length = Math.min(BATCH, jobs - added);
      await queue.addBulk(
        Array.from({ length }, (_, index) => ({
          name: 'push',
          data: { appId: 'wx0123456789abcdef', entityId: `P-${added + index}` },
          opts: { removeOnComplete: true },
        })),
      );
    }
    const counting = new Counting(jobs);
    const worker = new Worker(name, async () => counting.add(), { connection, concurrency: CONCURRENCY });
    const perSecond = await counting.perSecond(60_000);
    await worker.close();
    await queue.obliterate({ force: true });
    await queue.close();
    connection.disconnect();
    return perSecond;
  },
};

export type BullmqNoopCommands = typeof commands;

serve(commands);
