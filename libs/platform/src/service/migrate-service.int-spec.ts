import { createTestDatabase, type TestDatabase } from '@tongbu/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Database } from '../database';
import { migrateService } from './migrate-service';

class CreateThings1767225600000 implements MigrationInterface {
  readonly name = 'CreateThings1767225600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE things (id text PRIMARY KEY)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE things');
  }
}

let empty: TestDatabase;

beforeEach(async () => {
  empty = await createTestDatabase();
});

afterEach(() => empty.drop());

it('creates the schema that the service then uses, also from several jobs at once', async () => {
  const migrations = [CreateThings1767225600000];
  const migrate = () => migrateService('thing-sync', { DATABASE_URL: empty.url }, migrations);
  await Promise.all([migrate(), migrate(), migrate()]);

  const options = { url: empty.url, poolSize: 2, migrations, applicationName: 'test' };
  const database = await Database.connect({ ...options, schema: 'thing_sync' });
  try {
    await expect(database.query('SELECT id FROM things')).resolves.toEqual([]);
  } finally {
    await database.close();
  }
});
