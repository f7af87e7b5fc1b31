import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type * as Testing from '../libs/testing/src/index';

const root = join(__dirname, '..');

/** Starts Postgres, Redis and Kafka once for all integration tests, on throw-away data. */
export default async function setUpStack(): Promise<void> {
  // Services run from dist/, and jest resolves no @tongbu/* imports for this file, so everything comes from there.
  const build = spawnSync(process.execPath, [join(root, 'tools/build.mjs')], { encoding: 'utf8' });
  if (build.status !== 0) throw new Error(`the build failed:\n${build.stderr}`);
  const { startStack } = require(join(root, 'dist/libs/testing/src/index.js')) as typeof Testing;
  const progress = (line: string) => process.stderr.write(`${line}\n`);
  const stack = await startStack({ progress });
  process.env['DATABASE_URL'] = stack.databaseUrl;
  process.env['REDIS_URL'] = stack.redisUrl;
  process.env['KAFKA_BROKERS'] = stack.kafkaBrokers.join(',');
  Object.assign(globalThis, { tongbuStack: stack });
}
