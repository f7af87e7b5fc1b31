import type { CallRules } from '@tongbu/sync-engine';

/** WeChat's codes that say something about a product's state. Source: WeChat documentation, product errors. */
export const PRODUCT_ERRORS = {
  underReview: 1000002,
  categoryNotApproved: 1000005,
  brandNotApproved: 1000006,
  categoryUnknown: 1000009,
  categoryGone: 1000040,
  neverApproved: 1000003,
  skuNotOnline: 1000004,
  unknown: 1000011,
  exists: 1000012,
  conflict: 1000013,
  notUnderReview: 1000016,
  notSubmitted: 1000017,
  tooManySubmissions: 1000019,
  pictureNotExchanged: 1070010,
  notSupported: 990022,
} as const;

export const productErrors: CallRules = {
  contradictions: new Set<number>([
    PRODUCT_ERRORS.underReview,
    PRODUCT_ERRORS.neverApproved,
    PRODUCT_ERRORS.skuNotOnline,
    PRODUCT_ERRORS.unknown,
    PRODUCT_ERRORS.exists,
    PRODUCT_ERRORS.conflict,
    PRODUCT_ERRORS.notUnderReview,
    PRODUCT_ERRORS.notSubmitted,
    PRODUCT_ERRORS.pictureNotExchanged,
    // Of the shelf, for what WeChat took down.
    PRODUCT_ERRORS.notSupported,
  ]),
  /** Too many submissions of one product within an hour. */
  pauses: new Map([[PRODUCT_ERRORS.tooManySubmissions, 3_600_000]]),
};
