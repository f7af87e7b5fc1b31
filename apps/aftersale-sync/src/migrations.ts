import { messagingMigrationSql } from '@tongbu/messaging';
import { picturesSql } from '@tongbu/pictures';
import { factBookSql, syncEngineMigrationSql } from '@tongbu/sync-engine';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { aftersaleRowsSql } from './aftersales/aftersale-rows';
import { orderLeasesSql } from './leases/order-leases';
import { listWatchesSql } from './lists/list-watches';
import { metricsSql } from './metrics';

const TABLES = [
  messagingMigrationSql,
  syncEngineMigrationSql,
  factBookSql,
  picturesSql,
  orderLeasesSql,
  listWatchesSql,
  aftersaleRowsSql,
  metricsSql,
];

class CreateAftersales1770249600000 implements MigrationInterface {
  readonly name = 'CreateAftersales1770249600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const sql of TABLES.flatMap(({ up }) => up)) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of TABLES.toReversed().flatMap(({ down }) => down)) await runner.query(sql);
  }
}

export const migrations = [CreateAftersales1770249600000];
