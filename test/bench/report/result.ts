import type { Line } from '../figure';
import type { Machine, Versions } from './machine';

/** What became of one figure. */
export interface FigureResult {
  readonly id: string;
  readonly title: string;
  readonly seconds: number;
  readonly lines: readonly Line[];
  /** Why it could not be measured. */
  readonly failure?: string;
}

/** Everything that one run of the benchmarks found out. */
export interface BenchResult {
  readonly startedAt: string;
  readonly commit: string;
  /** Too short to be relied on. */
  readonly quick: boolean;
  readonly machine: Machine;
  readonly versions: Versions;
  readonly figures: readonly FigureResult[];
}
