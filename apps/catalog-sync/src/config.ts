import { syncServiceConfig, type SyncServiceConfig } from '@tongbu/sync-engine';

export const catalogSyncConfig = syncServiceConfig('catalog-sync');
export type CatalogSyncConfig = SyncServiceConfig;
