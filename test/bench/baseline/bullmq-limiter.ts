import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { serve } from '../measuring/serve';

export interface BullmqLimiterOptions {
  readonly redisUrl: string;
  readonly queue: string;
  /** Where the calls go. */
  readonly url: string;
  readonly perSecond: number;
}

const CONCURRENCY = 100;
/** As long as our client leaves an interface alone after "too many calls". */
const PAUSE_MS = 1_000;
const BATCH = 1_000;

let queue: Queue;
let worker: Worker;
let connection: Redis;

const commands = {
  open({ redisUrl, queue: name, url, perSecond }: BullmqLimiterOptions): void {
    connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
    queue = new Queue(name, { connection });
    worker = new Worker(
      name,
      async (job) => {
        const answer = await fetch(url, { method: 'POST', body: JSON.stringify(job.data) });
        const { errcode } = (await answer.json()) as { errcode: number };
        if (errcode === 0) return;
        await worker.rateLimit(PAUSE_MS);
        throw Worker.RateLimitError();
      },
      {
        connection,
        autorun: false,
        concurrency: CONCURRENCY,
        limiter: { max: perSecond, duration: 1_000 },
      },
    );
    worker.on('error', () => undefined);
  },

  async add(jobs: number): Promise<void> {
    for (let added = 0; added < jobs; added += BATCH) {
      const length = Math.min(BATCH, jobs - added);
      const batch = Array.from({ length }, (_, index) => ({
        name: 'push',
        data: { out_product_id: `P-${added + index}` },
        opts: { removeOnComplete: true },
      }));
      await queue.addBulk(batch);
    }
  },

  start(): void {
    void worker.run();
  },

  async close(): Promise<void> {
    await worker.close(true);
    await queue.obliterate({ force: true });
    await queue.close();
    connection.disconnect();
  },
};

export type BullmqLimiterCommands = typeof commands;

serve(commands);
