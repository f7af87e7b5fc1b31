import { serviceConfig } from '@tongbu/platform';
import { z } from 'zod';

/** What every service that keeps things in step needs to know; `service` names its Kafka group by default. */
export function syncServiceConfig(service: string) {
  return serviceConfig.extend({
    TONGBU_ACCOUNTS_FILE: z.string({ error: 'expected the path of the accounts file' }),
    /** Prefix of every key in Redis. */
    REDIS_PREFIX: z.string().default('tongbu'),
    KAFKA_GROUP_ID: z.string().default(`tongbu.${service}`),
    /** Things of one kind of a mini program worked on at the same time. */
    WORKERS: z.coerce.number().int().min(1).max(500).default(48),
  });
}
export type SyncServiceConfig = z.output<ReturnType<typeof syncServiceConfig>>;
