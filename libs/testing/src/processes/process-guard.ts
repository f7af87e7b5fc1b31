import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { CodedError } from '@tongbu/platform';
import { GuardedProcess, type ExitStatus, type ProcessSpec } from './guarded-process';
import { projectRoot } from './project-root';

type FromGuard =
  | { readonly kind: 'started'; readonly number: number; readonly pid: number }
  | { readonly kind: 'failed'; readonly number: number; readonly message: string }
  | {
      readonly kind: 'exited';
      readonly number: number;
      readonly code: number | null;
      readonly signal: string | null;
    };

interface Pending {
  started(pid: number): void;
  failed(message: string): void;
  exited(status: ExitStatus): void;
}

/**
 * Starts processes that end with this one, however it ends. They are children of a small watchdog that holds a channel
 * to this process; when the channel closes, it stops them, kills after 5 s what did not stop, and removes the
 * directories it was told to remove.
 */
export class ProcessGuard {
  private readonly pending = new Map<number, Pending>();
  private readonly live = new Map<number, GuardedProcess>();
  private readonly ended: Promise<void>;
  private next = 1;

  private constructor(private readonly watchdog: ChildProcess) {
    watchdog.on('message', (message: FromGuard) => this.receive(message));
    // A write to a watchdog that is gone is reported here; the exit below is what matters.
    watchdog.on('error', () => undefined);
    this.ended = new Promise((resolve) => watchdog.once('exit', () => resolve(this.watchdogGone())));
  }

  static start(): ProcessGuard {
    const script = join(projectRoot(), 'libs/testing/src/processes/guard.mjs');
    return new ProcessGuard(
      spawn(process.execPath, [script], { detached: true, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
    );
  }

  get pid(): number | undefined {
    return this.watchdog.pid;
  }

  /** Resolves once the process exists; rejects when its program cannot be run. Its output goes to `spec.log`. */
  spawn(spec: ProcessSpec): Promise<GuardedProcess> {
    if (!this.watchdog.connected) {
      return Promise.reject(
        new CodedError('guard-closed', `${spec.name}: not started, everything is being stopped`, false),
      );
    }
    const number = this.next++;
    return new Promise((resolve, reject) => {
      let exited: (status: ExitStatus) => void = () => undefined;
      const exit = new Promise<ExitStatus>((done) => (exited = done));
      this.pending.set(number, {
        started: (pid) => {
          const child = new GuardedProcess(spec, pid, exit);
          this.live.set(number, child);
          resolve(child);
        },
        failed: (message) => reject(new CodedError('process-not-started', `${spec.name}: ${message}`, false)),
        exited,
      });
      const { command, args, log, cwd, uid, gid, stopSignal = 'SIGTERM' } = spec;
      const env = spec.env ?? process.env;
      this.watchdog.send({ kind: 'spawn', number, command, args, cwd, env, uid, gid, log, stopSignal });
    });
  }

  /** Removes the directory after everything has ended, also when this process is killed. */
  removeAtEnd(directory: string): void {
    this.watchdog.send({ kind: 'remove-at-end', directory });
  }

  /** Ends whatever still runs and the watchdog itself. */
  async close(): Promise<void> {
    if (this.watchdog.connected) this.watchdog.disconnect();
    await this.ended;
  }

  private receive(message: FromGuard): void {
    const pending = this.pending.get(message.number);
    if (pending === undefined) return;
    if (message.kind === 'started') return pending.started(message.pid);
    this.pending.delete(message.number);
    this.live.delete(message.number);
    if (message.kind === 'failed') pending.failed(message.message);
    else pending.exited({ code: message.code, signal: message.signal });
  }

  /** The watchdog ended, on request or killed: nothing it started may stay. */
  private watchdogGone(): void {
    for (const child of this.live.values()) child.signalGroup('SIGKILL');
    for (const pending of this.pending.values()) {
      pending.failed('its watchdog has ended');
      pending.exited({ code: null, signal: 'SIGKILL' });
    }
    this.pending.clear();
    this.live.clear();
  }
}
