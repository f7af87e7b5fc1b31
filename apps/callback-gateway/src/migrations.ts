import { messagingMigrationSql } from '@tongbu/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

class CreateCallbacks1767225600000 implements MigrationInterface {
  readonly name = 'CreateCallbacks1767225600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE callbacks (
      app_id text NOT NULL,
      hash text NOT NULL,
      event text NOT NULL,
      entity text,
      create_time timestamptz,
      received_at timestamptz NOT NULL,
      format text NOT NULL,
      message text NOT NULL,
      PRIMARY KEY (app_id, hash)
    )`);
    await runner.query(`CREATE INDEX callbacks_received ON callbacks (received_at)`);
    await runner.query(`CREATE INDEX callbacks_event ON callbacks (app_id, event, received_at)`);
    for (const sql of messagingMigrationSql.up) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of messagingMigrationSql.down) await runner.query(sql);
    await runner.query(`DROP TABLE callbacks`);
  }
}

export const migrations = [CreateCallbacks1767225600000];
