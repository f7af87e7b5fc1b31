import { Redis } from 'ioredis';
import type { Logger } from '../logger';

/**
 * A connection to Redis. `patient` waits for Redis as long as it takes, as BullMQ's workers need; otherwise a command
 * fails at once while Redis is away, so that nobody waits for a queue that the sweeper will fill anyway.
 */
export function connectRedis(url: string, mode: 'patient' | 'fail-fast', logger: Logger): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: mode === 'patient' ? null : 1,
    retryStrategy: (attempt) => Math.min(50 * 2 ** attempt, 1_000),
    connectTimeout: 2_000,
    lazyConnect: false,
  });
  redis.on('error', (error) => logger.debug({ err: error }, 'redis connection'));
  return redis;
}
