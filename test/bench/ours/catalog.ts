import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { topics } from '@tongbu/contracts';
import { createKafka, ensureTopics } from '@tongbu/messaging';
import { createLogger } from '@tongbu/platform';
import { eventually, spawnService, uniqueName, type SpawnedService } from '@tongbu/testing';
import type { Account } from '@tongbu/wechat';
import { Client } from 'pg';
import type { Bench } from '../figure';
import { approvedProduct } from './approved-product';

const PARTITIONS = 4;
const INTAKE = [topics.merchantCatalog, topics.wechatCallbacks];

/** Built catalog-sync processes of one installation, on a database of their own, with products that WeChat knows. */
export class Catalog {
  private constructor(
    readonly services: readonly SpawnedService[],
    private readonly sql: Client,
  ) {}

  static async start(
    bench: Bench,
    accounts: readonly Account[],
    { replicas = 1, env = {} }: { readonly replicas?: number; readonly env?: Record<string, string> } = {},
  ): Promise<Catalog> {
    const databaseUrl = await bench.createDatabase();
    const groupId = uniqueName('catalog-sync');
    await ensureTopics(
      bench.kafkaBrokers,
      [...INTAKE, topics.wechatCatalog].map((name) => ({ name, partitions: PARTITIONS })),
    );
    await beginAtEnd(bench.kafkaBrokers, groupId);
    const accountsFile = join(bench.dir, 'accounts.json');
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
    const services = await Promise.all(
      Array.from({ length: replicas }, () => spawnService({ app: 'catalog-sync', env: environment })),
    );
    for (const service of services) bench.afterwards(() => service.kill());
    const sql = new Client({ connectionString: databaseUrl });
    await sql.connect();
    await sql.query(`SET search_path = catalog_sync`);
    bench.afterwards(() => sql.end());
    return new Catalog(services, sql);
  }

  /** Products `P-0` and on, each as after its approval, next looked at in a day. */
  async addApprovedProducts({ appId }: Account, count: number): Promise<void> {
    const { desired, observed } = approvedProduct(new Date());
    await this.sql.query(
      `INSERT INTO sync_rows (app_id, kind, entity_id, desired, desired_version, desired_generation, generation,
         observed, observed_generation, rested_generation, state, lane, next_time)
       SELECT $1, 'product', 'P-' || number, $2::jsonb, 1, 1, 1, $3::jsonb, 1, 1, 'settled', 'content',
         now() + interval '1 day'
       FROM generate_series(0, $4::int - 1) AS number`,
      [appId, JSON.stringify(desired), JSON.stringify(observed), count],
    );
    await this.sql.query(`ANALYZE sync_rows`);
  }

  /** Waits until a product's row has taken this price from the merchant, and is at rest. */
  async tookPrice(product: number, price: number): Promise<void> {
    await eventually(
      async () => {
        const { rows } = await this.sql.query<{ price: string | null }>(
          `SELECT desired #>> '{content,skus,0,salePrice}' AS price FROM sync_rows
           WHERE entity_id = $1 AND generation = observed_generation`,
          [`P-${product}`],
        );
        return Number(rows[0]?.price) === price;
      },
      { timeoutMs: 120_000, intervalMs: 50 },
    );
  }

  /** Resident memory of the first process. */
  async memoryMB(): Promise<number> {
    const metrics = await (await fetch(`${this.services[0]?.url}/metrics`)).text();
    return Number(/^process_resident_memory_bytes\S* (\S+)$/m.exec(metrics)?.[1]) / 1024 ** 2;
  }

  /** Waits until every row is at rest and everything is published. */
  async settled(): Promise<void> {
    await eventually(
      async () => {
        const busy = await this.sql.query(
          `SELECT 1 FROM sync_rows WHERE generation > observed_generation
           UNION ALL SELECT 1 FROM outbox WHERE published_at IS NULL LIMIT 1`,
        );
        return busy.rowCount === 0;
      },
      { timeoutMs: 120_000, intervalMs: 50 },
    );
  }
}

/** What earlier figures published is not for this one. */
async function beginAtEnd(brokers: readonly string[], groupId: string): Promise<void> {
  const logger = createLogger({ service: 'bench', level: 'fatal' });
  const admin = createKafka({ brokers, clientId: 'bench', logger }).admin();
  await admin.connect();
  try {
    for (const topic of INTAKE) {
      // A topic that was just created has no leader for a moment.
      const ends = await eventually(() => admin.fetchTopicOffsets(topic));
      const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
      await admin.setOffsets({ groupId, topic, partitions });
    }
  } finally {
    await admin.disconnect();
  }
}
