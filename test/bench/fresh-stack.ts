import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startStack, type Progress, type Stack } from '@tongbu/testing';

const DATA = ['stack/postgres', 'stack/redis', 'stack/kafka', 'work', 'logs'];

/** Real parts on empty data that reaches the disk as it would in production: a throw-away stack does not sync. */
export async function startFreshStack(dir: string, progress: Progress): Promise<Stack> {
  const removeData = () => {
    for (const part of DATA) rmSync(join(dir, part), { recursive: true, force: true });
  };
  const stack = await startStack({ dir: join(dir, 'stack'), progress, claimed: removeData });
  process.env['DATABASE_URL'] = stack.databaseUrl;
  process.env['REDIS_URL'] = stack.redisUrl;
  process.env['KAFKA_BROKERS'] = stack.kafkaBrokers.join(',');
  return {
    ...stack,
    async stop() {
      await stack.stop();
      removeData();
    },
  };
}
