import { syncServiceConfig } from '@tongbu/sync-engine';
import { z } from 'zod';

const hours = z.coerce.number().positive().max(8_760);

export const logisticsSyncConfig = syncServiceConfig('logistics-sync').extend({
  /** How long after payment an order is to be shipped in full. */
  SHIP_WITHIN_HOURS: hours.default(48),
  /** How long before that it counts as near. */
  SHIP_NEAR_HOURS: hours.default(12),
});
export type LogisticsSyncConfig = z.output<typeof logisticsSyncConfig>;
