import { syncServiceConfig } from '@tongbu/sync-engine';
import { z } from 'zod';

export const accessSyncConfig = syncServiceConfig('access-sync').extend({
  /** How long the administrator has to confirm an application. WeChat's 24 hours are reported, not documented. */
  CONFIRM_WITHIN_HOURS: z.coerce.number().positive().max(720).default(24),
});
export type AccessSyncConfig = z.output<typeof accessSyncConfig>;
