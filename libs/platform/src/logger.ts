import { pino, stdTimeFunctions, type Logger as PinoLogger } from 'pino';
import { currentTraceId } from './tracing';

export type Logger = PinoLogger;

/** Names whose values never reach a log, wherever they stand in a logged object (up to four levels deep). */
const SECRET = [
  'secret',
  'token',
  'accessToken',
  'access_token',
  'encodingAesKey',
  'apiKey',
  'authorization',
  'password',
];
/** Personal data: the last four characters stay, so that a support case can be matched. */
const PERSONAL = [
  'openid',
  'phone',
  'telNumber',
  'tel_number',
  'mobile',
  'address',
  'detailedAddress',
  'receiverName',
];

const DEPTHS = ['', '*.', '*.*.', '*.*.*.'];
const paths = (names: readonly string[]) => DEPTHS.flatMap((depth) => names.map((name) => depth + name));

function mask(value: unknown, path: readonly string[]): unknown {
  const name = path.at(-1) ?? '';
  if (SECRET.includes(name) || typeof value !== 'string') return '[hidden]';
  return value.length <= 4 ? '****' : `****${value.slice(-4)}`;
}

/** What a log may know of an error. Libraries hang whole requests on theirs: statement parameters, bodies, headers. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  return {
    type: name,
    message,
    ...('code' in error ? { code: error.code } : {}),
    ...(stack === undefined ? {} : { stack }),
    ...(cause instanceof Error ? { cause: describeError(cause) } : {}),
  };
}

export interface LoggerOptions {
  readonly service: string;
  readonly level: string;
  /** Where lines go; standard output when left out. */
  readonly destination?: { write(line: string): void };
}

/** One JSON object per line, with the trace it belongs to, secrets hidden and personal data masked. */
export function createLogger({ service, level, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: { service },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => {
        const traceId = currentTraceId();
        return traceId === undefined ? {} : { traceId };
      },
      serializers: { err: describeError },
      redact: { paths: paths([...SECRET, ...PERSONAL]), censor: mask },
    },
    ...(destination === undefined ? [] : [destination]),
  );
}
