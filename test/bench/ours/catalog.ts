import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lanes } from '@tongbu/platform';
import { eventually, projectRoot, type SpawnedService } from '@tongbu/testing';
import type { Account } from '@tongbu/wechat';
import type { Client } from 'pg';
import type { Bench } from '../figure';
import { approvedProduct } from './approved-product';
import { runService, type RunningServiceOptions } from './running-service';

/** Preloaded into a service, for {@link Catalog.memoryMB}. */
export const COLLECTS = join(projectRoot(), 'test/bench/preload/collect-garbage.cjs');
const COLLECTED_AFTER_MS = 300;

/** As the service's own API tells it. */
export interface BackfillProgress {
  readonly state: string;
  readonly total: number;
  readonly done: number;
}

/** Built catalog-sync processes of one installation, on a database of their own, with products that WeChat knows. */
export class Catalog {
  private constructor(
    readonly services: readonly SpawnedService[],
    private readonly sql: Client,
  ) {}

  static async start(
    bench: Bench,
    accounts: readonly Account[],
    options: Pick<RunningServiceOptions, 'replicas' | 'env' | 'preload'> = {},
  ): Promise<Catalog> {
    const { processes, sql } = await runService(bench, {
      app: 'catalog-sync',
      accounts,
      ...options,
    });
    return new Catalog(processes, sql);
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

  /** Has every product read again. Answers how many are still to be read, and whether it goes on. */
  async startBackfill({ appId, apiKey }: Account): Promise<() => Promise<BackfillProgress>> {
    const url = `${this.services[0]?.url}/v1/apps/${appId}/products/backfills`;
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ scope: { all: true } });
    const { id } = (await (await fetch(url, { method: 'POST', headers, body })).json()) as { id: string };
    return async () => (await (await fetch(`${url}/${id}`, { headers })).json()) as BackfillProgress;
  }

  /** What the first process has in use when it has just collected its garbage. It must have been started with {@link COLLECTS}. */
  async memoryMB(): Promise<number> {
    const [service] = this.services;
    service?.process.signal('SIGUSR2');
    await sleep(COLLECTED_AFTER_MS);
    const metrics = await (await fetch(`${service?.url}/metrics`)).text();
    const bytes = (name: string) => Number(new RegExp(`^${name}\\S* (\\S+)$`, 'm').exec(metrics)?.[1]);
    return (bytes('nodejs_heap_size_used_bytes') + bytes('nodejs_external_memory_bytes')) / 1024 ** 2;
  }

  /** Waits until every row is at rest and everything is published. */
  async settled(): Promise<void> {
    await eventually(
      async () => {
        const busy = await this.sql.query(
          // By an index: a look at every row of a large catalogue would be most of what is measured.
          `SELECT 1 FROM sync_rows
           WHERE kind = 'product' AND lane = ANY($1) AND next_time < now() + interval '1 hour'
           UNION ALL SELECT 1 FROM outbox WHERE published_at IS NULL LIMIT 1`,
          [lanes],
        );
        return busy.rowCount === 0;
      },
      { timeoutMs: 120_000, intervalMs: 50 },
    );
  }
}
