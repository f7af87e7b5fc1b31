import { messagingMigrationSql } from '@tongbu/messaging';
import { createTables } from '@tongbu/platform';
import {
  dueInLanesUpgradeSql,
  factBookSql,
  referenceListsSql,
  syncEngineMigrationSql,
} from '@tongbu/sync-engine';
import { carrierMappingsSql } from './carriers/carrier-mappings';

export const migrations = [
  createTables('CreateLogistics1770163200000', [
    messagingMigrationSql,
    syncEngineMigrationSql,
    factBookSql,
    referenceListsSql,
    carrierMappingsSql,
  ]),
  createTables('LookForDueRowsInLanes1795651200000', [dueInLanesUpgradeSql]),
];
