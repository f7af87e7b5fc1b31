const SHORTEST_MS = 15_000;
const LONGEST_MS = 30 * 60_000;

/**
 * When to look at a review again. Verdicts are pushed; polling finds those that were not. The longer a review lasts, the
 * rarer. `since`: ISO time of its start; `lookedAt`: of the last look; `longestMs`: the longest pause.
 */
export function nextPoll(
  since: string | null,
  lookedAt: string | null,
  now: Date,
  longestMs = LONGEST_MS,
): Date {
  const start = since === null ? now.getTime() : Date.parse(since);
  const last = lookedAt === null ? start : Math.max(start, Date.parse(lookedAt));
  return new Date(last + Math.min(longestMs, Math.max(SHORTEST_MS, (last - start) / 2)));
}
