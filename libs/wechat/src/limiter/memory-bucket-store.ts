import type { Clock, Lane } from '@tongbu/platform';
import {
  BucketStore,
  historySince,
  noHistory,
  quotaDayOf,
  startOfQuotaDay,
  type CountedWindow,
  type Decision,
  type GrantMark,
  type ReserveAsk,
  type UsageHistory,
} from './bucket-store';
import type { GroupUsage, QuotaGroup, RefusalReason, ThrottleSignal, WindowUsage } from './limiter';
import { BURST_PAUSE_MS, factorAfter, peakOf, RECOVER_MS, type Cut } from './recovery';

interface Bucket {
  /** When each pace has caught up with its grants. */
  readonly paces: Map<string, number>;
  /** Times of the newest grants, the oldest first. */
  readonly logs: Map<string, number[]>;
  readonly days: Map<string, { day: number; count: number }>;
  /** The last time a refused asker of a lane was told to come back. */
  readonly lines: Map<Lane, number>;
  cut: Cut | undefined;
  cutAt: number;
  pausedUntil: number;
  parkedUntil: number;
}

/** The same quotas as in Redis, for one process and for tests. */
export class MemoryBucketStore extends BucketStore {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly clock: Clock,
    private readonly usageHistory: UsageHistory = noHistory,
  ) {
    super();
  }

  /** Forgets everything, as an emptied Redis does. */
  clear(): void {
    this.buckets.clear();
  }

  override async reserve(ask: ReserveAsk): Promise<Decision> {
    const bucket = this.bucketOf(ask.appId, ask.group);
    const unseeded = ask.windows.some((window) => isUnseeded(bucket, window) && window.seeded);
    const since = historySince(ask.windows, this.now());
    const history = unseeded ? await this.usageHistory(ask.appId, ask.group, since) : [];
    const seeds = history.map((at) => at.getTime()).sort((a, b) => a - b);
    for (const window of ask.windows) {
      if (isUnseeded(bucket, window)) this.seed(bucket, window, window.seeded ? seeds : []);
    }
    return this.decide(bucket, ask, this.now());
  }

  override giveBack(appId: string, group: string, marks: readonly GrantMark[]): Promise<void> {
    const bucket = this.bucketOf(appId, group);
    for (const { kind, window, value } of marks) {
      if (kind === 'sliding') {
        const log = bucket.logs.get(window) ?? [];
        bucket.logs.set(
          window,
          log.filter((at) => String(at) !== value),
        );
      } else {
        const counted = bucket.days.get(window);
        if (counted !== undefined && String(counted.day) === value)
          counted.count = Math.max(0, counted.count - 1);
      }
    }
    return Promise.resolve();
  }

  override throttle(appId: string, group: string, signal: ThrottleSignal): Promise<void> {
    const bucket = this.bucketOf(appId, group);
    const now = this.now();
    if (signal === 'day') {
      bucket.parkedUntil = startOfQuotaDay(quotaDayOf(now) + 1) + 1000;
      return Promise.resolve();
    }
    const pause = signal === 'minute' ? (Math.floor(now / 60_000) + 1) * 60_000 : now + BURST_PAUSE_MS;
    bucket.pausedUntil = Math.max(pause, bucket.pausedUntil);
    if (now - bucket.cutAt >= 1000) {
      const reached = factorOf(bucket, now);
      bucket.cut = {
        reached,
        peak: peakOf(reached, bucket.cut),
        risesFrom: bucket.pausedUntil,
        recoverMs: RECOVER_MS[signal],
      };
      bucket.cutAt = now;
    }
    return Promise.resolve();
  }

  override usage(appId: string, group: QuotaGroup): Promise<GroupUsage> {
    const bucket = this.bucketOf(appId, group.name);
    const now = this.now();
    const later = (at: number) => (at > now ? new Date(at) : undefined);
    return Promise.resolve({
      group: group.name,
      factor: factorOf(bucket, now),
      pausedUntil: later(bucket.pausedUntil),
      parkedUntil: later(bucket.parkedUntil),
      windows: group.windows.map((window): WindowUsage => {
        const { kind, name, limit } = window;
        if (window.kind === 'pace') return { kind, name, limit };
        if (window.kind === 'day') return { kind, name, limit, used: usedToday(bucket, name, now) };
        const log = bucket.logs.get(name) ?? [];
        return { kind, name, limit, used: log.filter((at) => at > now - window.windowMs).length };
      }),
    });
  }

  private decide(bucket: Bucket, ask: ReserveAsk, now: number): Decision {
    const factor = factorOf(bucket, now);
    let at = now;
    let reason: RefusalReason = 'busy';
    const notBefore = (earliest: number, because: RefusalReason) => {
      if (earliest > at) [at, reason] = [earliest, because];
    };
    notBefore(bucket.pausedUntil, 'paused');
    for (const window of ask.windows) {
      switch (window.kind) {
        case 'pace': {
          const burst = factor < 1 ? 1 : window.burst;
          const step = stepOf(window, factor);
          const caughtUp = bucket.paces.get(window.name) ?? now + ask.momentMs + burst * step;
          bucket.paces.set(window.name, caughtUp);
          notBefore(caughtUp - (burst - 1) * step, 'busy');
          break;
        }
        case 'sliding':
          notBefore(freeAt(bucket, window), 'quota');
          break;
        case 'day':
          if (usedToday(bucket, window.name, now) >= window.limit) {
            notBefore(startOfQuotaDay(quotaDayOf(now) + 1), 'quota');
          }
          break;
      }
    }
    notBefore(bucket.parkedUntil, 'parked');
    if (at - now <= ask.momentMs) {
      const marks = this.take(bucket, ask.windows, at, factor, now);
      return { kind: 'granted', inMs: at - now, marks };
    }
    return { kind: 'refused', inMs: this.comeBackAt(bucket, ask, at, factor, now) - now, reason };
  }

  private take(
    bucket: Bucket,
    windows: readonly CountedWindow[],
    at: number,
    factor: number,
    now: number,
  ): GrantMark[] {
    const marks: GrantMark[] = [];
    for (const window of windows) {
      if (window.kind === 'pace') {
        bucket.paces.set(
          window.name,
          Math.max(bucket.paces.get(window.name) ?? at, at) + stepOf(window, factor),
        );
      } else if (window.kind === 'sliding') {
        const log = bucket.logs.get(window.name) ?? [];
        const newest = log.at(-1);
        const entry = Math.max(at, newest === undefined ? 0 : newest + 0.001);
        log.push(entry);
        bucket.logs.set(window.name, log.slice(-window.limit));
        marks.push({ kind: 'sliding', window: window.name, value: String(entry) });
      } else {
        const count = usedToday(bucket, window.name, now) + 1;
        const day = quotaDayOf(now);
        bucket.days.set(window.name, { day, count });
        marks.push({ kind: 'day', window: window.name, value: String(day) });
      }
    }
    return marks;
  }

  private comeBackAt(bucket: Bucket, ask: ReserveAsk, at: number, factor: number, now: number): number {
    if (at >= startOfQuotaDay(quotaDayOf(now) + 1)) return at + ask.random * 60_000;
    const line = bucket.lines.get(ask.lane);
    const sizes = ask.windows.map((window) => (window.kind === 'day' ? 0 : window.windowMs));
    const longest = Math.max(300_000, ...sizes);
    let back = at;
    if (line !== undefined && line >= at - 0.0005) {
      for (const window of ask.windows) {
        if (window.kind === 'pace') back = Math.max(back, line + stepOf(window, factor));
        if (window.kind === 'sliding' && freeAt(bucket, window) > now) {
          const frees = (bucket.logs.get(window.name) ?? []).map(
            (grant) => grant + window.windowMs + window.guardMs,
          );
          const next = frees.find((free) => free > line + 0.0005);
          back = Math.max(back, next ?? line + (window.windowMs + window.guardMs) / window.limit);
        }
      }
    }
    if (back - now > 2 * longest) back = at + ask.random * longest;
    else bucket.lines.set(ask.lane, back);
    // Early enough for a job that comes a little late: it waits for its slot, and no slot passes unused.
    return back - ask.momentMs / 2;
  }

  private seed(bucket: Bucket, window: CountedWindow, times: readonly number[]): void {
    if (window.kind === 'sliding') bucket.logs.set(window.name, times.slice(-window.limit));
    if (window.kind === 'day') {
      const day = quotaDayOf(this.now());
      bucket.days.set(window.name, { day, count: times.filter((at) => quotaDayOf(at) === day).length });
    }
  }

  private bucketOf(appId: string, group: string): Bucket {
    const key = `${appId}:${group}`;
    const bucket = this.buckets.get(key) ?? {
      paces: new Map(),
      logs: new Map(),
      days: new Map(),
      lines: new Map(),
      cut: undefined,
      cutAt: 0,
      pausedUntil: 0,
      parkedUntil: 0,
    };
    this.buckets.set(key, bucket);
    return bucket;
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

function isUnseeded(bucket: Bucket, { kind, name }: CountedWindow): boolean {
  return (kind === 'sliding' && !bucket.logs.has(name)) || (kind === 'day' && !bucket.days.has(name));
}

function factorOf({ cut }: Bucket, now: number): number {
  return cut === undefined ? 1 : factorAfter(cut, now);
}

/** Time between two grants: with these, and a burst at the start, no window holds more than its limit. */
function stepOf(window: CountedWindow, factor: number): number {
  return (window.windowMs + window.guardMs) / Math.max(window.limit - window.burst, 1) / factor;
}

function freeAt(bucket: Bucket, window: CountedWindow): number {
  const oldest = bucket.logs.get(window.name)?.at(-window.limit);
  return oldest === undefined ? 0 : oldest + window.windowMs + window.guardMs;
}

function usedToday(bucket: Bucket, window: string, now: number): number {
  const counted = bucket.days.get(window);
  return counted?.day === quotaDayOf(now) ? counted.count : 0;
}
