import { uniqueName } from '@tongbu/testing';
import type { Account } from '@tongbu/wechat';
import type { Bench } from '../figure';
import { forgetKeys } from '../measuring/forget-keys';
import type { Program } from '../measuring/program';
import type { LimitedWorkerCommands } from './limited-worker';

export const PROCESSES = 2;
/** As a service has by default. */
const CONCURRENCY = 48;

/** Processes with queue, client and limiter, of one installation at a time. */
export class LimitedProcesses {
  /** They work. */
  readonly workers: readonly Program<LimitedWorkerCommands>[];
  /** Adds jobs and does not work on them. */
  readonly feeder: Program<LimitedWorkerCommands>;
  private prefix = '';

  constructor(private readonly bench: Bench) {
    const start = () => bench.start<LimitedWorkerCommands>('ours/limited-worker');
    this.workers = Array.from({ length: PROCESSES }, start);
    this.feeder = start();
  }

  /** Makes them ready to work for these mini programs, of which they know nothing. */
  async open(accounts: readonly Account[]): Promise<void> {
    this.prefix = uniqueName('bench');
    const { redisUrl } = this.bench;
    const options = { redisUrl, prefix: this.prefix, accounts, concurrency: CONCURRENCY };
    await this.ofEach((program) => program.ask('open', options));
  }

  /** Ends the installation, however much is left to do. */
  async close(): Promise<void> {
    await this.ofEach((program) => program.ask('close'));
    await forgetKeys(this.bench.redisUrl, this.prefix);
  }

  /** Ends the processes at once. */
  async stop(): Promise<void> {
    await this.ofEach((program) => program.stop());
    await forgetKeys(this.bench.redisUrl, this.prefix);
  }

  private async ofEach(ask: (program: Program<LimitedWorkerCommands>) => Promise<unknown>): Promise<void> {
    await Promise.all([...this.workers, this.feeder].map(ask));
  }
}
