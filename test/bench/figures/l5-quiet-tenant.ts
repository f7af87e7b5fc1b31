import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from '../figure';
import { benchAccount } from '../measuring/bench-account';
import { interleave } from '../measuring/interleave';
import { monotonicMs } from '../measuring/monotonic';
import type { Program } from '../measuring/program';
import { perSecond } from '../measuring/quotas';
import { percentile } from '../measuring/statistics';
import { arrived, type WechatCommands } from '../measuring/wechat-arrivals';
import { LimitedProcesses } from '../ours/limited-processes';

const HOT_JOBS = 20_000;
const QUIET_PER_SECOND = 40;
const LIMIT = 100;
const ROUND_MS = 3_000;
const PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 100;

/** How long a mini program with little to do waits beside one with a great deal to do. */
export const quietTenant: Figure = {
  id: 'L5',
  title: "quiet tenant's p99 beside a hot one / alone",
  seconds: 44,
  async run(bench) {
    const wechat = bench.start<WechatCommands>('measuring/wechat');
    const apiBaseUrl = `http://127.0.0.1:${await wechat.ask('open')}`;
    const processes = new LimitedProcesses(bench);
    const hotJobs = Math.ceil(HOT_JOBS * bench.timing.scale);
    const { alone, beside } = await interleave(
      {
        alone: { measure: (ms) => quietP99(processes, wechat, apiBaseUrl, 0, ms) },
        beside: { measure: (ms) => quietP99(processes, wechat, apiBaseUrl, hotJobs, ms) },
      },
      // Each round has an installation of its own, and begins to count when it is at work.
      {
        ...bench.timing,
        warmUpMs: 0,
        roundMs: Math.max(bench.timing.roundMs, ROUND_MS * bench.timing.scale),
      },
    );
    return [
      {
        what: 'from queued to WeChat, 99 % of a quiet mini program’s calls',
        ours: { value: beside.median, unit: 'ms' },
        baseline: { value: alone.median, unit: 'ms', name: 'alone' },
        figure: { value: beside.median / alone.median, unit: '×' },
        gate: 1.5,
        aim: 1.1,
        better: 'lower',
        samples: { ours: beside.values, baseline: alone.values },
      },
    ];
  },
};

/** In ms. `hotJobs`: of another mini program, queued before. */
async function quietP99(
  processes: LimitedProcesses,
  wechat: Program<WechatCommands>,
  apiBaseUrl: string,
  hotJobs: number,
  ms: number,
): Promise<number> {
  const quotas = perSecond(LIMIT);
  const [quiet, hot] = [benchAccount({ apiBaseUrl, quotas }), benchAccount({ apiBaseUrl, quotas })];
  const { workers, feeder } = processes;
  await processes.open([quiet, hot]);
  await wechat.ask('begin', { kind: 'none' });
  for (const worker of workers) await worker.ask('start');
  // The first call of each mini program waits for a token and for a quota whose past is unknown.
  await feeder.ask('wake', quiet.appId, 0, 1);
  await feeder.ask('wake', hot.appId, 0, 1);
  await arrived(wechat, 2);
  await feeder.ask('wake', hot.appId, 1, hotJobs + 1);
  await wechat.ask('begin', { kind: 'none' });
  const queued = await feeder.ask('trickle', quiet.appId, QUIET_PER_SECOND, ms);
  const waits = await waitsOf(wechat, quiet.appId, queued);
  await processes.close();
  return percentile(waits, 0.99);
}

/** How long each took from when it was queued, in ms; endless when it has not come {@link PATIENCE_MS} after the last was queued. */
async function waitsOf(
  wechat: Program<WechatCommands>,
  quietApp: string,
  queued: ReadonlyMap<string, number>,
): Promise<number[]> {
  const until = monotonicMs() + PATIENCE_MS;
  for (;;) {
    const arrivedAt = new Map<string, number>();
    for (const { at, appId, body } of await wechat.ask('arrivals')) {
      const { out_product_id: id } = JSON.parse(body) as { out_product_id: string };
      if (appId === quietApp) arrivedAt.set(id, Math.min(arrivedAt.get(id) ?? at, at));
    }
    const waits = [...queued].map(([id, at]) => (arrivedAt.get(id) ?? Number.POSITIVE_INFINITY) - at);
    if (waits.every(Number.isFinite) || monotonicMs() > until) return waits;
    await sleep(LOOK_AGAIN_MS);
  }
}
