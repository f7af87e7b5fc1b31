import { createHash } from 'node:crypto';

/** A seed for one purpose, derived from the run's. */
export function seedOf(seed: number, purpose: string): number {
  return createHash('sha256').update(`${seed}/${purpose}`).digest().readUInt32BE();
}

/** The mini program of one fault: the same for the same seed, because keys decide about partitions. */
export function appIdOf(seed: number, fault: string, salt = ''): string {
  return `wx${createHash('sha256').update(`${seed}/${fault}/${salt}`).digest('hex').slice(0, 16)}`;
}
