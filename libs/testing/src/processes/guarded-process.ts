import { readFileSync } from 'node:fs';

export interface ProcessSpec {
  /** What it is called in messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** File that both outputs are appended to. */
  readonly log: string;
  readonly cwd?: string;
  /** The whole environment; this process's own when left out. */
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  /** Asks it to end; SIGTERM when left out. */
  readonly stopSignal?: NodeJS.Signals;
  /** How long it may take to stop before it is killed; 10 000 ms when left out. */
  readonly stopTimeoutMs?: number;
}

export interface ExitStatus {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A process started by a {@link ProcessGuard}. */
export class GuardedProcess {
  private status: ExitStatus | undefined;

  constructor(
    private readonly spec: ProcessSpec,
    readonly pid: number,
    /** Resolves when the process has ended. */
    readonly exit: Promise<ExitStatus>,
  ) {
    void exit.then((status) => (this.status = status));
  }

  get name(): string {
    return this.spec.name;
  }

  /** How it ended, or undefined while it runs. */
  get exitStatus(): ExitStatus | undefined {
    return this.status;
  }

  /** Asks the process to end and waits; kills it with everything it started when that takes too long. */
  async stop(): Promise<ExitStatus> {
    if (this.status !== undefined) return this.status;
    this.signal(this.spec.stopSignal ?? 'SIGTERM');
    const timer = setTimeout(() => this.signalGroup('SIGKILL'), this.spec.stopTimeoutMs ?? 10_000);
    const status = await this.exit;
    clearTimeout(timer);
    return status;
  }

  signal(signal: NodeJS.Signals): void {
    send(this.pid, signal);
  }

  signalGroup(signal: NodeJS.Signals): void {
    send(-this.pid, signal);
  }

  /** The last lines of its output. */
  logTail(lines = 20): string {
    try {
      return readFileSync(this.spec.log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
    } catch {
      return '(no output)';
    }
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
