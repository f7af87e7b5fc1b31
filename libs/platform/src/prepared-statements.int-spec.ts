import { createTestDatabase, testEnvironment, type TestDatabase } from '@tongbu/testing';
import { Database } from './database';
import { isRetriable } from './errors';

let created: TestDatabase;
let database: Database;

beforeAll(async () => {
  created = await createTestDatabase(testEnvironment().DATABASE_URL);
  database = await Database.connect({
    url: created.url,
    schema: 'prepared',
    // One connection: what was prepared on it is met again.
    poolSize: 1,
    migrations: [],
    applicationName: 'prepared',
  });
  await database.query('CREATE SCHEMA prepared');
});
beforeEach(() => database.query('CREATE TABLE lamps (id integer)'));
afterEach(() => database.query('DROP TABLE lamps'));
afterAll(async () => {
  await database?.close();
  await created?.drop();
});

const ALL = 'SELECT * FROM lamps WHERE id < $1';
const addLamp = (id: number) => database.query('INSERT INTO lamps (id) VALUES ($1)', [id]);
const addColumn = () => database.query(`ALTER TABLE lamps ADD COLUMN colour text DEFAULT 'red'`);

it('prepares what has parameters once, and nothing else', async () => {
  for (const id of [1, 2, 3]) await addLamp(id);
  await database.query('SELECT 1');
  const prepared = await database.query<{ statement: string; runs: string }>(
    `SELECT statement, generic_plans + custom_plans AS runs FROM pg_prepared_statements WHERE statement LIKE '%lamps%'`,
  );
  expect(prepared).toEqual([{ statement: 'INSERT INTO lamps (id) VALUES ($1)', runs: '3' }]);
});

it('answers as the table is now when a migration has changed it', async () => {
  await addLamp(1);
  expect(await database.query(ALL, [9])).toEqual([{ id: 1 }]);
  await addColumn();
  expect(await database.query(ALL, [9])).toEqual([{ id: 1, colour: 'red' }]);
});

it('lets a transaction fail so that it is tried again, and then works', async () => {
  await addLamp(1);
  // Not one that the other tests have prepared: their table is gone.
  const sql = 'SELECT * FROM lamps WHERE id <= $1';
  const inTransaction = () => database.transaction((tx) => tx.query(sql, [9]));
  expect(await inTransaction()).toEqual([{ id: 1 }]);
  await addColumn();
  const failed: unknown = await inTransaction().catch((error: unknown) => error);
  expect([failed instanceof Error, isRetriable(failed)]).toEqual([true, true]);
  expect(await inTransaction()).toEqual([{ id: 1, colour: 'red' }]);
});

it('prepares anew what somebody has discarded', async () => {
  await addLamp(1);
  const sql = 'SELECT id FROM lamps WHERE id = $1';
  expect(await database.query(sql, [1])).toEqual([{ id: 1 }]);
  await database.query('DEALLOCATE ALL');
  expect(await database.query(sql, [1])).toEqual([{ id: 1 }]);
});
