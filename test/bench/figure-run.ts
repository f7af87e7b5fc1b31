import { mkdirSync } from 'node:fs';
import { createTestDatabase, type Progress, type Stack } from '@tongbu/testing';
import type { Bench } from './figure';
import { Program, type Commands } from './measuring/program';
import type { Timing } from './measuring/timing';

/** What one figure is measured with, and the end of everything it started. */
export class FigureRun implements Bench {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly kafkaBrokers: readonly string[];
  private readonly ends: (() => Promise<unknown>)[] = [];

  constructor(
    stack: Pick<Stack, 'databaseUrl' | 'redisUrl' | 'kafkaBrokers'>,
    readonly timing: Timing,
    readonly dir: string,
    private readonly logs: string,
    readonly progress: Progress,
  ) {
    ({ databaseUrl: this.databaseUrl, redisUrl: this.redisUrl, kafkaBrokers: this.kafkaBrokers } = stack);
    mkdirSync(dir, { recursive: true });
  }

  start<C extends Commands>(name: string): Program<C> {
    const program = Program.start<C>(name, this.logs);
    this.afterwards(() => program.stop());
    return program;
  }

  async createDatabase(): Promise<string> {
    const database = await createTestDatabase();
    this.afterwards(() => database.drop());
    return database.url;
  }

  afterwards(work: () => Promise<unknown>): void {
    this.ends.push(work);
  }

  async end(): Promise<void> {
    for (const work of this.ends.toReversed()) await work();
    this.ends.length = 0;
  }
}
