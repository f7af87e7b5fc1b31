import { messagingMigrationSql } from '@tongbu/messaging';
import { createTables } from '@tongbu/platform';
import {
  dueInAppsUpgradeSql,
  dueInLanesUpgradeSql,
  factBookSql,
  referenceListsSql,
  roomForLeasesUpgradeSql,
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
  createTables('LookForDueRowsInApps1795694400000', [dueInAppsUpgradeSql]),
  createTables('LeaveRoomForLeases1795780800000', [roomForLeasesUpgradeSql]),
];
