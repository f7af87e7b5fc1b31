import { messagingMigrationSql } from '@tongbu/messaging';
import { factBookSql, referenceListsSql, syncEngineMigrationSql } from '@tongbu/sync-engine';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { carrierMappingsSql } from './carriers/carrier-mappings';

const TABLES = [
  messagingMigrationSql,
  syncEngineMigrationSql,
  factBookSql,
  referenceListsSql,
  carrierMappingsSql,
];

class CreateLogistics1770163200000 implements MigrationInterface {
  readonly name = 'CreateLogistics1770163200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const sql of TABLES.flatMap(({ up }) => up)) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of TABLES.toReversed().flatMap(({ down }) => down)) await runner.query(sql);
  }
}

export const migrations = [CreateLogistics1770163200000];
