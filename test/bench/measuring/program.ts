import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '@tongbu/testing';

/** What a program can be asked to do; see {@link serve}. */
export type Commands = { readonly [name: string]: (...args: never[]) => unknown };

export interface Request {
  readonly id: number;
  readonly name: string;
  readonly args: readonly unknown[];
}

export type Reply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string };

interface Pending {
  done(value: unknown): void;
  failed(error: Error): void;
}

/** What measures may not stand still to collect its garbage: what arrives meanwhile would be stamped too late, all at once. */
const MEASURING = ['--no-memory-reducer', '--min-semi-space-size=64', '--max-semi-space-size=64'];

/** A program of this folder in a process of its own, which is asked to do things and ends with this one. */
export class Program<C extends Commands> {
  private readonly pending = new Map<number, Pending>();
  private next = 1;

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
    private readonly log: string,
    private readonly exit: Promise<void>,
  ) {
    child.on('message', (reply: Reply) => this.receive(reply));
  }

  /** `name`: path below test/bench, such as `baseline/bare-gateway`. Its output goes to a file in `logs`. */
  static start<C extends Commands>(name: string, logs: string): Program<C> {
    mkdirSync(logs, { recursive: true });
    const log = join(logs, `${name.replaceAll('/', '-')}.log`);
    const output = openSync(log, 'a');
    const child = fork(join(projectRoot(), 'dist/test/bench', `${name}.js`), [], {
      execArgv: ['--enable-source-maps', ...(name.startsWith('measuring/') ? MEASURING : [])],
      serialization: 'advanced',
      stdio: ['ignore', output, output, 'ipc'],
    });
    closeSync(output);
    let ended: () => void = () => undefined;
    const exit = new Promise<void>((resolve) => (ended = resolve));
    const program = new Program<C>(name, child, log, exit);
    child.once('exit', () => {
      program.abandon();
      ended();
    });
    child.once('error', () => program.abandon());
    return program;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Resolves with what the command of this name answers. */
  ask<Name extends keyof C & string>(
    name: Name,
    ...args: Parameters<C[Name]>
  ): Promise<Awaited<ReturnType<C[Name]>>> {
    const id = this.next++;
    const request: Request = { id, name, args };
    return new Promise((resolve, reject) => {
      this.pending.set(id, {
        done: (value) => resolve(value as Awaited<ReturnType<C[Name]>>),
        failed: reject,
      });
      this.child.send(request, (error) => {
        if (error !== null) this.abandon();
      });
    });
  }

  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exit;
  }

  private receive(reply: Reply): void {
    const pending = this.pending.get(reply.id);
    this.pending.delete(reply.id);
    if (reply.ok) pending?.done(reply.value);
    else pending?.failed(new Error(`${this.name}: ${reply.message}`));
  }

  private abandon(): void {
    for (const { failed } of this.pending.values()) {
      failed(new Error(`${this.name} has ended by itself. The end of its log:\n${this.logTail()}`));
    }
    this.pending.clear();
  }

  private logTail(): string {
    return readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
  }
}
