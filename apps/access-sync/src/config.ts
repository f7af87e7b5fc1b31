import { picturesConfig } from '@tongbu/pictures';
import { dataKeysConfig } from '@tongbu/platform';
import { syncServiceConfig } from '@tongbu/sync-engine';
import { z } from 'zod';

export const accessSyncConfig = syncServiceConfig('access-sync').extend({
  /** How long the administrator has to confirm an application. WeChat's 24 hours are reported, not documented. */
  CONFIRM_WITHIN_HOURS: z.coerce.number().positive().max(720).default(24),
  /** What seals the documents of merchant numbers, newest first. Needed as soon as one is published. */
  MERCHANT_DATA_KEYS: dataKeysConfig,
  ...picturesConfig,
});
export type AccessSyncConfig = z.output<typeof accessSyncConfig>;
