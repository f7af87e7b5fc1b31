import { z } from 'zod';
import { CodedError } from './errors';

/** Reads a configuration from the environment and names every key that is wrong, with what was expected. */
export function parseConfig<Schema extends z.ZodType>(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(all)'}: ${issue.message}`);
  throw new CodedError('config-invalid', `the configuration is wrong:\n${wrong.join('\n')}`, false);
}

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);

/** What every service needs. A service extends it with its own keys. */
export const serviceConfig = z.object({
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'expected postgres://user:password@host:port/database',
  }),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'expected redis://host:port' }),
  KAFKA_BROKERS: z
    .string({ error: 'expected host:port, several separated by commas' })
    .transform((list) => list.split(',').map((broker) => broker.trim()))
    .pipe(
      z.array(z.string().regex(/^[^\s:]+:\d+$/, 'expected host:port, several separated by commas')).min(1),
    ),
  /** Address and port of health, metrics and admin endpoints; 0 takes any free port. */
  HTTP_HOST: z.string().default('0.0.0.0'),
  HTTP_PORT: port(8080),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(16),
});
export type ServiceConfig = z.output<typeof serviceConfig>;

export { port as portConfig };
