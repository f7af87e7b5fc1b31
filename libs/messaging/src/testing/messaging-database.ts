import { Database } from '@tongbu/platform';
import { createTestDatabase } from '@tongbu/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { messagingMigrationSql } from '../messaging-schema';

class CreateMessaging1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of messagingMigrationSql.up) await runner.query(sql);
    await runner.query(`CREATE TABLE effects (id text, worker text)`);
  }

  async down(): Promise<void> {
    throw new Error('a test drops its database instead');
  }
}

/** A service's schema with inbox, outbox, and a table for what handlers do. */
export function connectMessagingDatabase(url: string): Promise<Database> {
  return Database.connect({
    url,
    schema: 'service',
    poolSize: 8,
    migrations: [CreateMessaging1767225600000],
    applicationName: 'test',
  });
}

/** The same in a database of the test's own. */
export async function createMessagingDatabase() {
  const own = await createTestDatabase();
  const database = await connectMessagingDatabase(own.url);
  await database.migrate();
  const drop = async () => {
    await database.close();
    await own.drop();
  };
  return { url: own.url, database, drop };
}
