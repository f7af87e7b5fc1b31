import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { topics } from '@tongbu/contracts';
import { ensureTopics } from '@tongbu/messaging';
import { eventually, Ports, spawnService } from '@tongbu/testing';
import type { Account } from '@tongbu/wechat';
import { Client } from 'pg';
import type { Bench } from '../figure';

const PARTITIONS = 4;

export interface RunningGateway {
  /** Where WeChat calls. */
  readonly port: number;
  /** Waits until everything it stored is on Kafka. */
  published(): Promise<void>;
}

/** The built gateway, on a database of its own, with its relay to Kafka. */
export async function startGateway(bench: Bench, account: Account): Promise<RunningGateway> {
  const databaseUrl = await bench.createDatabase();
  await ensureTopics(bench.kafkaBrokers, [{ name: topics.wechatCallbacks, partitions: PARTITIONS }]);
  const accountsFile = join(bench.dir, 'accounts.json');
  writeFileSync(accountsFile, JSON.stringify([account]), { mode: 0o600 });
  const port = await new Ports().take('gateway');
  const service = await spawnService({
    app: 'callback-gateway',
    env: {
      DATABASE_URL: databaseUrl,
      REDIS_URL: bench.redisUrl,
      KAFKA_BROKERS: bench.kafkaBrokers.join(','),
      TONGBU_ACCOUNTS_FILE: accountsFile,
      GATEWAY_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
    },
  });
  bench.afterwards(() => service.kill());
  const sql = new Client({ connectionString: databaseUrl });
  await sql.connect();
  bench.afterwards(() => sql.end());
  const unpublished = `SELECT 1 FROM callback_gateway.outbox WHERE published_at IS NULL LIMIT 1`;
  return {
    port,
    async published() {
      await eventually(async () => (await sql.query(unpublished)).rowCount === 0, {
        timeoutMs: 60_000,
        intervalMs: 50,
      });
    },
  };
}
