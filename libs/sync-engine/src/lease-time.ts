/** SQL of when a lease of so many ms ends. */
export function leaseEnd(ms: string): string {
  return `now() + ${ms} * interval '1 ms'`;
}

/** SQL of when the sweeper looks for a row that is leased for so many ms: a moment after, so that one whose worker died comes back. */
export function sweptAfter(ms: string): string {
  return `now() + (${ms} + 500) * interval '1 ms'`;
}
