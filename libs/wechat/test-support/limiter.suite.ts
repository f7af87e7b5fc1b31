import { SystemClock } from '@tongbu/platform';
import { FakeClock } from '@tongbu/testing';
import type { BucketStore, UsageHistory } from '../src/limiter/bucket-store';
import { QuotaLimiter, type QuotaLimiterOptions } from '../src/limiter/quota-limiter';
import type { Lane } from '@tongbu/platform';
import type { Admission, QuotaGroup } from '../src/limiter/limiter';

export interface LimiterRig {
  /** A new limiter over the same state, as another process would have. */
  store(usageHistory?: UsageHistory): BucketStore;
  /** Loses all state, as a Redis does that was replaced by an empty one. */
  empty(): Promise<void>;
}

const clock = new SystemClock();
const appId = 'wx5c1e7a90b3d24f68';

/** The highest number of stamps in any window, both ends included. */
export function highestIn(windowMs: number, stamps: readonly number[]): number {
  const sorted = [...stamps].sort((a, b) => a - b);
  let start = 0;
  let highest = 0;
  sorted.forEach((stamp, end) => {
    while (stamp - (sorted[start] ?? stamp) > windowMs) start += 1;
    highest = Math.max(highest, end - start + 1);
  });
  return highest;
}

/** What every bucket store has to do, in real time with small windows. */
export function describeLimiter(name: string, open: () => Promise<LimiterRig>): void {
  describe(name, () => {
    let rig: LimiterRig;
    let groups = 0;
    beforeEach(async () => {
      rig = await open();
      groups += 1;
    });

    const limiter = (options: Partial<QuotaLimiterOptions> = {}, history?: UsageHistory) =>
      new QuotaLimiter({ store: rig.store(history), clock, ...options });
    const group = (...windows: QuotaGroup['windows']): QuotaGroup => ({ name: `group-${groups}`, windows });
    const ask = (on: QuotaLimiter, of: QuotaGroup, lane: Lane = 'price') =>
      on.admit({ appId, group: of, lane });

    /** Asks until `untilMs` have passed and `atLeast` calls were made, coming back whenever it is told to. */
    async function calls(
      on: QuotaLimiter,
      of: QuotaGroup,
      untilMs: number,
      lane: Lane = 'price',
      atLeast = 0,
    ): Promise<number[]> {
      const stamps: number[] = [];
      const end = clock.monotonic() + untilMs;
      while (clock.monotonic() < end || stamps.length < atLeast) {
        const admission = await ask(on, of, lane);
        if (admission.granted) {
          if (clock.monotonic() < admission.expiresAt) stamps.push(clock.monotonic());
        } else {
          await until(admission.retryAt, stamps.length < atLeast ? Infinity : end);
        }
      }
      return stamps;
    }

    async function until(at: Date, end: number): Promise<void> {
      const wait = Math.min(at.getTime() - clock.now().getTime(), end - clock.monotonic());
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, wait)));
    }

    /** The first ask of a fresh bucket waits for what may have been granted before its state was lost. */
    async function firstGrant(on: QuotaLimiter, of: QuotaGroup, lane: Lane = 'price'): Promise<Admission> {
      for (;;) {
        const admission = await ask(on, of, lane);
        if (admission.granted || admission.reason !== 'busy') return admission;
        await until(admission.retryAt, Infinity);
      }
    }

    it('never exceeds a pace in any window, with four limiters that hurry, and goes on in the windows after it', async () => {
      const pace = group({ kind: 'pace', name: 'burst', limit: 40, windowMs: 400 });
      const stamps = (
        await Promise.all([1, 2, 3, 4].map(() => calls(limiter(), pace, 1600, 'price', 31)))
      ).flat();
      expect(highestIn(400, stamps)).toBeLessThanOrEqual(40);
      expect(stamps.length).toBeGreaterThan(0.75 * 160);
    });

    it('allows a small burst after a pause and still keeps the window', async () => {
      // So slow that the next slot does not come while a stalled machine is still asking, and a grant does not expire.
      const pace = group({ kind: 'pace', name: 'burst', limit: 40, windowMs: 4_000, burst: 5 });
      const on = limiter({ momentMs: 0, clock: new FakeClock(clock.now()) });
      await firstGrant(on, pace);
      await until(new Date(clock.now().getTime() + 700), Infinity);
      const together = await Promise.all(Array.from({ length: 12 }, () => ask(on, pace)));
      expect(together.filter((admission) => admission.granted).length).toBe(5);
    });

    it('never exceeds a sliding window and lets the burst through at once', async () => {
      const sliding = group({ kind: 'sliding', name: 'hour', limit: 10, windowMs: 300 });
      const stamps = (
        await Promise.all([calls(limiter(), sliding, 1000), calls(limiter(), sliding, 1000)])
      ).flat();
      expect(highestIn(300, stamps)).toBeLessThanOrEqual(10);
      expect(stamps.length).toBeGreaterThanOrEqual(20);
      expect(highestIn(100, stamps)).toBeGreaterThan(6);
    });

    it('grants in all windows or in none', async () => {
      const both = group(
        { kind: 'day', name: 'day', limit: 50 },
        { kind: 'sliding', name: 'hour', limit: 1, windowMs: 60_000 },
      );
      const on = limiter();
      // Whoever stalls is refused as busy, and has used nothing.
      while (!(await ask(on, both)).granted);
      const later = [await ask(on, both), await ask(on, both)];
      expect(later.map(({ granted }) => granted)).toEqual([false, false]);
      const [usage] = await on.snapshot(appId, [both]);
      expect(usage?.windows.map(({ used }) => used)).toEqual([1, 1]);
    });

    it('keeps 1 % of a day in reserve and comes back when the day turns in UTC+8', async () => {
      const day = group({ kind: 'day', name: 'day', limit: 100 });
      const on = limiter();
      const admissions = [];
      for (let i = 0; i < 100; i += 1) admissions.push(await ask(on, day));
      // Whoever stalls is refused, and has used nothing.
      const granted = admissions.filter((admission) => admission.granted).length;
      expect(granted).toBeLessThanOrEqual(99);
      expect(granted).toBeGreaterThan(90);
      const last = admissions.at(-1);
      if (last === undefined || last.granted) throw new Error('not refused');
      const utc8 = new Date(last.retryAt.getTime() + 8 * 3_600_000);
      expect(last.reason).toBe('quota');
      expect([utc8.getUTCHours(), utc8.getUTCMinutes() <= 1]).toEqual([0, true]);
    });

    it('gives everybody who is refused a time of his own', async () => {
      const pace = group({ kind: 'pace', name: 'burst', limit: 10, windowMs: 1000 });
      const on = limiter({ momentMs: 0 });
      const refused = (await Promise.all(Array.from({ length: 20 }, () => ask(on, pace)))).filter(
        (admission) => !admission.granted,
      );
      const times = refused.map(({ retryAt }) => retryAt.getTime()).sort((a, b) => a - b);
      expect(refused).toHaveLength(20);
      times.slice(1).forEach((time, i) => expect(time - (times[i] ?? 0)).toBeGreaterThan(80));
    });

    it('sends those who wait for an hour window back when its grants run out', async () => {
      const sliding = group({ kind: 'sliding', name: 'hour', limit: 2, windowMs: 10_000 });
      const on = limiter();
      const admissions = [];
      for (let i = 0; i < 5; i += 1) admissions.push(await ask(on, sliding));
      const waits = admissions.flatMap((admission) =>
        admission.granted ? [] : [Math.round((admission.retryAt.getTime() - clock.now().getTime()) / 1000)],
      );
      expect(waits).toEqual([10, 10, 15]);
    });

    it('leaves room for other lanes', async () => {
      const sliding = group({ kind: 'sliding', name: 'hour', limit: 10, windowMs: 60_000 });
      const on = limiter({ shares: { backfill: 0.6 } });
      const backfill = [];
      for (let i = 0; i < 10; i += 1) backfill.push(await ask(on, sliding, 'backfill'));
      expect(backfill.filter(({ granted }) => granted)).toHaveLength(6);
      const checkout = [];
      for (let i = 0; i < 5; i += 1) checkout.push(await ask(on, sliding, 'checkout'));
      expect(checkout.filter(({ granted }) => granted)).toHaveLength(4);
    });

    it('counts what was called before its state was lost', async () => {
      const sliding = group(
        { kind: 'sliding', name: 'hour', limit: 5, windowMs: 60_000 },
        { kind: 'day', name: 'day', limit: 50 },
      );
      const made: Date[] = [];
      const on = limiter({}, () => Promise.resolve(made));
      for (let i = 0; i < 3; i += 1) {
        expect((await ask(on, sliding)).granted).toBe(true);
        made.push(clock.now());
      }
      await rig.empty();
      const after = [];
      for (let i = 0; i < 4; i += 1) after.push((await ask(on, sliding)).granted);
      expect(after).toEqual([true, true, false, false]);
    });

    it('never exceeds a pace when its state is lost in the middle', async () => {
      const pace = group({ kind: 'pace', name: 'burst', limit: 40, windowMs: 400, burst: 4 });
      const running = Promise.all([1, 2].map(() => calls(limiter(), pace, 1200, 'price', 25)));
      for (let i = 0; i < 3; i += 1) {
        await until(new Date(clock.now().getTime() + 300), Infinity);
        await rig.empty();
      }
      const stamps = (await running).flat();
      expect(highestIn(400, stamps)).toBeLessThanOrEqual(40);
      expect(stamps.length).toBeGreaterThan(40);
    });

    it('slows down after complaints, once a second, and recovers', async () => {
      const pace = group({ kind: 'pace', name: 'burst', limit: 100, windowMs: 1000 });
      const on = limiter();
      await Promise.all([1, 2, 3].map(() => on.throttled(appId, pace, 'burst')));
      const [cut] = await on.snapshot(appId, [pace]);
      expect(cut?.factor).toBeGreaterThan(0.69);
      expect(cut?.factor).toBeLessThan(0.75);
      const refusal = await ask(on, pace);
      if (refusal.granted) throw new Error('not paused');
      expect(refusal.reason).toBe('paused');
      expect(refusal.retryAt.getTime() - clock.now().getTime()).toBeLessThanOrEqual(1000);

      await until(refusal.retryAt, Infinity);
      expect(await firstGrant(on, pace)).toMatchObject({ granted: true });
      const [recovering] = await on.snapshot(appId, [pace]);
      expect(recovering?.factor).toBeGreaterThan(cut?.factor ?? 1);
      expect(recovering?.factor).toBeLessThan(1);
    });

    it('pauses until the minute turns at most', async () => {
      const pace = group({ kind: 'pace', name: 'burst', limit: 100, windowMs: 1000 });
      const on = limiter();
      await on.throttled(appId, pace, 'minute');
      const refusal = await ask(on, pace);
      if (refusal.granted) return; // Asked within the last moment of a minute.
      const left = refusal.retryAt.getTime() - clock.now().getTime();
      expect(left).toBeLessThanOrEqual(60_000);
    });

    it('gives back to hour and day what was not used', async () => {
      const both = group(
        { kind: 'day', name: 'day', limit: 50 },
        { kind: 'sliding', name: 'hour', limit: 2, windowMs: 60_000 },
      );
      const on = limiter();
      const used = async () => {
        const [usage] = await on.snapshot(appId, [both]);
        return usage?.windows.map((window) => window.used);
      };
      const granted = async () => {
        for (;;) {
          const admission = await ask(on, both);
          if (admission.granted) return admission;
        }
      };
      await granted();
      const unused = await granted();
      expect((await ask(on, both)).granted).toBe(false);
      await unused.giveBack();
      expect(await used()).toEqual([1, 1]);
      await granted();
      expect(await used()).toEqual([2, 2]);
      expect((await ask(on, both)).granted).toBe(false);
    });

    it('a process too slow for its grants does not use up the day', async () => {
      const both = group(
        { kind: 'day', name: 'day', limit: 20 },
        { kind: 'sliding', name: 'hour', limit: 20, windowMs: 60_000, guardMs: 20 },
      );
      const store = rig.store();
      const reserve = store.reserve.bind(store);
      store.reserve = async (asked) => {
        const decision = await reserve(asked);
        await until(new Date(clock.now().getTime() + 30), Infinity);
        return decision;
      };
      const slow = new QuotaLimiter({ store, clock });
      for (let i = 0; i < 6; i += 1) expect((await ask(slow, both)).granted).toBe(false);
      const [usage] = await slow.snapshot(appId, [both]);
      expect(usage?.windows.map((window) => window.used)).toEqual([0, 0]);
    });

    it("a process starved for a fifth of a second still uses the grants of WeChat's own burst window", async () => {
      const burst = group({ kind: 'pace', name: 'pace', limit: 3_000, windowMs: 30_000 });
      await firstGrant(limiter(), burst);
      const store = rig.store();
      const reserve = store.reserve.bind(store);
      store.reserve = async (asked) => {
        const decision = await reserve(asked);
        await until(new Date(clock.now().getTime() + 200), Infinity);
        return decision;
      };
      expect((await ask(new QuotaLimiter({ store, clock }), burst)).granted).toBe(true);
    });

    it('parks a group until the day turns in UTC+8, and no other', async () => {
      const day = group({ kind: 'day', name: 'day', limit: 50 });
      const other: QuotaGroup = { ...day, name: `${day.name}-other` };
      const on = limiter();
      await on.throttled(appId, day, 'day');
      const refusal = await ask(on, day);
      if (refusal.granted) throw new Error('not parked');
      expect(refusal.reason).toBe('parked');
      expect(new Date(refusal.retryAt.getTime() + 8 * 3_600_000).getUTCHours()).toBe(0);
      expect((await ask(on, other)).granted).toBe(true);
    });

    it('drops a grant that the process was late for, and asks again', async () => {
      const pace = group({ kind: 'pace', name: 'burst', limit: 20, windowMs: 400 });
      await firstGrant(limiter(), pace);
      let stalls = 1;
      const sleep = (ms: number) => {
        const stalled = stalls > 0 ? 40 : 0;
        stalls -= 1;
        return new Promise((resolve) => setTimeout(resolve, ms + stalled));
      };
      const admission = await limiter({ sleep }).admit({ appId, group: pace, lane: 'price' });
      expect(stalls).toBeLessThan(1);
      if (!admission.granted) throw new Error('refused');
      expect(admission.expiresAt).toBeGreaterThan(clock.monotonic());
    });
  });
}
