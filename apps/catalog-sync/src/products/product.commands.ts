import { type Command, hash } from '@tongbu/sync-engine';
import { brandFact, categoryFact } from '../references/facts';
import {
  contentHash,
  offersOf,
  type DesiredProduct,
  type DraftState,
  type Offers,
  type References,
  type Shelf,
  type Submission,
} from './product';

/** A product as WeChat shows it when it is read. */
export interface ReadProduct {
  readonly wechatId: string;
  readonly wechatSkuIds: Readonly<Record<string, string>>;
  readonly shelf: Shelf;
  readonly draft: DraftState;
  readonly submission: number | null;
  readonly reason: string;
  /** Of the draft. */
  readonly offers: Offers;
}

/** What a command sends to review. */
export interface SubmissionDraft {
  readonly number: number;
  readonly contentHash: string;
  readonly merchantVersion: number | null;
  readonly scenes?: readonly number[] | undefined;
  readonly offers: Offers;
}

interface Named<Name extends string, Effect extends Command['effect']> extends Command {
  readonly name: Name;
  readonly effect: Effect;
}

export type ProductCommand =
  | Named<'read', 'read'>
  | (Named<'exchange-pictures', 'repeatable'> & { readonly urls: readonly string[] })
  | (Named<'check-references', 'repeatable'> & { readonly categoryId: number; readonly brandId: number })
  | (Named<'add', 'once'> & { readonly submission: SubmissionDraft })
  | (Named<'update', 'once'> & { readonly submission: SubmissionDraft })
  | (Named<'update-offers', 'repeatable'> & { readonly offers: Offers })
  | Named<'withdraw-review', 'repeatable'>
  | Named<'list', 'repeatable'>
  | Named<'delist', 'repeatable'>
  | Named<'delete', 'repeatable'>;

/** What WeChat told us. */
export type ProductFact =
  | { readonly kind: 'read'; readonly product: ReadProduct | null }
  | { readonly kind: 'pictures-exchanged'; readonly pictures: Readonly<Record<string, string>> }
  | { readonly kind: 'references-checked'; readonly references: References }
  | {
      readonly kind: 'submitted';
      readonly submission: Submission;
      readonly wechatId: string;
      readonly wechatSkuIds: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'offers-updated'; readonly offers: Offers }
  | { readonly kind: 'review-withdrawn' }
  | { readonly kind: 'listed' }
  | { readonly kind: 'delisted' }
  | { readonly kind: 'deleted' }
  /** The id is in use at WeChat. */
  | { readonly kind: 'id-taken' }
  /** WeChat does not know the product. */
  | { readonly kind: 'not-found' }
  /** WeChat does not take the pictures' addresses any more. */
  | { readonly kind: 'pictures-lost' }
  /** The state at WeChat is another than we thought. */
  | { readonly kind: 'out-of-date' };

export const readProduct: ProductCommand = {
  name: 'read',
  effect: 'read',
  lane: 'content',
  fingerprint: 'read',
};
/** The read that finds what no callback told. */
export const watchProduct: ProductCommand = { ...readProduct, lane: 'backfill' };
export const listProduct: ProductCommand = {
  name: 'list',
  effect: 'repeatable',
  lane: 'price',
  fingerprint: 'list',
};
export const delistProduct: ProductCommand = {
  name: 'delist',
  effect: 'repeatable',
  lane: 'stop-sale',
  fingerprint: 'delist',
};
export const deleteProduct: ProductCommand = {
  name: 'delete',
  effect: 'repeatable',
  lane: 'stop-sale',
  fingerprint: 'delete',
};

export function withdrawReview(submission: number): ProductCommand {
  return { name: 'withdraw-review', effect: 'repeatable', lane: 'content', fingerprint: String(submission) };
}

export function exchangePictures(urls: readonly string[]): ProductCommand {
  return { name: 'exchange-pictures', effect: 'repeatable', lane: 'content', fingerprint: hash(urls), urls };
}

export function checkReferences(categoryId: number, brandId: number): ProductCommand {
  const fingerprint = `${categoryId}/${brandId}`;
  return {
    name: 'check-references',
    effect: 'repeatable',
    lane: 'content',
    fingerprint,
    looksAt: [categoryFact(categoryId), brandFact(brandId)],
    categoryId,
    brandId,
  };
}

export function updateOffers(offers: Offers): ProductCommand {
  return { name: 'update-offers', effect: 'repeatable', lane: 'price', fingerprint: hash(offers), offers };
}

/** Adds or updates a product, which submits it to review. The intent says how to recognise it at WeChat. */
export function submitProduct(
  name: 'add' | 'update',
  desired: DesiredProduct,
  merchantVersion: number | null,
  number: number,
  scenes?: readonly number[],
): ProductCommand {
  const draft = {
    number,
    contentHash: contentHash(desired),
    merchantVersion,
    ...(scenes === undefined ? {} : { scenes }),
  };
  const offers = offersOf(desired);
  return {
    name,
    effect: 'once',
    lane: 'content',
    fingerprint: hash({ content: draft.contentHash, offers, scenes }),
    intent: draft,
    submission: { ...draft, offers },
  };
}
