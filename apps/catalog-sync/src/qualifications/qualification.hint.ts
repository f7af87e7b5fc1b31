import { REFRESH, type Hint } from '@tongbu/sync-engine';
import type { QualificationPush } from '@tongbu/wechat';
import type { ObservedQualification } from './qualification';

const VERDICT = 'verdict';

/** Whether asking WeChat could tell something new. A verdict that was read already, or on an older review, cannot. */
export function isNews({ name, detail }: Hint, { audit }: ObservedQualification): boolean {
  if (name === REFRESH || audit === null) return true;
  return detail['auditId'] === audit.id && detail['state'] !== audit.state;
}

/** The hint a callback gives the row whose review it names. */
export function verdictHint({ auditId, state }: QualificationPush): Hint {
  return { name: VERDICT, detail: { auditId, state } };
}

/** The hint that WeChat cleared its lists: what is not there was taken back, without a second look. */
export const clearedHint: Hint = { name: REFRESH, detail: { cleared: true } };

export function saysCleared(hint: Hint | null): boolean {
  return hint?.detail['cleared'] === true;
}

/** The hint for rows that do not know the id of a review of theirs. */
export const lookHint: Hint = { name: REFRESH, detail: {} };
