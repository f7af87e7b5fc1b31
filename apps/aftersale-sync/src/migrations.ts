import { messagingMigrationSql } from '@tongbu/messaging';
import { picturesSql } from '@tongbu/pictures';
import { createTables } from '@tongbu/platform';
import {
  dueInAppsUpgradeSql,
  dueInLanesUpgradeSql,
  factBookSql,
  listWatchesSql,
  roomForLeasesUpgradeSql,
  syncEngineMigrationSql,
} from '@tongbu/sync-engine';
import { aftersaleRowsSql } from './aftersales/aftersale-rows';
import { orderLeasesSql } from './leases/order-leases';
import { metricsSql } from './metrics';

export const migrations = [
  createTables('CreateAftersales1770249600000', [
    messagingMigrationSql,
    syncEngineMigrationSql,
    factBookSql,
    picturesSql,
    orderLeasesSql,
    listWatchesSql,
    aftersaleRowsSql,
    metricsSql,
  ]),
  createTables('LookForDueRowsInLanes1795651200000', [dueInLanesUpgradeSql]),
  createTables('LookForDueRowsInApps1795694400000', [dueInAppsUpgradeSql]),
  createTables('LeaveRoomForLeases1795780800000', [roomForLeasesUpgradeSql]),
];
