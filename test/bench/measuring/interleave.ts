import { median } from './statistics';
import type { Timing } from './timing';

/** One of the things that are compared. */
export interface Side {
  readonly name: string;
  /** Runs for about `ms` and answers what was measured: a rate per second, or a time. */
  measure(ms: number): Promise<number>;
  /** Waits until nothing of the measurement goes on behind the scenes, where it would slow the next side. */
  settle?(): Promise<void>;
}

/** All values of a side, in the order measured, and their median. */
export interface Samples {
  readonly values: readonly number[];
  readonly median: number;
}

/**
 * Measures the sides in turns, so that a machine that gets slower does so for all of them. Every other round runs in
 * reverse order: nobody always comes after the same one.
 */
export async function interleave<Name extends string>(
  sides: Readonly<Record<Name, Omit<Side, 'name'>>>,
  { warmUpMs, rounds, roundMs }: Timing,
): Promise<Record<Name, Samples>> {
  const names = Object.keys(sides) as Name[];
  const run = async (name: Name, ms: number) => {
    const value = await sides[name].measure(ms);
    await sides[name].settle?.();
    return value;
  };
  if (warmUpMs > 0) for (const name of names) await run(name, warmUpMs);
  const values = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      values.get(name)?.push(await run(name, roundMs));
    }
  }
  const samples = [...values].map(([name, measured]) => [
    name,
    { values: measured, median: median(measured) },
  ]);
  return Object.fromEntries(samples) as Record<Name, Samples>;
}
