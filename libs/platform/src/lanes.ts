/**
 * Lanes of work, most urgent first. A lane decides which waiting work runs first and which part of a WeChat quota it
 * may use, so that a backfill of a hundred thousand products does not slow a checkout.
 */
export const lanes = ['checkout', 'stop-sale', 'money', 'shipping', 'price', 'content', 'backfill'] as const;

export type Lane = (typeof lanes)[number];

/** 1 for the most urgent lane. */
export function laneRank(lane: Lane): number {
  return lanes.indexOf(lane) + 1;
}

/** The more urgent of two lanes. */
export function urgentLane(a: Lane, b: Lane): Lane {
  return laneRank(a) <= laneRank(b) ? a : b;
}
