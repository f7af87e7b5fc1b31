import { laneRank, type Lane } from '@tongbu/platform';

/** BullMQ has 2^21 - 1 priorities. */
const RANKS_PER_LANE = 299_592;
const SLOT_MS = 15 * 60_000;
/** With quarters of an hour from here, the ranks last until July 2034; what is due later comes last together. */
const FIRST_SLOT = Date.parse('2026-01-01T00:00:00Z');

/**
 * BullMQ's priority of a row, smaller first: by lane, within it by the quarter of an hour in which it is due. A row
 * without a deadline goes before those: either its kind has none, or it has not been planned yet, and planning is quick.
 */
export function urgencyOf(lane: Lane, dueAt: Date | null): number {
  const first = 1 + (laneRank(lane) - 1) * RANKS_PER_LANE;
  if (dueAt === null) return first;
  const slot = Math.floor((dueAt.getTime() - FIRST_SLOT) / SLOT_MS);
  return first + 1 + Math.min(RANKS_PER_LANE - 2, Math.max(0, slot));
}

/** The priorities that {@link urgencyOf} gives in this lane, the last of them included. */
export function urgenciesOf(lane: Lane): { readonly first: number; readonly last: number } {
  const first = urgencyOf(lane, null);
  return { first, last: first + RANKS_PER_LANE - 1 };
}
