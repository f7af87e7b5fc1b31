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
  /** Calls in any second, one quota after the other. */
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
  { limits, ...measurement }: QuotaMeasurement,
): Promise<Line[]> {
  const lines: Line[] = [];
  for (const limit of limits) lines.push(await measureQuota(bench, limit, measurement));
  return lines;
}

async function measureQuota(
  bench: Bench,
  limit: number,
  { seconds, stallMs = 0, gate, aim }: Omit<QuotaMeasurement, 'limits'>,
): Promise<Line> {
  const { warmUpMs, scale } = bench.timing;
  const ms = seconds * 1_000 * scale;
  const wechat = bench.start<WechatCommands>('measuring/wechat');
  const apiBaseUrl = `http://127.0.0.1:${await wechat.ask('open')}`;
  const account = benchAccount({ apiBaseUrl, quotas: perSecond(limit) });
  const { workers, feeder, stop } = await startLimitedProcesses(bench, [account]);
  await feeder.ask('wake', account.appId, 0, Math.ceil(((limit * (warmUpMs + ms)) / 1_000) * SURPLUS));
  if (stallMs > 0) {
    // One after the other: what makes one process stand still seldom does so to the others at the same moment.
    for (const [index, worker] of workers.entries()) {
      await worker.ask('stall', stallMs, (index * 1_000) / workers.length);
    }
  }
  for (const worker of workers) await worker.ask('start');
  await firstArrival(wechat);
  await sleep(warmUpMs + ms + TAIL_MS);
  const arrivals = await wechat.ask('arrivals');
  await stop();
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
}
