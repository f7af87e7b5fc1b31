import {
  wechatBrandQualificationApproved,
  wechatBrandQualificationParked,
  wechatBrandQualificationRejected,
  wechatBrandQualificationSubmitted,
  wechatCategoryQualificationApproved,
  wechatCategoryQualificationParked,
  wechatCategoryQualificationRejected,
  wechatCategoryQualificationSubmitted,
  wechatProductApproved,
  wechatProductDeleted,
  wechatProductDelisted,
  wechatProductListed,
  wechatProductOffersUpdated,
  wechatProductParked,
  wechatProductRejected,
  wechatProductReviewWithdrawn,
  wechatProductSubmitted,
  wechatProductTakenDown,
  type CloudEvent,
  type Problem,
} from '@tongbu/contracts';
import type { Wanted } from './wanted';

/** What Tongbu has published about one product or qualification so far. */
export interface Heard {
  readonly review: 'none' | 'in-review' | 'approved' | 'rejected' | 'withdrawn';
  readonly shelf: 'unlisted' | 'listed' | 'delisted' | 'taken-down';
  readonly deleted: boolean;
  readonly problems: readonly Problem[];
  /** Why it was rejected or taken down. */
  readonly reason: string;
  /** Merchant versions that the review, the problems and the prices are about; 0 when none was named. */
  readonly reviewVersion: number;
  readonly problemVersion: number;
  readonly offerVersion: number;
  /** WeChat's number of an approved brand. */
  readonly brandId: number | undefined;
}

export const HEARD_NOTHING: Heard = {
  review: 'none',
  shelf: 'unlisted',
  deleted: false,
  problems: [],
  reason: '',
  reviewVersion: 0,
  problemVersion: 0,
  offerVersion: 0,
  brandId: undefined,
};

/** Folds one event of `wechat.catalog` into what was heard before. */
export function hear(heard: Heard, { type, data }: CloudEvent): Heard {
  const version = (data as { merchantVersion: number | null }).merchantVersion ?? 0;
  const reviewed = (review: Heard['review'], reason = ''): Heard => ({
    ...heard,
    review,
    reason,
    reviewVersion: version,
    offerVersion: version,
    problems: [],
  });
  switch (type) {
    case wechatProductSubmitted.type:
    case wechatCategoryQualificationSubmitted.type:
    case wechatBrandQualificationSubmitted.type:
      return reviewed('in-review');
    case wechatProductApproved.type:
    case wechatCategoryQualificationApproved.type:
      return reviewed('approved');
    case wechatBrandQualificationApproved.type:
      return { ...reviewed('approved'), brandId: (data as { brandId: number }).brandId };
    case wechatProductRejected.type:
    case wechatCategoryQualificationRejected.type:
    case wechatBrandQualificationRejected.type:
      return reviewed('rejected', (data as { reason: string }).reason);
    case wechatProductReviewWithdrawn.type:
      return reviewed('withdrawn');
    case wechatProductListed.type:
      return { ...heard, shelf: 'listed', problems: [] };
    case wechatProductDelisted.type:
      return { ...heard, shelf: 'delisted', problems: [] };
    case wechatProductTakenDown.type:
      return { ...heard, shelf: 'taken-down', reason: (data as { reason: string }).reason };
    case wechatProductOffersUpdated.type:
      return { ...heard, offerVersion: version, problems: [] };
    case wechatProductDeleted.type:
      return { ...heard, deleted: true, problems: [] };
    case wechatProductParked.type:
    case wechatCategoryQualificationParked.type:
    case wechatBrandQualificationParked.type:
      return { ...heard, problems: (data as { problems: Problem[] }).problems, problemVersion: version };
    default:
      return heard;
  }
}

/** Where a product stands for the merchant, once nothing more is to be expected. */
export type Verdict =
  | { readonly kind: 'on-sale' }
  | { readonly kind: 'off-sale' }
  | { readonly kind: 'qualified' }
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'taken-down'; readonly reason: string }
  | { readonly kind: 'rejected'; readonly reason: string; readonly stillOnSale: boolean }
  | { readonly kind: 'parked'; readonly problems: readonly Problem[]; readonly stillOnSale: boolean };

/**
 * The verdict on what the shop wanted, or undefined while one is still to come. What was heard may be about an older
 * version than the one sent last; with `settled`, when nothing has been heard for a while, it is taken to cover the
 * newest too, because content that did not change is not reviewed again.
 */
export function verdictOn(heard: Heard, wanted: Wanted, settled: boolean): Verdict | undefined {
  const covers = (version: number, newest: number) => settled || version >= newest;
  const stillOnSale = heard.shelf === 'listed';
  if (heard.deleted) return { kind: 'deleted' };
  if (heard.problems.length > 0) {
    const { problems, problemVersion } = heard;
    return covers(problemVersion, wanted.contentVersion)
      ? { kind: 'parked', problems, stillOnSale }
      : undefined;
  }
  if (wanted.deleted || heard.review === 'in-review') return undefined;
  if (
    !covers(heard.reviewVersion, wanted.contentVersion) ||
    !covers(heard.offerVersion, wanted.offerVersion)
  ) {
    return undefined;
  }
  if (heard.review === 'rejected') return { kind: 'rejected', reason: heard.reason, stillOnSale };
  if (heard.review === 'withdrawn') return wanted.withdrawn ? { kind: 'withdrawn' } : undefined;
  if (heard.shelf === 'taken-down') return { kind: 'taken-down', reason: heard.reason };
  if (heard.review === 'none') return undefined;
  if (wanted.qualification) return { kind: 'qualified' };
  if (wanted.onSale) return heard.shelf === 'listed' ? { kind: 'on-sale' } : undefined;
  return heard.shelf === 'listed' ? undefined : { kind: 'off-sale' };
}
