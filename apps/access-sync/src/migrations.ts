import { messagingMigrationSql } from '@tongbu/messaging';
import { createTables } from '@tongbu/platform';
import { factBookSql, syncEngineMigrationSql } from '@tongbu/sync-engine';

export const migrations = [
  createTables('CreateAccess1772496000000', [messagingMigrationSql, syncEngineMigrationSql, factBookSql]),
];
