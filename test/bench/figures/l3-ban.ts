import { setTimeout as sleep } from 'node:timers/promises';
import { uniqueName } from '@tongbu/testing';
import type { BullmqLimiterCommands } from '../baseline/bullmq-limiter';
import type { Figure } from '../figure';
import { benchAccount } from '../measuring/bench-account';
import { timesBaseline } from '../measuring/compare';
import { forgetKeys } from '../measuring/forget-keys';
import { interleave } from '../measuring/interleave';
import type { Program } from '../measuring/program';
import { perSecond } from '../measuring/quotas';
import { firstArrival, type WechatCommands } from '../measuring/wechat-arrivals';
import { LimitedProcesses, PROCESSES } from '../ours/limited-processes';

const LIMIT = 100;
const BAN = { kind: 'ban', perSecond: LIMIT, banMs: 3_000 } as const;
const ROUND_MS = 5_000;
/** Of an installation that was just opened, before anything counts; a ban that begins meanwhile goes on. */
const WARM_UP_MS = 1_000;

/** What is accepted by a server that takes no call for 3 s after one too many. */
export const ban: Figure = {
  id: 'L3',
  title: "accepted share against a banning server; also / BullMQ's limiter",
  seconds: 75,
  waits: true,
  async run(bench) {
    const wechat = bench.start<WechatCommands>('measuring/wechat');
    const url = `http://127.0.0.1:${await wechat.ask('open')}`;
    const processes = new LimitedProcesses(bench);
    const bullmq = Array.from({ length: PROCESSES }, () =>
      bench.start<BullmqLimiterCommands>('baseline/bullmq-limiter'),
    );
    const { ours, baseline } = await interleave(
      {
        baseline: { measure: (ms) => withBullmq(bullmq, bench.redisUrl, wechat, url, ms) },
        ours: { measure: (ms) => withOurs(processes, wechat, url, ms) },
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
        what: `accepted of ${LIMIT}/s`,
        ours: { value: ours.median, unit: '/s' },
        baseline: { value: LIMIT, unit: '/s', name: 'the quota' },
        figure: { value: ours.median / LIMIT, unit: '×' },
        gate: 0.95,
        aim: 0.97,
        better: 'higher',
      },
      timesBaseline({
        what: `accepted of ${LIMIT}/s`,
        unit: '/s',
        ours,
        baseline: { ...baseline, name: "BullMQ's limiter" },
        gate: 5,
        aim: 8,
      }),
    ];
  },
};

async function withOurs(
  processes: LimitedProcesses,
  wechat: Program<WechatCommands>,
  apiBaseUrl: string,
  ms: number,
): Promise<number> {
  const account = benchAccount({ apiBaseUrl, quotas: perSecond(LIMIT) });
  const { workers, feeder } = processes;
  await processes.open([account]);
  await feeder.ask('wake', account.appId, 0, jobsFor(ms));
  for (const worker of workers) await worker.ask('start');
  const accepted = await acceptedPerSecond(wechat, ms);
  await processes.close();
  return accepted;
}

async function withBullmq(
  workers: readonly Program<BullmqLimiterCommands>[],
  redisUrl: string,
  wechat: Program<WechatCommands>,
  url: string,
  ms: number,
): Promise<number> {
  const queue = uniqueName('bench');
  const options = { redisUrl, queue, url: `${url}/shop/spu/update`, perSecond: LIMIT };
  for (const worker of workers) await worker.ask('open', options);
  await workers[0]?.ask('add', jobsFor(ms));
  for (const worker of workers) await worker.ask('start');
  const accepted = await acceptedPerSecond(wechat, ms);
  for (const worker of workers) await worker.ask('close');
  await forgetKeys(redisUrl, `bull:${queue}`);
  return accepted;
}

async function acceptedPerSecond(wechat: Program<WechatCommands>, ms: number): Promise<number> {
  await wechat.ask('begin', BAN);
  await firstArrival(wechat);
  await sleep(WARM_UP_MS + ms);
  const arrivals = await wechat.ask('arrivals');
  const from = (arrivals[0]?.at ?? 0) + WARM_UP_MS;
  const accepted = arrivals.filter(
    (arrival) => arrival.accepted && arrival.at >= from && arrival.at < from + ms,
  );
  return (accepted.length * 1_000) / ms;
}

function jobsFor(ms: number): number {
  return Math.ceil((LIMIT * (WARM_UP_MS + ms) * 2) / 1_000) + LIMIT;
}
