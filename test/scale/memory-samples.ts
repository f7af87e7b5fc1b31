import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 2_000;
/** Fewer say nothing: a process grows while it warms up. */
const ENOUGH = 60;

/** How much memory a service holds while it works, one series per life of its process. */
export class MemorySamples {
  private readonly lives: number[][] = [[]];
  private readonly ended: Promise<void>;
  private stopped = false;

  /** `metrics`: the service's metrics as Prometheus reads them; rejects while no process answers. */
  constructor(private readonly metrics: () => Promise<string>) {
    this.ended = this.sample();
  }

  /** Another process takes the place of the one before. */
  newLife(): void {
    this.lives.push([]);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.ended;
  }

  /** The most at any moment, in MB. */
  highest(): number {
    return Math.max(...this.lives.flat());
  }

  /** By how much each life that was long enough grew from its second quarter to its last, as a factor. */
  growth(): number[] {
    return this.lives
      .filter((life) => life.length >= ENOUGH)
      .map((life) => medianOf(life.slice(-life.length / 4)) / medianOf(quarter(life, 1)));
  }

  toString(): string {
    const lives = this.lives.map((life) =>
      [0, 1, 2, 3].map((part) => Math.round(medianOf(quarter(life, part)))).join(' → '),
    );
    return `${lives.join(', killed, ')} MB (medians of each quarter), at most ${Math.round(this.highest())} MB`;
  }

  private async sample(): Promise<void> {
    while (!this.stopped) {
      const life = this.lives.at(-1);
      const metrics = await this.metrics().catch(() => '');
      const bytes = /^process_resident_memory_bytes\S* (\S+)$/m.exec(metrics)?.[1];
      if (bytes !== undefined) life?.push(Number(bytes) / 1024 ** 2);
      await sleep(EVERY_MS);
    }
  }
}

const quarter = (values: readonly number[], part: number) =>
  values.slice(Math.floor((part * values.length) / 4), Math.ceil(((part + 1) * values.length) / 4));

export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
