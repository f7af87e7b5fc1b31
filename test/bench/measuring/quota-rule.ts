import { assertUnreachable } from '@tongbu/platform';

/** When a quota of so many calls in any second holds, from a moment after the first call on, in ms. */
export interface CapacityStep {
  readonly fromMs: number;
  readonly perSecond: number;
}

/**
 * What is done with calls beyond a quota.
 * - `none`: there is no quota
 * - `refuse`: they are refused; the quota may change with time
 * - `ban`: the first of them is refused, and so is everything else for some time
 */
export type QuotaRule =
  | { readonly kind: 'none' }
  | { readonly kind: 'refuse'; readonly steps: readonly CapacityStep[] }
  | { readonly kind: 'ban'; readonly perSecond: number; readonly banMs: number };

const WINDOW_MS = 1_000;

/** Counts calls in any window of a second, by the time they arrive. */
export class Quota {
  private readonly accepted: number[] = [];
  private first: number | undefined;
  private bannedUntil = Number.NEGATIVE_INFINITY;

  constructor(private readonly rule: QuotaRule) {}

  /** Whether a call that arrives now is accepted. Times in ms, in order. */
  take(now: number): boolean {
    const { rule } = this;
    this.first ??= now;
    switch (rule.kind) {
      case 'none':
        return true;
      case 'refuse': {
        const since = now - this.first;
        const { perSecond } = rule.steps.findLast(({ fromMs }) => fromMs <= since) ?? { perSecond: 0 };
        return this.count(now, perSecond);
      }
      case 'ban':
        if (now < this.bannedUntil) return false;
        if (this.count(now, rule.perSecond)) return true;
        this.bannedUntil = now + rule.banMs;
        return false;
      default:
        return assertUnreachable(rule);
    }
  }

  private count(now: number, limit: number): boolean {
    while ((this.accepted[0] ?? now) <= now - WINDOW_MS) this.accepted.shift();
    if (this.accepted.length >= limit) return false;
    this.accepted.push(now);
    return true;
  }
}
