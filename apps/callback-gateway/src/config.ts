import { portConfig, serviceConfig } from '@tongbu/platform';
import { z } from 'zod';

export const gatewayConfig = serviceConfig.omit({ REDIS_URL: true }).extend({
  TONGBU_ACCOUNTS_FILE: z.string({ error: 'expected the path of the accounts file' }),
  /** Where WeChat calls. Health, metrics and everything internal listen on HTTP_PORT instead. */
  GATEWAY_HOST: z.string().default('0.0.0.0'),
  GATEWAY_PORT: portConfig(8090),
});
export type GatewayConfig = z.output<typeof gatewayConfig>;
