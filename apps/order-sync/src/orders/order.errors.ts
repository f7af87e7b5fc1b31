import type { CallRules } from '@tongbu/sync-engine';

/** WeChat's codes that say something about an order's state. Source: WeChat documentation, error codes of orders. */
export const ORDER_ERRORS = {
  illegalMove: 1000000,
  /** Seen from order/pay for an order that is not unpaid. */
  wrongState: 100000,
  unknown: 1010011,
  productUnknown: 1010002,
  productNotOrderable: 1010008,
  productNotApproved: 1010015,
  notPayable: 1010043,
  /** Parameters for an order that the merchant collects, and the reverse. */
  notCollectedByComponent: 1010047,
  collectedByComponent: 1010050,
} as const;

export const orderErrors: CallRules = {
  contradictions: new Set<number>([
    ORDER_ERRORS.illegalMove,
    ORDER_ERRORS.wrongState,
    ORDER_ERRORS.unknown,
    ORDER_ERRORS.notPayable,
    ORDER_ERRORS.notCollectedByComponent,
    ORDER_ERRORS.collectedByComponent,
  ]),
  pauses: new Map(),
};

/** WeChat does not say which product it means. */
export const PRODUCT_REFUSALS: readonly number[] = [
  ORDER_ERRORS.productUnknown,
  ORDER_ERRORS.productNotOrderable,
  ORDER_ERRORS.productNotApproved,
];
