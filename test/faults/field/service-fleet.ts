import { setTimeout as sleep } from 'node:timers/promises';
import { Replica } from './replica';

export interface FleetOptions {
  /** Environment of a new replica of a service. */
  readonly environmentOf: (service: string) => Promise<Readonly<Record<string, string>>>;
  /** Told about every end that nobody asked for. */
  readonly crashed: (how: string) => void;
}

/** On a busy machine several start at the same time. */
const START_MS = 120_000;
const RESTART_AFTER_MS = 1_000;

/** The replicas of all services. Like Kubernetes, it starts again what ends by itself. */
export class ServiceFleet {
  private readonly replicas = new Map<string, Replica[]>();
  private readonly removedLogs: string[] = [];
  private closing = false;

  constructor(private readonly options: FleetOptions) {}

  get services(): readonly string[] {
    return [...this.replicas.keys()];
  }

  of(service: string): readonly Replica[] {
    return this.replicas.get(service) ?? [];
  }

  /** The one that runs; the first of several. */
  one(service: string): Replica {
    const found = this.of(service).find(({ isRunning }) => isRunning);
    if (found === undefined) throw new Error(`no replica of ${service} runs`);
    return found;
  }

  /** Starts one more. Resolves when it is ready. */
  async add(
    service: string,
    preload: readonly string[] = [],
    more: Readonly<Record<string, string>> = {},
  ): Promise<Replica> {
    const env = { ...(await this.options.environmentOf(service)), ...more };
    const replica: Replica = new Replica(
      service,
      { app: service, env, preload, timeoutMs: START_MS },
      (how) => {
        this.options.crashed(how);
        void this.startAgain(replica);
      },
    );
    this.replicas.set(service, [...this.of(service), replica]);
    await replica.start();
    return replica;
  }

  async remove(replica: Replica): Promise<void> {
    await replica.stop();
    this.removedLogs.push(replica.log());
    this.replicas.set(
      replica.service,
      this.of(replica.service).filter((other) => other !== replica),
    );
  }

  /** So many running replicas of each service, whatever state they are in. */
  async scale(replicas: number): Promise<void> {
    await Promise.all(
      this.services.map(async (service) => {
        for (const replica of this.of(service)) replica.thaw();
        for (const replica of this.of(service).slice(replicas)) await this.remove(replica);
        for (const replica of this.of(service)) if (!replica.isRunning) await replica.start();
        while (this.of(service).length < replicas) await this.add(service);
      }),
    );
  }

  /** What all processes have written so far, those that are gone included. */
  logs(): string {
    const all = [...this.replicas.values()].flat().map((replica) => replica.log());
    return [...this.removedLogs, ...all].join('\n');
  }

  async stop(): Promise<void> {
    this.closing = true;
    await Promise.all([...this.replicas.values()].flat().map((replica) => replica.stop()));
  }

  private async startAgain(replica: Replica): Promise<void> {
    while (!this.closing && !replica.isRunning && this.of(replica.service).includes(replica)) {
      await sleep(RESTART_AFTER_MS);
      // What it needs may still be away; then it is tried again.
      await replica.start().catch(() => undefined);
    }
  }
}
