import type { ThrottleSignal } from './limiter';

const CUT = 0.3;
const LEAST = 0.02;

/** What was learned from the last complaint: it came at `peak` of the documented pace. Times in ms. */
export interface Cut {
  readonly peak: number;
  /** When calls may be made again, and the pace begins to rise. */
  readonly risesFrom: number;
  readonly recoverMs: number;
}

/** How long after the pause that follows a complaint the pace is again what WeChat complained of, in ms. */
export const RECOVER_MS: Readonly<Record<Exclude<ThrottleSignal, 'day'>, number>> = {
  burst: 4_000,
  minute: 60_000,
};

/**
 * The part of the documented pace that is used after a complaint: 0.7 of what was used then, and from there along a cubic,
 * as TCP CUBIC has it (RFC 9438): soon back near the pace that was too much, a while around it, and faster and faster
 * beyond it when WeChat has nothing against that. A capacity that stays small is exceeded seldom, one that comes back is
 * used soon.
 */
export function factorAfter({ peak, risesFrom, recoverMs }: Cut, now: number): number {
  const past = Math.max(0, now - risesFrom) / recoverMs - 1;
  return Math.min(1, Math.max(LEAST, peak * (1 + CUT * past ** 3)));
}

/** {@link factorAfter} for the scripts, of a bucket whose fields `get` reads. */
export const FACTOR_FUNCTION = `
local function factorAt(now)
  local peak = get('peak')
  if not peak then return 1 end
  local past = math.max(0, now - get('risesFrom')) / get('recoverMs') - 1
  return math.min(1, math.max(${LEAST}, peak * (1 + ${CUT} * past * past * past)))
end
`;
