import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Line } from '../figure';
import { benchAccount } from '../measuring/bench-account';
import { perSecond } from '../measuring/quotas';
import { useOfQuota } from '../measuring/share-of-quota';
import { firstArrival, type WechatCommands } from '../measuring/wechat-arrivals';
import { PROCESSES, startLimitedProcesses } from '../ours/limited-processes';

/** More jobs than can be done, so that somebody always waits for the quota. */
const SURPLUS = 1.3;
/** What arrives a little late counts in its window. */
const TAIL_MS = 500;

export interface QuotaMeasurement {
  /** Calls in any second, of a mini program each. All of them are measured at the same time. */
  readonly limits: readonly number[];
  readonly seconds: number;
  /** For so long in every second the processes do nothing at all. */
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
  const accounts = limits.map((limit) => benchAccount({ apiBaseUrl, quotas: perSecond(limit) }));
  const { workers, feeder, stop } = await startLimitedProcesses(bench, accounts);
  for (const [index, limit] of limits.entries()) {
    const jobs = Math.ceil(((limit * (warmUpMs + ms)) / 1_000) * SURPLUS);
    await feeder.ask('wake', accounts[index]?.appId ?? '', 0, jobs);
  }
  if (stallMs > 0) for (const worker of workers) await worker.ask('stall', stallMs);
  for (const worker of workers) await worker.ask('start');
  await firstArrival(wechat);
  await sleep(warmUpMs + ms + TAIL_MS);
  const arrivals = await wechat.ask('arrivals');
  await stop();
  return limits.map((limit, index) => {
    const own = arrivals.filter(({ appId }) => appId === accounts[index]?.appId);
    const { share, largest, overshoot } = useOfQuota(own, limit, { afterMs: warmUpMs, ms });
    return {
      what: `share of a quota of ${limit}/s, ${PROCESSES} processes`,
      ours: { value: share * limit, unit: '/s' },
      baseline: { value: limit, unit: '/s', name: 'the quota' },
      figure: { value: share, unit: '×' },
      gate,
      aim,
      better: 'higher',
      conditions: [{ what: `overshoot ${overshoot}, most in a second ${largest}`, met: overshoot === 0 }],
    };
  });
}
