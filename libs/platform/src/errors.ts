import { isPreparationLost } from './prepared-statements';

/** An error the caller can act on: a stable `code`, whether trying again can help, and what caused it. */
export class CodedError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly retriable: boolean,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'CodedError';
  }
}

/** The message of anything that can be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const RETRIABLE_SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** SQLSTATE classes of a database that is away, restarting, out of resources or resolved a conflict against us. */
const RETRIABLE_SQLSTATE = /^(08|40|53|55|57)/;

/**
 * What pg and TypeORM say, without a code, of a connection that could not be had, or that ended under a query, between two
 * statements of a transaction, or while an answer was waited for.
 */
const CONNECTION_LOST =
  /connection terminated|connection is closed|timeout exceeded when trying to connect|driver not connected|query runner already released|is not queryable|query read timeout/i;

/**
 * Whether the same work may succeed when it is tried again: our own `retriable` bit, a lost connection, or a database
 * that is restarting. Anything else is taken to be wrong for good.
 */
export function isRetriable(error: unknown): boolean {
  if (error instanceof CodedError) return error.retriable;
  if (!(error instanceof Error)) return false;
  const { code, driverError } = error as { code?: unknown; driverError?: unknown };
  if (typeof code === 'string') {
    if (RETRIABLE_SYSTEM_CODES.has(code) || RETRIABLE_SQLSTATE.test(code)) return true;
  }
  if (isPreparationLost(error)) return true;
  if (driverError !== undefined && driverError !== error) return isRetriable(driverError);
  if ('retriable' in error && error.retriable === true) return true;
  return CONNECTION_LOST.test(error.message);
}
