import { picturesConfig } from '@tongbu/pictures';
import { syncServiceConfig } from '@tongbu/sync-engine';
import type { z } from 'zod';

export const catalogSyncConfig = syncServiceConfig('catalog-sync').extend(picturesConfig);
export type CatalogSyncConfig = z.output<typeof catalogSyncConfig>;
