import { ERR } from '../api/errcodes';
import type { Result } from '../api/result';
import { follow, unreached, type Transition } from '../machines/transitions';

/**
 * 1 withdrawn, 2 refund requested, 4 refund rejected, 5 return rejected, 6 to be sent back, 7 closed, 8 sent back,
 * 11 being refunded, 13 refunded, 21 refund disputed, 23 return requested, 24 return disputed, 25 refund failed,
 * 26 proof of an offline refund waits for the buyer. WeChat documents no number for the last; 26 is ours.
 */
export const AFTERSALE_STATUSES = [1, 2, 4, 5, 6, 7, 8, 11, 13, 21, 23, 24, 25, 26] as const;
export type AftersaleStatus = (typeof AFTERSALE_STATUSES)[number];
export const FIRST_STATUSES = { 1: 2, 2: 23 } as const satisfies Record<number, AftersaleStatus>;

/** Every move there is. What is not in the table is refused with 2747008. */
export const AFTERSALE_TRANSITIONS = {
  /** Of a refund, or of a return whose goods are there already. */
  'edit-refund': { from: [2, 4], to: 2 },
  'edit-return': { from: [23, 5], to: 23 },
  withdraw: { from: [2, 23, 6, 4, 5], to: 1 },
  /** From 8 it means that the goods were received. */
  'accept-refund': { from: [2, 8], to: 11 },
  'accept-return': { from: [23], to: 6 },
  'reject-refund': { from: [2, 8], to: 4 },
  'reject-return': { from: [23], to: 5 },
  'send-back': { from: [6], to: 8 },
  'change-waybill': { from: [8], to: 8 },
  'cancel-pickup': { from: [8], to: 6 },
  'refund-done': { from: [11], to: 13 },
  'refund-failed': { from: [11], to: 25 },
  'prove-refund': { from: [25], to: 26 },
  'confirm-proof': { from: [26], to: 13 },
  'dispute-refund': { from: [4], to: 21 },
  'dispute-return': { from: [5], to: 24 },
  'judge-refund': { from: [21, 24], to: 11 },
  'judge-return': { from: [21, 24], to: 6 },
  'judge-nothing': { from: [21, 24], to: 7 },
  'refund-unanswered': { from: [2], to: 11 },
  'return-unanswered': { from: [23], to: 6 },
  'receipt-unanswered': { from: [8], to: 11 },
  'not-disputed': { from: [4, 5], to: 7 },
  'not-sent-back': { from: [6], to: 7 },
} as const satisfies Record<string, Transition<AftersaleStatus>>;
export type AftersaleAction = keyof typeof AFTERSALE_TRANSITIONS;

/** The status an action leads to, or the refusal of one that the present status does not allow. */
export function nextStatus(status: AftersaleStatus, action: AftersaleAction): Result<AftersaleStatus> {
  return follow(AFTERSALE_TRANSITIONS[action], status, ERR.AFTERSALE_STATE, 'after-sale');
}

/** Statuses that no after-sale can get to. */
export function unreachable(transitions: readonly Transition<AftersaleStatus>[]): AftersaleStatus[] {
  return unreached(AFTERSALE_STATUSES, Object.values(FIRST_STATUSES), transitions);
}

/** Whether nothing can happen any more. */
export function isOver(status: AftersaleStatus): boolean {
  return status === 1 || status === 7 || status === 13;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface Deadline {
  readonly afterMs: number;
  readonly action: AftersaleAction;
  readonly event: string;
}

/** What happens when whoever has to act does not. WeChat documentation: after-sales, deadlines. */
export const DEADLINES: Readonly<Partial<Record<AftersaleStatus, Deadline>>> = {
  2: {
    afterMs: 48 * HOUR_MS,
    action: 'refund-unanswered',
    event: 'aftersale_merchant_handle_refund_overdue',
  },
  23: {
    afterMs: 48 * HOUR_MS,
    action: 'return-unanswered',
    event: 'aftersale_merchant_handle_return_overdue',
  },
  8: {
    afterMs: 10 * DAY_MS,
    action: 'receipt-unanswered',
    event: 'aftersale_merchant_confirm_receipt_overdue',
  },
  4: { afterMs: 7 * DAY_MS, action: 'not-disputed', event: 'aftersale_user_apply_platform_judge_overdue' },
  5: { afterMs: 7 * DAY_MS, action: 'not-disputed', event: 'aftersale_user_apply_platform_judge_overdue' },
  6: { afterMs: 7 * DAY_MS, action: 'not-sent-back', event: 'aftersale_user_upload_return_info_overdue' },
};
