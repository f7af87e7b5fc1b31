import { picturesConfig } from '@tongbu/pictures';
import { listConfig, syncServiceConfig } from '@tongbu/sync-engine';
import { z } from 'zod';

export const aftersaleSyncConfig = syncServiceConfig('aftersale-sync')
  .extend(picturesConfig)
  .extend(listConfig)
  .extend({
    /** How long before a deadline the merchant is warned; the shortest are 48 hours. */
    DEADLINE_WARNING_HOURS: z.coerce.number().positive().lt(48).default(6),
    /** How far back WeChat's lists are read the first time, for what began before this service ran. */
    FIRST_LOOK_DAYS: z.coerce.number().int().min(1).max(365).default(30),
  });
export type AftersaleSyncConfig = z.output<typeof aftersaleSyncConfig>;
