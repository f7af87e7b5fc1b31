import { messagingMigrationSql } from '@tongbu/messaging';
import { createTables } from '@tongbu/platform';
import {
  dueInAppsUpgradeSql,
  dueInLanesUpgradeSql,
  factBookSql,
  listWatchesSql,
  roomForLeasesUpgradeSql,
  syncEngineMigrationSql,
} from '@tongbu/sync-engine';
import { unpaidOrdersSql } from './lists/unpaid-orders';
import { openCompensationsSql } from './open-compensations';
import { orderLookupSql } from './orders/order.lookup';
import { sceneChecksSql } from './scenes/scene-checks';

export const migrations = [
  createTables('CreateOrders1769904000000', [
    messagingMigrationSql,
    syncEngineMigrationSql,
    factBookSql,
    orderLookupSql,
    openCompensationsSql,
    sceneChecksSql,
  ]),
  createTables('WatchOrders1770336000000', [listWatchesSql, unpaidOrdersSql]),
  createTables('LookForDueRowsInLanes1795651200000', [dueInLanesUpgradeSql]),
  createTables('LookForDueRowsInApps1795694400000', [dueInAppsUpgradeSql]),
  createTables('LeaveRoomForLeases1795780800000', [roomForLeasesUpgradeSql]),
];
