import { messagingMigrationSql } from '@tongbu/messaging';
import { factBookSql, syncEngineMigrationSql } from '@tongbu/sync-engine';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { openCompensationsSql } from './open-compensations';
import { orderLookupSql } from './orders/order.lookup';
import { sceneChecksSql } from './scenes/scene-checks';

const TABLES = [
  messagingMigrationSql,
  syncEngineMigrationSql,
  factBookSql,
  orderLookupSql,
  openCompensationsSql,
  sceneChecksSql,
];

class CreateOrders1769904000000 implements MigrationInterface {
  readonly name = 'CreateOrders1769904000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const sql of TABLES.flatMap(({ up }) => up)) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const sql of TABLES.toReversed().flatMap(({ down }) => down)) await runner.query(sql);
  }
}

export const migrations = [CreateOrders1769904000000];
