import { createTestDatabase, testEnvironment, type TestDatabase } from '@tongbu/testing';
import type { Pool, PoolClient } from 'pg';
import { Database } from './database';

let created: TestDatabase;
let database: Database;

beforeAll(async () => {
  created = await createTestDatabase(testEnvironment().DATABASE_URL);
  database = await Database.connect({
    url: created.url,
    schema: 'lamps',
    poolSize: 1,
    migrations: [],
    applicationName: 'lamps',
  });
});
afterAll(async () => {
  await database?.close();
  await created?.drop();
});

it('does not end the process when Postgres ends a connection on its way from the pool to its user', async () => {
  const { dataSource } = database as unknown as { dataSource: { driver: { master: Pool } } };
  const pool = dataSource.driver.master;
  let ended = 0;
  pool.once('acquire', (client: PoolClient) => {
    // The pool does not listen to it any more by then, and whoever gets it not yet.
    process.nextTick(() => {
      ended += 1;
      client.emit('error', new Error('terminating connection due to unexpected postmaster exit'));
    });
  });
  expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(ended).toBe(1);
});
