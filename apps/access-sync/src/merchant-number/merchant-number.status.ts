import type { StepDone } from '../access/access';
import type { ApplicationPhase, ObservedMerchantNumber } from './merchant-number';

/** Who knows that a number can take money. */
export const READY_SOURCE = 'wxpay/get: ready';

export interface MerchantNumberStatus {
  /** `not-applied`: nothing is known of an application; `console`: somebody said that it was opened there. */
  readonly state: ApplicationPhase | 'not-applied' | 'console';
  /** What shows that this part of step 2.1 is done; null while it is not. */
  readonly done: StepDone | null;
}

/**
 * Where a mini program stands with its merchant number. `observed`: of its row, null without one; `declaredAt`: when
 * somebody said that it was opened in the console. Pure.
 */
export function merchantNumberStatus(
  observed: ObservedMerchantNumber | null,
  declaredAt: string | undefined,
): MerchantNumberStatus {
  if (observed !== null && observed.readyAt !== null) {
    return { state: 'ready', done: { at: observed.readyAt, source: READY_SOURCE } };
  }
  if (declaredAt !== undefined) {
    return { state: 'console', done: { at: declaredAt, source: 'declared: merchant-number' } };
  }
  return { state: observed?.application?.phase ?? 'not-applied', done: null };
}
