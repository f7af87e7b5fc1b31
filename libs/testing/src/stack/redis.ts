import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { CodedError, messageOf } from '@tongbu/platform';
import { withPortRetry } from './health';
import type { PartContext, RunningPart } from './part';
import { PartProcess } from './part-process';

/** Starts the system's `redis-server`, or checks the one that REDIS_URL names. */
export async function startRedis(context: PartContext): Promise<RunningPart> {
  const given = context.given['REDIS_URL'];
  if (given) {
    await ping(given).catch((error: unknown) => {
      throw new CodedError(
        'redis-unreachable',
        `REDIS_URL names a Redis that does not answer (${messageOf(error)}); start it or unset REDIS_URL.`,
        false,
      );
    });
    return { url: given };
  }
  const data = join(context.dir, 'redis');
  mkdirSync(data, { recursive: true });
  return withPortRetry(async (attempt) => {
    const port = await (attempt === 1 ? context.ports.take('redis') : context.ports.replace('redis'));
    const settings = {
      port: String(port),
      bind: '127.0.0.1',
      dir: data,
      appendonly: context.keep ? 'yes' : 'no',
      appendfsync: 'everysec',
      save: '',
      'maxmemory-policy': 'noeviction',
    };
    const url = `redis://127.0.0.1:${port}`;
    const process = await PartProcess.start(context, {
      spec: {
        name: 'Redis',
        command: 'redis-server',
        args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
        log: join(context.logs, 'redis.log'),
      },
      healthy: () => ping(url),
      timeoutMs: 60_000,
      data,
    });
    return { url, process };
  });
}

async function ping(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 3_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // Reported by connect(); without a listener ioredis prints it.
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.ping();
  } finally {
    redis.disconnect();
  }
}
