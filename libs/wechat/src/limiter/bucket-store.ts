import type { Lane } from '@tongbu/platform';
import type { GroupUsage, LaneShares, QuotaGroup, RefusalReason, ThrottleSignal } from './limiter';

const LEAST_GUARD_MS = 20;
const MOST_GUARD_MS = 300;
/** Of a window's length: what a long window gives up so that a process that is starved of CPU still uses its grants. */
const GUARD_PART = 0.01;
/** What is left of a guard is for the way from the last check to WeChat. */
const GRANT_PART = 0.75;
const DAY_MS = 86_400_000;
const UTC8_MS = 8 * 3_600_000;

/** A window as the stores count it. A lane with a share of its own has a second, smaller window beside the common one. */
export interface CountedWindow {
  readonly kind: 'pace' | 'sliding' | 'day';
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
  readonly burst: number;
  readonly guardMs: number;
  /** Usage before the state was lost counts here; not for a lane's own window, which is policy and not WeChat's limit. */
  readonly seeded: boolean;
}

export interface ReserveAsk {
  readonly appId: string;
  readonly group: string;
  readonly lane: Lane;
  readonly windows: readonly CountedWindow[];
  /** Longest wait for a slot in milliseconds; a later one is not reserved. */
  readonly momentMs: number;
  /** 0..1, spreads those who would all come back at the same time. */
  readonly random: number;
}

/** Where a grant was counted: its entry in the log of a sliding window, or the day it was counted in. */
export interface GrantMark {
  readonly kind: 'sliding' | 'day';
  readonly window: string;
  readonly value: string;
}

/** `inMs` counts from the moment of the decision. */
export type Decision =
  | { readonly kind: 'granted'; readonly inMs: number; readonly marks: readonly GrantMark[] }
  | { readonly kind: 'refused'; readonly inMs: number; readonly reason: RefusalReason };

/** When calls of a group were made since a time, newest or oldest first. Asked once when the counted state is lost. */
export type UsageHistory = (appId: string, group: string, since: Date) => Promise<readonly Date[]>;

export const noHistory: UsageHistory = () => Promise.resolve([]);

/** Where the state of the quotas lives. Each method is atomic. */
export abstract class BucketStore {
  /** Reserves the next slot that all windows allow, in all of them or in none. */
  abstract reserve(ask: ReserveAsk): Promise<Decision>;
  /** A grant was not used and never will be. Its slot in a pace is gone; hours and days have it back. */
  abstract giveBack(appId: string, group: string, marks: readonly GrantMark[]): Promise<void>;
  abstract throttle(appId: string, group: string, signal: ThrottleSignal): Promise<void>;
  abstract usage(appId: string, group: QuotaGroup): Promise<GroupUsage>;
}

/** The windows that count for a lane: the common ones, and its own smaller ones when its share is below 1. */
export function windowsOf(group: QuotaGroup, lane: Lane, shares: LaneShares): readonly CountedWindow[] {
  const common = group.windows.map((window): CountedWindow => ({
    kind: window.kind,
    name: window.name,
    limit: window.kind === 'day' && window.limit >= 100 ? Math.floor(window.limit * 0.99) : window.limit,
    windowMs: window.kind === 'day' ? DAY_MS : window.windowMs,
    burst: window.kind === 'pace' ? (window.burst ?? 1) : 1,
    guardMs: window.kind === 'day' ? 0 : (window.guardMs ?? guardOf(window.windowMs)),
    seeded: true,
  }));
  const share = shares[lane] ?? 1;
  if (share >= 1) return common;
  const own = common.map((window): CountedWindow => ({
    ...window,
    name: `${window.name}/${lane}`,
    limit: Math.max(1, Math.floor(window.limit * share)),
    burst: 1,
    seeded: false,
  }));
  return [...common, ...own];
}

const guardOf = (windowMs: number) =>
  Math.min(MOST_GUARD_MS, Math.max(LEAST_GUARD_MS, windowMs * GUARD_PART));

/**
 * How long after its slot a grant may be used, in ms. Within the guards that each window was lengthened by, calls that
 * come late cannot meet more of those that follow than the window takes.
 */
export function grantMsOf(windows: readonly CountedWindow[]): number {
  const guards = windows.filter(({ kind }) => kind !== 'day').map(({ guardMs }) => guardMs);
  return GRANT_PART * Math.min(...guards, MOST_GUARD_MS);
}

/** Number of the day in UTC+8, by which WeChat counts quotas. */
export function quotaDayOf(ms: number): number {
  return Math.floor((ms + UTC8_MS) / DAY_MS);
}

/** When a day in UTC+8 begins, in milliseconds since 1970. */
export function startOfQuotaDay(day: number): number {
  return day * DAY_MS - UTC8_MS;
}

/** How far back the longest seeded window reaches. */
export function historySince(windows: readonly CountedWindow[], nowMs: number): Date {
  const starts = windows
    .filter((window) => window.seeded && window.kind !== 'pace')
    .map((window) =>
      window.kind === 'day' ? startOfQuotaDay(quotaDayOf(nowMs)) : nowMs - window.windowMs - window.guardMs,
    );
  return new Date(Math.min(nowMs, ...starts));
}
