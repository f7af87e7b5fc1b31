import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError, messageOf } from '@tongbu/platform';
import type { GuardedProcess, ProcessGuard, ProcessSpec } from '@tongbu/testing';

export interface ServiceSpec extends ProcessSpec {
  /** Answers 200 once the service can work. */
  readonly readyUrl: string;
  /** For people and other programs. */
  readonly url: string;
}

const READY_TIMEOUT_MS = 60_000;
const MAX_STARTS_BEFORE_READY = 3;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** A service that ran this long has recovered, and its next end is the first again. */
const HEALTHY_AFTER_MS = 30_000;

/** A service that is started again when it ends unasked. */
export class SupervisedService {
  private process: GuardedProcess | undefined;
  private stopping = false;
  private everReady = false;
  private givenUp: string | undefined;
  private readonly stopped = new AbortController();

  constructor(
    private readonly guard: ProcessGuard,
    private readonly spec: ServiceSpec,
    /** Told in words about every end that was not asked for. */
    private readonly tell: (what: string) => void,
    /** Told about every new process. */
    private readonly started: (pid: number) => void,
  ) {}

  get name(): string {
    return this.spec.name;
  }

  get url(): string {
    return this.spec.url;
  }

  get pid(): number | undefined {
    return this.process?.pid;
  }

  async start(): Promise<void> {
    await this.launch();
    void this.supervise().catch((error: unknown) => {
      this.givenUp = `cannot be started again: ${messageOf(error)}`;
      if (!this.stopping) this.tell(this.givenUp);
    });
  }

  /** Waits for the ready answer; fails when the service keeps ending, or is not ready in time. */
  async ready(): Promise<void> {
    const deadline = performance.now() + READY_TIMEOUT_MS;
    for (;;) {
      const problem = await askReady(this.spec.readyUrl);
      if (problem === undefined) {
        this.everReady = true;
        return;
      }
      const late =
        performance.now() > deadline
          ? `is not ready after ${READY_TIMEOUT_MS / 1000} s (${problem})`
          : undefined;
      const failure = this.givenUp ?? late;
      if (failure !== undefined) {
        throw new CodedError(
          'service-not-ready',
          `${this.spec.name} ${failure}. The end of ${this.spec.log}:\n${this.process?.logTail(25) ?? ''}`,
          false,
        );
      }
      await sleep(50);
    }
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.stopped.abort();
    await this.process?.stop();
  }

  private async launch(): Promise<void> {
    this.process = await this.guard.spawn(this.spec);
    this.started(this.process.pid);
    // A stop that came while the process was being started has not seen it.
    if (this.stopping) await this.process.stop();
  }

  private async supervise(): Promise<void> {
    for (let ends = 1, pause = FIRST_PAUSE_MS; !this.stopping; ends++) {
      const startedAt = performance.now();
      const { code, signal } = (await this.process?.exit) ?? { code: null, signal: null };
      if (this.stopping) return;
      const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
      if (!this.everReady && ends === MAX_STARTS_BEFORE_READY) {
        this.givenUp = `${how} ${ends} times without getting ready`;
        return;
      }
      if (performance.now() - startedAt > HEALTHY_AFTER_MS) pause = FIRST_PAUSE_MS;
      await sleep(pause, undefined, { signal: this.stopped.signal }).catch(() => undefined);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      if (this.stopping) return;
      await this.launch();
      this.tell(`${how} and was started again`);
    }
  }
}

async function askReady(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    const text = await answer.text();
    return answer.ok ? undefined : `it answers ${answer.status}: ${text.slice(0, 300)}`;
  } catch (error) {
    return messageOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
  }
}
