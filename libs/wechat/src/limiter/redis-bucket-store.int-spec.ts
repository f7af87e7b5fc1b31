import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { describeLimiter } from '../../test-support/limiter.suite';
import { RedisBucketStore } from './redis-bucket-store';

const connections: Redis[] = [];

function connect(): Redis {
  const redis = new Redis(process.env['REDIS_URL'] ?? '', { maxRetriesPerRequest: 1 });
  connections.push(redis);
  return redis;
}

afterEach(async () => {
  await Promise.all(connections.splice(0).map((redis) => redis.quit()));
});

describeLimiter('QuotaLimiter over Redis', async () => {
  const prefix = `test-quota-${randomUUID()}`;
  const [admin = connect(), ...replicas] = Array.from({ length: 5 }, connect);
  // Connected beforehand: a grant does not outlive the time a connection takes.
  await Promise.all([admin, ...replicas].map((redis) => redis.ping()));
  return {
    store: (usageHistory) => {
      const redis = replicas.shift() ?? connect();
      replicas.push(redis);
      return new RedisBucketStore({ redis, prefix, usageHistory });
    },
    empty: async () => {
      const keys = await admin.keys(`${prefix}:*`);
      if (keys.length > 0) await admin.del(...keys);
    },
  };
});
