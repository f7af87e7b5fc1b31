import type { Clock } from '@tongbu/platform';
import type { CallError, Refused } from './call-result';

/**
 * Codes by which WeChat closes an interface to the whole account. WeChat documentation: 1040003 the component is not
 * open, 48001 no permission, 48004 blocked after a violation, 50001 and 61007 not authorised, 50007 frozen, 45035 and
 * 61004 the caller's address is not on the list.
 */
const CLOSING: ReadonlySet<number> = new Set([1040003, 48001, 48004, 50001, 50007, 61007, 45035, 61004]);

/** How long a refusal is believed. Every process asks that often, however many things wait for an answer. */
export const CLOSED_MS = 10_000;

/**
 * What WeChat refused the account a moment ago it would refuse everybody else: the answer serves them all. In process,
 * as the circuit breaker is.
 */
export class ClosedInterfaces {
  private readonly refusals = new Map<string, { readonly error: Refused; readonly until: number }>();

  constructor(private readonly clock: Clock) {}

  /** The refusal that still stands. */
  refusal(appId: string, path: string): Refused | undefined {
    const known = this.refusals.get(`${appId} ${path}`);
    return known !== undefined && this.clock.monotonic() < known.until ? known.error : undefined;
  }

  report(appId: string, path: string, error: CallError | undefined): void {
    const key = `${appId} ${path}`;
    // Whether the component is open is what these are asked for; their answer must be new.
    const closes =
      error?.kind === 'refused' && CLOSING.has(error.code) && !path.startsWith('/shop/register/');
    if (closes) this.refusals.set(key, { error, until: this.clock.monotonic() + CLOSED_MS });
    else this.refusals.delete(key);
  }
}
