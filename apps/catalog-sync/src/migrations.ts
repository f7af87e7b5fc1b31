import { messagingMigrationSql } from '@tongbu/messaging';
import {
  componentOpeningsUpgradeSql,
  contradictionsUpgradeSql,
  deadlinesUpgradeSql,
  dueInAppsUpgradeSql,
  dueInLanesUpgradeSql,
  factBookSql,
  placesUpgradeSql,
  referenceListsSql,
  roomForLeasesUpgradeSql,
  syncEngineMigrationSql,
} from '@tongbu/sync-engine';
import { createTables } from '@tongbu/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

class CreateCatalog1767225600000 implements MigrationInterface {
  readonly name = 'CreateCatalog1767225600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [...messagingMigrationSql.up, ...syncEngineMigrationSql.up]) await runner.query(sql);
    await runner.query(`CREATE TABLE pictures (
      app_id text NOT NULL,
      source_url text NOT NULL,
      channel_url text NOT NULL,
      exchanged_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (app_id, source_url)
    )`);
    // A callback about a qualification names its review, not the qualification.
    await runner.query(
      `CREATE INDEX sync_rows_audit ON sync_rows (app_id, (observed->'audit'->>'id'))
       WHERE kind IN ('category-qualification', 'brand-qualification')`,
    );
    for (const sql of referenceListsSql.up) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of referenceListsSql.down) await runner.query(sql);
    await runner.query(`DROP TABLE pictures`);
    for (const sql of [...syncEngineMigrationSql.down, ...messagingMigrationSql.down])
      await runner.query(sql);
  }
}

/** Pictures are exchanged once per content; until then, once per address. */
class NamePicturesByContent1769904000000 implements MigrationInterface {
  readonly name = 'NamePicturesByContent1769904000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE pictures ADD content_hash text, ADD etag text, ADD last_modified text,
         ADD looked_at timestamptz NOT NULL DEFAULT to_timestamp(0)`,
    );
    // What was exchanged is forgotten by the address the channel gave it.
    await runner.query(`CREATE INDEX pictures_channel_url ON pictures (app_id, channel_url)`);
    await runner.query(`CREATE TABLE picture_contents (
      app_id text NOT NULL,
      content_hash text NOT NULL,
      channel_url text NOT NULL,
      exchanged_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (app_id, content_hash)
    )`);
    await runner.query(`CREATE INDEX picture_contents_channel_url ON picture_contents (app_id, channel_url)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE picture_contents`);
    await runner.query(`DROP INDEX pictures_channel_url`);
    await runner.query(
      `ALTER TABLE pictures DROP content_hash, DROP etag, DROP last_modified, DROP looked_at`,
    );
  }
}

class CountContradictions1769990400000 implements MigrationInterface {
  readonly name = 'CountContradictions1769990400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const sql of contradictionsUpgradeSql.up) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of contradictionsUpgradeSql.down) await runner.query(sql);
  }
}

class AddDeadlines1770076800000 implements MigrationInterface {
  readonly name = 'AddDeadlines1770076800000';

  async up(runner: QueryRunner): Promise<void> {
    for (const sql of deadlinesUpgradeSql.up) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of deadlinesUpgradeSql.down) await runner.query(sql);
  }
}

class KeepOpeningsAndPlaces1770163200000 implements MigrationInterface {
  readonly name = 'KeepOpeningsAndPlaces1770163200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [...componentOpeningsUpgradeSql.up, ...placesUpgradeSql.up]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of [...placesUpgradeSql.down, ...componentOpeningsUpgradeSql.down])
      await runner.query(sql);
  }
}

export const migrations = [
  CreateCatalog1767225600000,
  NamePicturesByContent1769904000000,
  CountContradictions1769990400000,
  AddDeadlines1770076800000,
  KeepOpeningsAndPlaces1770163200000,
  createTables('HearOfScenes1772582400000', [factBookSql]),
  createTables('LookForDueRowsInLanes1795651200000', [dueInLanesUpgradeSql]),
  createTables('LookForDueRowsInApps1795694400000', [dueInAppsUpgradeSql]),
  createTables('LeaveRoomForLeases1795780800000', [roomForLeasesUpgradeSql]),
];
