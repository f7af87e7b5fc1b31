import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnService, uniqueName, type SpawnedService } from '@tongbu/testing';
import type { Account } from '@tongbu/wechat';
import { Client } from 'pg';
import { openTopics } from '../../support/project-topics';
import type { Bench } from '../figure';

export interface RunningServiceOptions {
  /** Such as `catalog-sync`. */
  readonly app: string;
  readonly accounts: readonly Account[];
  readonly replicas?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Files that Node loads before the service. */
  readonly preload?: readonly string[];
}

/** Processes of a built service on a database of their own. */
export interface RunningService {
  readonly processes: readonly SpawnedService[];
  /** Sees the service's own tables. */
  readonly sql: Client;
}

export async function runService(
  bench: Bench,
  { app, accounts, replicas = 1, env = {}, preload = [] }: RunningServiceOptions,
): Promise<RunningService> {
  const databaseUrl = await bench.createDatabase();
  const groupId = uniqueName(app);
  // What earlier figures published is not for this one.
  await openTopics(bench.kafkaBrokers, [groupId]);
  const accountsFile = join(bench.dir, `${groupId}.json`);
  writeFileSync(accountsFile, JSON.stringify(accounts), { mode: 0o600 });
  const environment = {
    TONGBU_ACCOUNTS_FILE: accountsFile,
    DATABASE_URL: databaseUrl,
    REDIS_URL: bench.redisUrl,
    REDIS_PREFIX: uniqueName('bench'),
    KAFKA_BROKERS: bench.kafkaBrokers.join(','),
    KAFKA_GROUP_ID: groupId,
    ...env,
  };
  const processes = await Promise.all(
    Array.from({ length: replicas }, () => spawnService({ app, env: environment, preload })),
  );
  for (const service of processes) bench.afterwards(() => service.kill());
  const sql = new Client({ connectionString: databaseUrl });
  await sql.connect();
  await sql.query(`SET search_path = "${app.replaceAll('-', '_')}"`);
  bench.afterwards(() => sql.end());
  return { processes, sql };
}
