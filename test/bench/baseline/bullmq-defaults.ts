import { randomUUID } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import { serve } from '../measuring/serve';

const EVERY_MS = 50;

const commands = {
  /** A job every 50 ms that calls `url`, with the connections that BullMQ makes when it is only told where Redis is. */
  open(redisUrl: string, url: string): void {
    const { hostname: host, port } = new URL(redisUrl);
    const connection = { host, port: Number(port) };
    const queue = new Queue(randomUUID(), { connection });
    queue.on('error', () => undefined);
    const worker = new Worker(queue.name, () => fetch(url, { method: 'POST', body: '{}' }), { connection });
    worker.on('error', () => undefined);
    let added = 0;
    setInterval(() => {
      added += 1;
      queue.add('push', { added }, { removeOnComplete: true }).catch(() => undefined);
    }, EVERY_MS);
  },
};

export type BullmqDefaultsCommands = typeof commands;

serve(commands);
