import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Line } from '../figure';
import { benchAccount } from '../measuring/bench-account';
import { perSecond } from '../measuring/quotas';
import { useOfQuota } from '../measuring/share-of-quota';
import { firstArrival, type WechatCommands } from '../measuring/wechat-arrivals';
import { LimitedProcesses, PROCESSES } from '../ours/limited-processes';

/** More jobs than can be done, so that somebody always waits for the quota. */
const SURPLUS = 1.3;
/** What arrives a little late counts in its window. */
const TAIL_MS = 500;

export interface QuotaMeasurement {
  /** Calls in any second of a mini program each; side by side. */
  readonly limits: readonly number[];
  readonly seconds: number;
  /** For so long in every second each process does nothing at all, not at the same time as the others. */
  readonly stallMs?: number;
  readonly gate: number;
  readonly aim: number;
}

/** What two processes with more work than they may do make of their quotas. */
export async function measureQuotas(
  bench: Bench,
  { limits, seconds, stallMs = 0, gate, aim }: QuotaMeasurement,
): Promise<Line[]> {
  const { warmUpMs, scale } = bench.timing;
  const ms = seconds * 1_000 * scale;
  const wechat = bench.start<WechatCommands>('measuring/wechat');
  const apiBaseUrl = `http://127.0.0.1:${await wechat.ask('open')}`;
  const apps = limits.map((limit) => ({
    limit,
    account: benchAccount({ apiBaseUrl, quotas: perSecond(limit) }),
  }));
  const processes = new LimitedProcesses(bench);
  const { workers, feeder } = processes;
  await processes.open(apps.map(({ account }) => account));
  for (const { limit, account } of apps) {
    const jobs = Math.ceil(((limit * (warmUpMs + ms)) / 1_000) * SURPLUS);
    await feeder.ask('wake', account.appId, 0, jobs);
  }
  if (stallMs > 0) {
    // One after the other: what makes one process stand still seldom does so to the others at the same moment.
    for (const [index, worker] of workers.entries()) {
      await worker.ask('stall', stallMs, (index * 1_000) / workers.length);
    }
  }
  for (const worker of workers) await worker.ask('start');
  await firstArrival(wechat);
  await sleep(warmUpMs + ms + TAIL_MS);
  const all = await wechat.ask('arrivals');
  await processes.stop();
  return apps.map(({ limit, account }) => {
    const arrivals = all.filter(({ appId }) => appId === account.appId);
    const { share, largest, overshoot } = useOfQuota(arrivals, limit, { afterMs: warmUpMs, ms });
    return {
      what: `share of a quota of ${limit}/s, ${PROCESSES} processes`,
      ours: { value: share * limit, unit: '/s' },
      baseline: { value: limit, unit: '/s', name: 'the quota' },
      figure: { value: share, unit: '×' },
      gate,
      aim,
      better: 'higher',
      conditions: [{ what: `overshoot ${overshoot}, most in a second ${largest}`, met: overshoot === 0 }],
      // When each call arrived, in ms from the first one on.
      samples: { ours: arrivals.map(({ at }) => at - (arrivals[0]?.at ?? 0)) },
    };
  });
}
