import { uniqueName } from '@tongbu/testing';
import type { Account } from '@tongbu/wechat';
import type { Bench } from '../figure';
import { forgetKeys } from '../measuring/forget-keys';
import type { Program } from '../measuring/program';
import type { LimitedWorkerCommands } from './limited-worker';

export const PROCESSES = 2;
/** As a service has by default. */
const CONCURRENCY = 16;

export interface LimitedProcesses {
  /** They work. */
  readonly workers: readonly Program<LimitedWorkerCommands>[];
  /** Adds jobs and does not work on them. */
  readonly feeder: Program<LimitedWorkerCommands>;
  /** Ends them, however much is left to do. */
  stop(): Promise<void>;
}

/** Processes of one installation, with queue, client and limiter, that are ready to work for these mini programs. */
export async function startLimitedProcesses(
  bench: Bench,
  accounts: readonly Account[],
): Promise<LimitedProcesses> {
  const prefix = uniqueName('bench');
  const start = () => bench.start<LimitedWorkerCommands>('ours/limited-worker');
  const workers = Array.from({ length: PROCESSES }, start);
  const feeder = start();
  const options = { redisUrl: bench.redisUrl, prefix, accounts, concurrency: CONCURRENCY };
  const stop = async () => {
    for (const program of [...workers, feeder]) await program.stop();
    await forgetKeys(bench.redisUrl, prefix);
  };
  for (const program of [...workers, feeder]) await program.ask('open', options);
  return { workers, feeder, stop };
}
