import type { CallRules } from '@tongbu/sync-engine';

/** WeChat's codes that say something about an order's shipping. Source: WeChat documentation, orders. */
export const SHIPPING_ERRORS = {
  wrongState: 1000000,
  noSuchOrder: 1010011,
  alreadyShipped: 1010037,
  linesWithoutParcel: 1010042,
} as const;

export const shippingErrors: CallRules = {
  contradictions: new Set<number>([
    SHIPPING_ERRORS.wrongState,
    SHIPPING_ERRORS.noSuchOrder,
    SHIPPING_ERRORS.alreadyShipped,
    SHIPPING_ERRORS.linesWithoutParcel,
  ]),
  pauses: new Map(),
};
