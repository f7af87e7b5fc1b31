import { messagingMigrationSql } from '@tongbu/messaging';
import { createTables } from '@tongbu/platform';
import {
  dueInAppsUpgradeSql,
  dueInLanesUpgradeSql,
  factBookSql,
  roomForLeasesUpgradeSql,
  syncEngineMigrationSql,
} from '@tongbu/sync-engine';

export const migrations = [
  createTables('CreateAccess1772496000000', [messagingMigrationSql, syncEngineMigrationSql, factBookSql]),
  createTables('LookForDueRowsInLanes1795651200000', [dueInLanesUpgradeSql]),
  createTables('LookForDueRowsInApps1795694400000', [dueInAppsUpgradeSql]),
  createTables('LeaveRoomForLeases1795780800000', [roomForLeasesUpgradeSql]),
];
