import { EventRegistry, type EventDefinition } from '@tongbu/contracts';
import { messagingMigrationSql } from '@tongbu/messaging';
import { Database } from '@tongbu/platform';
import { createTestDatabase } from '@tongbu/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import { factBookSql } from '../src/facts/fact-book';
import { referenceListsSql } from '../src/references/reference-lists';
import { syncEngineMigrationSql } from '../src/schema';
import { NOTED } from './row-store.suite';

class CreateEngine1767225600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const tables = [
      ...messagingMigrationSql.up,
      ...syncEngineMigrationSql.up,
      ...factBookSql.up,
      ...referenceListsSql.up,
    ];
    for (const sql of tables) await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('a test drops its database instead');
  }
}

const noted: EventDefinition = {
  type: NOTED,
  topic: 'test.lamps',
  summary: 'For tests.',
  subject: 'lamp id',
  data: z.object({ note: z.string() }),
  sample: { note: 'on' },
};

export const lampRegistry = new EventRegistry([noted]);

/** A service's schema with inbox, outbox and rows, in a database of the test's own. */
export async function createEngineDatabase() {
  const own = await createTestDatabase();
  const database = await Database.connect({
    url: own.url,
    schema: 'lamps',
    poolSize: 10,
    migrations: [CreateEngine1767225600000],
    applicationName: 'test',
  });
  await database.migrate();
  const drop = async () => {
    await database.close();
    await own.drop();
  };
  return { database, drop };
}
