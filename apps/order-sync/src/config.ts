import { listConfig, syncServiceConfig } from '@tongbu/sync-engine';
import type { z } from 'zod';

export const orderSyncConfig = syncServiceConfig('order-sync').extend(listConfig);
export type OrderSyncConfig = z.output<typeof orderSyncConfig>;
