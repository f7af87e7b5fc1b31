const FIRST_MS = 500;
const LONGEST_MS = 300_000;

/** Exponential back-off with full jitter, in ms: up to 0.5 s after the first failure, up to 5 min after many. */
export function retryDelay(attempts: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, attempts - 1));
  return Math.round(ceiling * (0.1 + 0.9 * random()));
}
