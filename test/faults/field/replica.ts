import { spawnService, type SpawnedService, type SpawnServiceOptions } from '@tongbu/testing';

/** One process of a service, which may be ended in any way and started again, as Kubernetes would. */
export class Replica {
  private running: SpawnedService | undefined;
  private readonly earlierLogs: string[] = [];

  constructor(
    readonly service: string,
    private readonly options: SpawnServiceOptions,
    /** Told when the process ends without having been asked. */
    private readonly crashed: (how: string) => void,
  ) {}

  /** Resolves when it is ready. */
  async start(): Promise<void> {
    const service = await spawnService(this.options);
    this.running = service;
    void service.process.exit.then(({ code, signal }) => {
      if (this.running !== service) return;
      this.forget();
      this.crashed(
        `${this.service} ended by itself (${signal ?? `exit code ${code}`}): ${service.log().slice(-2_000)}`,
      );
    });
  }

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  get environment(): Readonly<Record<string, string>> {
    return this.options.env;
  }

  get pid(): number {
    return this.current().pid;
  }

  get url(): string {
    return this.current().url;
  }

  /** kill -9. */
  async kill(): Promise<void> {
    await this.forget()?.kill();
  }

  /** SIGTERM. */
  async stop(): Promise<void> {
    await this.forget()?.stop();
  }

  /** It stands still, as a process does whose machine swaps or whose event loop is blocked. */
  freeze(): void {
    this.current().process.signal('SIGSTOP');
  }

  thaw(): void {
    this.running?.process.signal('SIGCONT');
  }

  signal(signal: NodeJS.Signals): void {
    this.current().process.signal(signal);
  }

  log(): string {
    return [...this.earlierLogs, this.running?.log() ?? ''].join('\n');
  }

  private current(): SpawnedService {
    if (this.running === undefined) throw new Error(`${this.service} does not run`);
    return this.running;
  }

  /** From here on its end is no crash. */
  private forget(): SpawnedService | undefined {
    const service = this.running;
    this.running = undefined;
    void service?.process.exit.then(() => this.earlierLogs.push(service.log()));
    return service;
  }
}
