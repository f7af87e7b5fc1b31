import type { Lane } from '@tongbu/platform';

/** The part (0..1] of every quota that a lane may use; 1 for lanes left out. */
export type LaneShares = Readonly<Partial<Record<Lane, number>>>;

export const DEFAULT_LANE_SHARES: LaneShares = { backfill: 0.6 };

/**
 * One limit of WeChat's.
 * - `pace`: never more than `limit` calls in any window of `windowMs`, spread evenly, after a pause `burst` of them at once
 * - `sliding`: never more than `limit` in any window of `windowMs`, at any speed; remembers each call, so for small limits
 * - `day`: `limit` calls in a day of UTC+8, of which 1 % stays in reserve when there are 100 or more
 *
 * `guardMs` lengthens the window by the time a call may take from its grant to WeChat; left out, it is
 * 1 % of the window, at least 20 and at most 300.
 */
export type QuotaWindow =
  | {
      readonly kind: 'pace';
      readonly name: string;
      readonly limit: number;
      readonly windowMs: number;
      readonly burst?: number;
      readonly guardMs?: number;
    }
  | {
      readonly kind: 'sliding';
      readonly name: string;
      readonly limit: number;
      readonly windowMs: number;
      readonly guardMs?: number;
    }
  | { readonly kind: 'day'; readonly name: string; readonly limit: number };

/** Calls that WeChat counts together: one endpoint, or several such as product add and update. */
export interface QuotaGroup {
  readonly name: string;
  readonly windows: readonly QuotaWindow[];
}

export interface Ask {
  readonly appId: string;
  readonly group: QuotaGroup;
  readonly lane: Lane;
}

/**
 * - `busy`: others are before us; `quota`: the hour or the day is used up
 * - `paused`: WeChat said that we are too fast; `parked`: WeChat said that the day's quota is used up
 */
export type RefusalReason = 'busy' | 'quota' | 'paused' | 'parked';

export type Admission =
  /** The call may start until `expiresAt` (of `Clock.monotonic()`); check in the last synchronous step before it. */
  | {
      readonly granted: true;
      readonly expiresAt: number;
      /** To be called at most once, when the call was not made: then it counts neither in the hour nor in the day. */
      readonly giveBack: () => Promise<void>;
    }
  /** Come back at `retryAt`; each of several askers is given its own time. */
  | { readonly granted: false; readonly retryAt: Date; readonly reason: RefusalReason };

/** What WeChat complained about: calls within a moment (300000), a minute (45011) or the day (45009). */
export type ThrottleSignal = 'burst' | 'minute' | 'day';

export interface WindowUsage {
  readonly name: string;
  readonly kind: QuotaWindow['kind'];
  readonly limit: number;
  /** Calls granted in the window that ends now; unknown for `pace`. */
  readonly used?: number;
}

export interface GroupUsage {
  readonly group: string;
  /** The part of the documented pace that is in use, 1 unless WeChat complained. */
  readonly factor: number;
  readonly pausedUntil?: Date;
  readonly parkedUntil?: Date;
  readonly windows: readonly WindowUsage[];
}

/** Admits calls to WeChat so that no quota is ever exceeded, whatever the number of processes. */
export abstract class Limiter {
  /** Waits no longer than a moment (about 50 ms) for a grant; every HTTP attempt needs one of its own. */
  abstract admit(ask: Ask): Promise<Admission>;
  /** Learns from WeChat's complaint: slows down and pauses, or parks the group until the day turns in UTC+8. */
  abstract throttled(appId: string, group: QuotaGroup, signal: ThrottleSignal): Promise<void>;
  /** What is used of each quota, for metrics and operators. */
  abstract snapshot(appId: string, groups: readonly QuotaGroup[]): Promise<readonly GroupUsage[]>;
}
