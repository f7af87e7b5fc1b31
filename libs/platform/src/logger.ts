import { destination as fileDescriptor, pino, stdTimeFunctions, type Logger as PinoLogger } from 'pino';
import { GatheredLines } from './gathered-lines';
import { hideBelow, masks } from './hide-secrets';

export type Logger = PinoLogger;

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

let output: GatheredLines | undefined;

/** One for all loggers of the process, so that their lines keep their order. */
function standardOutput(): GatheredLines {
  output ??= new GatheredLines(fileDescriptor(1));
  return output;
}

/** One JSON object per line, secrets hidden and personal data masked. What belongs to a trace is logged with its `traceId`. */
export function createLogger({ service, level, destination = standardOutput() }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: { service },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: hideBelow },
      serializers: { ...masks, err: describeError },
    },
    destination,
  );
}
