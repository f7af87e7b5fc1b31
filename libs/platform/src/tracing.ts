import { randomFillSync } from 'node:crypto';

/**
 * A trace, handed on by hand: in events, rows, calls and what is logged of them. Node could follow it by itself, and then every
 * promise and every socket of the process would cost more: a fifth of what a service spends on a push.
 */
export interface Trace {
  readonly traceId: string;
  /** Its W3C `traceparent`. */
  readonly traceparent: string;
}

/** W3C Trace Context: version, trace, span, flags. Later versions may say more after that; all zeros are no trace and no span. */
const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})(?<traceId>[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/;

/** A new trace. */
export function startTrace(): Trace {
  const traceId = randomHex(16);
  return { traceId, traceparent: `00-${traceId}-${randomHex(8)}-01` };
}

// Random bytes in stock: asking for fresh ones each time shows in a profile.
const stock = Buffer.alloc(4_096);
let used = stock.length;

function randomHex(bytes: number): string {
  if (used + bytes > stock.length) {
    randomFillSync(stock);
    used = 0;
  }
  used += bytes;
  return stock.toString('hex', used - bytes, used);
}

/** The trace that a W3C `traceparent` value names, or a new one when there is none or it is malformed. */
export function traceOf(traceparent: string | undefined | null): Trace {
  const traceId = traceparent ? TRACEPARENT.exec(traceparent)?.groups?.['traceId'] : undefined;
  return traceparent && traceId !== undefined ? { traceId, traceparent } : startTrace();
}
