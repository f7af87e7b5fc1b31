import type { ThrottleSignal } from './limiter';

const CUT = 0.3;
const LEAST = 0.02;
/** A complaint at less than the one before by more than this part tells that the capacity has become smaller. */
const LESS = 0.02;

/** What was learned from the last complaint. Paces are parts of the documented one, times in ms. */
export interface Cut {
  /** The pace that WeChat complained of. */
  readonly reached: number;
  /** The pace that is thought to be too much. */
  readonly peak: number;
  /** When calls may be made again, and the pace begins to rise. */
  readonly risesFrom: number;
  readonly recoverMs: number;
}

/** How long after the pause that follows a complaint the pace is again what WeChat complained of, in ms. */
export const RECOVER_MS: Readonly<Record<Exclude<ThrottleSignal, 'day'>, number>> = {
  burst: 3_000,
  minute: 60_000,
};
/** For how long nothing is called after WeChat complained of a burst, in ms. */
export const BURST_PAUSE_MS = 500;

/**
 * The part of the documented pace that is used after a complaint: 0.7 of what was used then, and from there along a cubic,
 * as TCP CUBIC has it (RFC 9438): soon back near the pace that was too much, a while around it, and faster and faster
 * beyond it when WeChat has nothing against that. A capacity that stays small is exceeded seldom, one that comes back is
 * used soon.
 */
export function factorAfter({ peak, risesFrom, recoverMs }: Omit<Cut, 'reached'>, now: number): number {
  const past = Math.max(0, now - risesFrom) / recoverMs - 1;
  return Math.min(1, Math.max(LEAST, peak * (1 + CUT * past ** 3)));
}

/** Where the pace is thought to be too much, after a complaint at `reached`. What has become smaller may go on doing so. */
export function peakOf(reached: number, before: Pick<Cut, 'reached'> | undefined): number {
  return reached < (before?.reached ?? 1) * (1 - LESS) ? reached * (1 - CUT / 2) : reached;
}

/** {@link peakOf} for the script that learns. */
export const PEAK_FUNCTION = `
local function peakOf(reached)
  if reached < (get('reached') or 1) * ${1 - LESS} then return reached * ${1 - CUT / 2} end
  return reached
end
`;

/** {@link factorAfter} for the scripts, of a bucket whose fields `get` reads. */
export const FACTOR_FUNCTION = `
local function factorAt(now)
  local peak = get('peak')
  if not peak then return 1 end
  local past = math.max(0, now - get('risesFrom')) / get('recoverMs') - 1
  return math.min(1, math.max(${LEAST}, peak * (1 + ${CUT} * past * past * past)))
end
`;
