import { largestWindow } from './statistics';
import type { Arrival } from './wechat';

export interface QuotaUse {
  /** The part of what was allowed that was used, 1 for all of it. */
  readonly share: number;
  /** The most calls in any second. */
  readonly largest: number;
  /** How many of them were too many. */
  readonly overshoot: number;
}

const SECOND = 1_000;

/**
 * What was made of a quota of `perSecond` calls in any second, for `ms` from `afterMs` after the first call on. Every call
 * counts against the quota, whenever it came.
 */
export function useOfQuota(
  arrivals: readonly Pick<Arrival, 'at'>[],
  perSecond: number,
  { afterMs, ms }: { readonly afterMs: number; readonly ms: number },
): QuotaUse {
  const moments = arrivals.map(({ at }) => at);
  const from = (moments[0] ?? 0) + afterMs;
  const counted = moments.filter((at) => at >= from && at < from + ms).length;
  const largest = largestWindow(moments, SECOND);
  return {
    share: (counted * SECOND) / (perSecond * ms),
    largest,
    overshoot: Math.max(0, largest - perSecond),
  };
}
