import { serviceConfig } from '@tongbu/platform';
import { z } from 'zod';

export const catalogSyncConfig = serviceConfig.extend({
  TONGBU_ACCOUNTS_FILE: z.string({ error: 'expected the path of the accounts file' }),
  /** Prefix of every key in Redis. */
  REDIS_PREFIX: z.string().default('tongbu'),
  KAFKA_GROUP_ID: z.string().default('tongbu.catalog-sync'),
  /** Products worked on at the same time. */
  WORKERS: z.coerce.number().int().min(1).max(500).default(16),
});
export type CatalogSyncConfig = z.output<typeof catalogSyncConfig>;
