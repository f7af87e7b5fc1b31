import type { Machine } from '../../bench/report/machine';
import type { Finding } from '../judging/finding';

/** What became of one fault. */
export interface FaultResult {
  readonly fault: string;
  readonly struck: number;
  readonly findings: readonly Finding[];
  /** From the end of load and fault until everything was right; null when it never was. */
  readonly convergedMs: number | null;
  /** All it took, set-up included. */
  readonly seconds: number;
  /** A table of its own. */
  readonly details?: string;
  /** Why it could not be run. */
  readonly failure?: string;
}

export interface FaultsReport {
  readonly startedAt: string;
  readonly commit: string;
  readonly seed: number;
  readonly entities: number;
  readonly traffic: readonly string[];
  readonly seconds: number;
  /** What it ran on. */
  readonly machine: Machine;
  readonly results: readonly FaultResult[];
}

/** A fault that never struck has shown nothing. */
export function isRight({ findings, convergedMs, failure, struck }: FaultResult): boolean {
  return failure === undefined && findings.length === 0 && convergedMs !== null && struck > 0;
}

/** What is wrong with a fault that did not come right, in a line. */
export function firstWrong({ findings: [first], failure }: FaultResult): string {
  if (failure !== undefined) return failure;
  return first === undefined ? 'it never struck, or never came to rest' : `${first.about}: ${first.what}`;
}
