import { syncServiceConfig, type SyncServiceConfig } from '@tongbu/sync-engine';

export const orderSyncConfig = syncServiceConfig('order-sync');
export type OrderSyncConfig = SyncServiceConfig;
