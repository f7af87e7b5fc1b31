import { Client } from 'pg';
import { testEnvironment } from './test-environment';
import { uniqueName } from './unique-name';

export interface TestDatabase {
  readonly url: string;
  /** Closes what is still connected and removes the database. */
  drop(): Promise<void>;
}

/** An empty database of one's own on the stack's Postgres, or on another one. */
export async function createTestDatabase(server = testEnvironment().DATABASE_URL): Promise<TestDatabase> {
  const name = uniqueName('test');
  await run(server, `CREATE DATABASE "${name}"`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(server, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`) };
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
