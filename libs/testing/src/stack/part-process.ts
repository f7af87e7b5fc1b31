import { setTimeout as sleep } from 'node:timers/promises';
import type { ExitStatus, GuardedProcess, ProcessSpec } from '../processes/guarded-process';
import { isRunning, processTree } from '../processes/process-tree';
import { waitUntilHealthy } from './health';
import type { PartContext } from './part';

export interface PartProcessOptions {
  readonly spec: ProcessSpec;
  /** Resolves when it works. */
  readonly healthy: () => Promise<unknown>;
  /** How long a start may take. */
  readonly timeoutMs: number;
  /** Everything it keeps. */
  readonly data: string;
}

const KILLED_WITHIN_MS = 5_000;

/** The server of a part. Tests of failures end it and start it again, at the same address and on the same data. */
export class PartProcess {
  private running: GuardedProcess | undefined;
  private asked = false;

  private constructor(
    private readonly context: Pick<PartContext, 'guard' | 'started' | 'ended'>,
    private readonly options: PartProcessOptions,
  ) {}

  /** Resolves when it works. */
  static async start(
    context: Pick<PartContext, 'guard' | 'started' | 'ended'>,
    options: PartProcessOptions,
  ): Promise<PartProcess> {
    const part = new PartProcess(context, options);
    await part.start();
    return part;
  }

  get pid(): number | undefined {
    return this.running?.pid;
  }

  /** Where everything it keeps is; may be emptied while it is stopped. */
  get data(): string {
    return this.options.data;
  }

  /** Starts it again after {@link stop} or {@link kill}. Resolves when it works. */
  async start(): Promise<void> {
    const { spec, healthy, timeoutMs } = this.options;
    this.asked = false;
    const process = await this.context.guard.spawn(spec);
    this.running = process;
    this.context.started(process);
    await waitUntilHealthy(process, healthy, timeoutMs);
    void process.exit.then(() => {
      if (!this.asked && this.running === process) this.context.ended(process);
    });
  }

  /** Asks it to end, and waits. */
  async stop(): Promise<ExitStatus | undefined> {
    this.asked = true;
    return this.running?.stop();
  }

  /** kill -9 of it and everything it started, and waits. */
  async kill(): Promise<void> {
    this.asked = true;
    // It starts no more processes while those that it has started are looked for.
    this.running?.signal('SIGSTOP');
    const killed = this.signalAll('SIGKILL');
    await this.running?.exit;
    // What it has started ends by itself: a Postgres whose last connection still lives would refuse to start again.
    const giveUpAt = performance.now() + KILLED_WITHIN_MS;
    while (killed.some(isRunning) && performance.now() < giveUpAt) await sleep(10);
  }

  /** It falls silent without closing a connection, until {@link thaw}. */
  freeze(): void {
    this.signalAll('SIGSTOP');
  }

  thaw(): void {
    this.signalAll('SIGCONT');
  }

  /** Postgres puts each of its processes into a group of its own, so that a signal to its group reaches one only. */
  private signalAll(signal: NodeJS.Signals): readonly number[] {
    if (this.running === undefined) return [];
    const tree = processTree(this.running.pid);
    for (const pid of tree) {
      try {
        process.kill(pid, signal);
      } catch {
        // It has ended in the meantime.
      }
    }
    return tree;
  }
}
