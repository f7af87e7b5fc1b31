import type { CallRules } from '@tongbu/sync-engine';

/** WeChat's codes that say something about an after-sale's state. Source: WeChat documentation, after-sales. */
export const AFTERSALE_ERRORS = {
  complaintTakesNoEvidence: 21001,
  orderState: 1000000,
  unknown: 2747007,
  wrongState: 2747008,
  pictureNotExchanged: 2747010,
  exists: 2747013,
  orderBusy: 2747026,
} as const;

/** Somebody else writes to the same order: that takes a moment. */
const ORDER_BUSY_MS = 700;

export const aftersaleErrors: CallRules = {
  contradictions: new Set<number>([
    AFTERSALE_ERRORS.complaintTakesNoEvidence,
    AFTERSALE_ERRORS.orderState,
    AFTERSALE_ERRORS.unknown,
    AFTERSALE_ERRORS.wrongState,
    AFTERSALE_ERRORS.pictureNotExchanged,
    AFTERSALE_ERRORS.exists,
  ]),
  pauses: new Map([[AFTERSALE_ERRORS.orderBusy, ORDER_BUSY_MS]]),
};
