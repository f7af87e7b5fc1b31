import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '@tongbu/platform';
import { grantMsOf, windowsOf, type BucketStore } from './bucket-store';
import {
  DEFAULT_LANE_SHARES,
  Limiter,
  type Admission,
  type Ask,
  type GroupUsage,
  type LaneShares,
  type QuotaGroup,
  type ThrottleSignal,
} from './limiter';

const REASKS = 5;

export interface QuotaLimiterOptions {
  readonly store: BucketStore;
  readonly clock: Clock;
  readonly shares?: LaneShares;
  /** Longest wait for a grant in milliseconds, 50 when left out. */
  readonly momentMs?: number;
  readonly random?: () => number;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/** The limiter over any store: reserves a slot, waits for it, and asks again when the process was late for it. */
export class QuotaLimiter extends Limiter {
  private readonly store: BucketStore;
  private readonly clock: Clock;
  private readonly shares: LaneShares;
  private readonly momentMs: number;
  private readonly random: () => number;
  private readonly sleep: (ms: number) => Promise<unknown>;

  constructor(options: QuotaLimiterOptions) {
    super();
    this.store = options.store;
    this.clock = options.clock;
    this.shares = options.shares ?? DEFAULT_LANE_SHARES;
    this.momentMs = options.momentMs ?? 50;
    this.random = options.random ?? Math.random;
    this.sleep = options.sleep ?? delay;
  }

  override async admit({ appId, group, lane }: Ask): Promise<Admission> {
    const windows = windowsOf(group, lane, this.shares);
    // A grant that is not used within this time is dropped: used later, it could meet the grants that follow it.
    const grantMs = grantMsOf(windows);
    for (let asked = 0; asked < REASKS; asked += 1) {
      const askedAt = this.clock.monotonic();
      const decision = await this.store.reserve({
        appId,
        group: group.name,
        lane,
        windows,
        momentMs: this.momentMs,
        random: this.random(),
      });
      if (decision.kind === 'refused') return this.refusal(decision.inMs, decision.reason);

      // The slot counts from the decision, which fell between asking and now: start no earlier than the latest, and
      // expire by the earliest.
      await this.waitUntil(this.clock.monotonic() + decision.inMs);
      const expiresAt = askedAt + decision.inMs + grantMs;
      // Should the store be away, the grant counts as used.
      const giveBack = () => this.store.giveBack(appId, group.name, decision.marks).catch(() => undefined);
      if (this.clock.monotonic() < expiresAt) return { granted: true, expiresAt, giveBack };
      await giveBack();
    }
    return this.refusal(this.momentMs, 'busy');
  }

  override throttled(appId: string, group: QuotaGroup, signal: ThrottleSignal): Promise<void> {
    return this.store.throttle(appId, group.name, signal);
  }

  override snapshot(appId: string, groups: readonly QuotaGroup[]): Promise<readonly GroupUsage[]> {
    return Promise.all(groups.map((group) => this.store.usage(appId, group)));
  }

  private refusal(inMs: number, reason: Exclude<Admission, { granted: true }>['reason']): Admission {
    return { granted: false, retryAt: new Date(this.clock.now().getTime() + Math.ceil(inMs)), reason };
  }

  /** Timers may fire a little early. */
  private async waitUntil(at: number): Promise<void> {
    for (let left = at - this.clock.monotonic(); left > 0; left = at - this.clock.monotonic()) {
      await this.sleep(Math.ceil(left));
    }
  }
}
