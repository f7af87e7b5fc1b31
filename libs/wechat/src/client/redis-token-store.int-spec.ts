import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { describeTokenStore } from '../../test-support/token-store.suite';
import { RedisTokenStore } from './redis-token-store';

const connections: Redis[] = [];

afterEach(async () => {
  await Promise.all(connections.splice(0).map((redis) => redis.quit()));
});

describeTokenStore('RedisTokenStore', () => {
  const prefix = `test-token-${randomUUID()}`;
  const redis = new Redis(process.env['REDIS_URL'] ?? '', { maxRetriesPerRequest: 1 });
  connections.push(redis);
  return Promise.resolve(() => new RedisTokenStore(redis, prefix));
});
