import { randomUUID } from 'node:crypto';
import { Outbox } from '@tongbu/messaging';
import { SystemClock, type Database } from '@tongbu/platform';
import { createEngineDatabase, lampRegistry } from '../test-support/engine-database';
import { describeRowStore, type Known, type Wanted } from '../test-support/row-store.suite';
import { storeWanted } from '../test-support/wanted-lamp';
import { giveHint } from './intake';
import { PostgresRowStore } from './postgres-row-store';
import type { SyncKey } from './row';
import { toSyncRow, type SyncRecord } from './row-mapper';
import { readTimeline } from './timeline';

const KEY = `app_id = $1 AND kind = $2 AND entity_id = $3`;
const values = ({ appId, kind, entityId }: SyncKey) => [appId, kind, entityId];

let database: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ database, drop } = await createEngineDatabase());
});
afterAll(() => drop());

describeRowStore('PostgresRowStore', async () => ({
  store: new PostgresRowStore<Wanted, Known>(database, new Outbox(lampRegistry), new SystemClock(), '/test'),
  change: (key, desired) => storeWanted(database, key, desired),
  hint: async (key, hint) => void (await database.transaction((tx) => giveHint(tx, key, hint))),
  pass: async (ms) => {
    await database.query(
      `UPDATE sync_rows SET lease_until = lease_until - $1 * interval '1 ms',
         next_time = next_time - $1 * interval '1 ms'`,
      [ms],
    );
  },
  row: async (key) => {
    const [record] = await database.query<SyncRecord>(`SELECT * FROM sync_rows WHERE ${KEY}`, values(key));
    return record && toSyncRow(record);
  },
  dueInMs: async (key) => {
    const [row] = await database.query<{ ms: number | null }>(
      `SELECT (EXTRACT(EPOCH FROM next_time - now()) * 1000)::float8 AS ms FROM sync_rows WHERE ${KEY}`,
      values(key),
    );
    return row?.ms ?? null;
  },
  now: async () => {
    const [row] = await database.query<{ now: Date }>(`SELECT now()`);
    return row?.now ?? new Date(0);
  },
  published: async ({ appId, entityId }) => {
    const rows = await database.query<{ payload: string }>(
      `SELECT payload FROM outbox WHERE key = $1 ORDER BY seq`,
      [`${appId}:${entityId}`],
    );
    return rows.map(({ payload }) => JSON.parse(payload) as unknown);
  },
  timeline: (key) => readTimeline(database, key),
}));

it('leaves the time of a row that is due before its lease ends, and with it the indexes', async () => {
  const store = new PostgresRowStore<Wanted, Known>(
    database,
    new Outbox(lampRegistry),
    new SystemClock(),
    '/test',
  );
  const key = { appId: 'wx0123456789abcdef', kind: 'lamp', entityId: 'due-soon' };
  const time = async () => {
    const [row] = await database.query<{ at: string }>(
      `SELECT next_time::text AS at FROM sync_rows WHERE ${KEY}`,
      values(key),
    );
    return row?.at;
  };
  await storeWanted(database, key, { text: 'one' });
  const before = await time();
  const token = randomUUID();
  await store.lease(key, token, 12_000);
  expect(await time()).toBe(before);
  await store.renew(key, token, 12_000);
  expect(await time()).not.toBe(before);
});
