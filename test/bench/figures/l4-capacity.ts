import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from '../figure';
import { benchAccount } from '../measuring/bench-account';
import { perSecond } from '../measuring/quotas';
import { firstArrival, type WechatCommands } from '../measuring/wechat-arrivals';
import { LimitedProcesses } from '../ours/limited-processes';

const CAPACITIES = [100, 40, 100];
const PHASE_MS = 20_000;
/** Before anything counts. What is measured beside it starts its services meanwhile. */
const WARM_UP_MS = 10_000;

/** What is made of a quota that becomes smaller and larger again without being told. */
export const capacity: Figure = {
  id: 'L4',
  title: 'accepted / ideal with capacity 100, 40, 100 per second',
  seconds: 82,
  waits: true,
  async run(bench) {
    const phaseMs = PHASE_MS * bench.timing.scale;
    const warmUpMs = WARM_UP_MS * bench.timing.scale;
    const wechat = bench.start<WechatCommands>('measuring/wechat');
    const apiBaseUrl = `http://127.0.0.1:${await wechat.ask('open')}`;
    const account = benchAccount({ apiBaseUrl, quotas: perSecond(100) });
    const processes = new LimitedProcesses(bench);
    await processes.open([account]);
    const { workers, feeder } = processes;
    const ideal = CAPACITIES.reduce((sum, each) => sum + (each * phaseMs) / 1_000, 0);
    await feeder.ask('wake', account.appId, 0, Math.ceil(ideal * 2));
    const steps = CAPACITIES.map((each, index) => ({
      fromMs: index === 0 ? 0 : warmUpMs + index * phaseMs,
      perSecond: each,
    }));
    await wechat.ask('begin', { kind: 'refuse', steps });
    for (const worker of workers) await worker.ask('start');
    await firstArrival(wechat);
    const durationMs = phaseMs * CAPACITIES.length;
    await sleep(warmUpMs + durationMs);
    const arrivals = await wechat.ask('arrivals');
    await processes.stop();
    const from = (arrivals[0]?.at ?? 0) + warmUpMs;
    const counted = arrivals.filter(({ at }) => at >= from && at < from + durationMs);
    const accepted = counted.filter((arrival) => arrival.accepted).length;
    const inPhase = CAPACITIES.map(
      (_, index) =>
        counted.filter(
          ({ at, accepted: yes }) => yes && at >= from + index * phaseMs && at < from + (index + 1) * phaseMs,
        ).length,
    );
    return [
      {
        what: 'accepted, with the quota cut to 40 % and restored',
        ours: { value: (accepted * 1_000) / durationMs, unit: '/s' },
        baseline: { value: (ideal * 1_000) / durationMs, unit: '/s', name: 'ideal' },
        figure: { value: accepted / ideal, unit: '×' },
        gate: 0.85,
        aim: 0.92,
        better: 'higher',
        note: `accepted in each phase: ${inPhase.join(', ')}; refused ${counted.length - accepted}`,
      },
    ];
  },
};
