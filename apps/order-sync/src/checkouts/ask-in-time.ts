import { setTimeout as delay } from 'node:timers/promises';
import { assertUnreachable, inTime, type Clock } from '@tongbu/platform';
import { outcomeOf, type CallOutcome, type ChannelResult } from '@tongbu/sync-engine';
import { orderErrors } from '../orders/order.errors';

/** After a call that failed, or got no answer. */
const AGAIN_MS = 200;
/** The least that is waited for a turn within a quota, which may have come meanwhile. */
const SHORTEST_MS = 5;

/** What came of asking while somebody waited. `late`: it could not be had in time, or cannot be had now. */
export type Asked<T> =
  | { readonly kind: 'answered'; readonly value: T }
  | { readonly kind: 'late' }
  | Extract<CallOutcome, { kind: 'refused' | 'contradicted' }>;

/**
 * Asks WeChat for somebody who waits until a monotonic time: as soon as a quota has a turn, and again after a call that
 * failed. For calls that may be repeated.
 */
export async function askInTime<T>(
  clock: Clock,
  until: number,
  ask: () => Promise<ChannelResult<T>>,
): Promise<Asked<T>> {
  for (;;) {
    const result = await within(clock, until, ask);
    if (result === undefined) return { kind: 'late' };
    if (result.ok) return { kind: 'answered', value: result.value };
    const outcome = outcomeOf(result.error, clock.now(), orderErrors);
    if (outcome.kind === 'refused' || outcome.kind === 'contradicted') return outcome;
    const pause = pauseAfter(outcome, clock.now());
    if (clock.monotonic() + pause >= until) return { kind: 'late' };
    await delay(pause);
  }
}

function pauseAfter(outcome: Exclude<CallOutcome, { kind: 'refused' | 'contradicted' }>, now: Date): number {
  switch (outcome.kind) {
    case 'deferred':
      return Math.max(SHORTEST_MS, outcome.until.getTime() - now.getTime());
    case 'failed':
    case 'unknown':
      return AGAIN_MS;
    default:
      return assertUnreachable(outcome);
  }
}

/** undefined: no answer in time. */
async function within<T>(clock: Clock, until: number, ask: () => Promise<T>): Promise<T | undefined> {
  const left = until - clock.monotonic();
  return left <= 0 ? undefined : inTime(ask(), left);
}
