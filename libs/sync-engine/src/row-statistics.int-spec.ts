import type { Database } from '@tongbu/platform';
import { createEngineDatabase } from '../test-support/engine-database';
import { refreshStatistics } from './row-statistics';

let database: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ database, drop } = await createEngineDatabase());
});
afterAll(() => drop());

const addRows = (prefix: string, count: number) =>
  database.query(
    `INSERT INTO sync_rows (app_id, kind, entity_id, desired, desired_generation, generation, lane, next_time)
     SELECT 'wx0123456789abcdef', 'lamp', $1 || n, '{"text":"one"}', 1, 1, 'content', now()
     FROM generate_series(1, $2::integer) AS n`,
    [prefix, count],
  );
const planOf = async () => {
  const lines = await database.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN SELECT * FROM sync_rows WHERE app_id = 'a' AND kind = 'lamp' AND entity_id = 'b'`,
  );
  return lines.map((line) => line['QUERY PLAN']).join('\n');
};

it('looks at a table that has grown, and not again until it is twice as large', async () => {
  expect(await refreshStatistics(database)).toBe(false);
  await addRows('A-', 20_000);
  expect(await refreshStatistics(database)).toBe(true);
  expect(await planOf()).toContain('Index Scan');
  expect(await refreshStatistics(database)).toBe(false);
  await addRows('B-', 5_000);
  expect(await refreshStatistics(database)).toBe(false);
  await addRows('C-', 30_000);
  expect(await refreshStatistics(database)).toBe(true);
}, 60_000);
