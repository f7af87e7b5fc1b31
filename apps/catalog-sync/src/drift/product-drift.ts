import type { Difference, DriftItem, DriftRepair } from '@tongbu/sync-engine';
import type { ListedProduct } from '../channel/catalog-listing';
import { offersOf, type DesiredProduct, type ObservedProduct, type Offers } from '../products/product';
import { contentDifferences, offerDifferences } from './product-differences';

/** What a repair may do; the planner does it in this order. */
export type ProductRepair =
  'delete' | 'delist' | 'update-offers' | 'resubmit' | 'list' | 'withdraw-review' | 'publish-again';

/** What the planner is told with a repair: where not to trust what it remembers. */
export interface DriftEvidence {
  /** What is in force at WeChat, where the draft does not show it. */
  readonly offers?: Offers;
  /** What only WeChat has. */
  readonly stray?: DesiredProduct['content'];
}

/** Decodes what the items below carry, as the database gives it back. */
export function evidenceOf({ evidence }: DriftItem): DriftEvidence {
  return evidence ?? {};
}

/** A product on both sides. */
export interface ProductPair {
  readonly desired: DesiredProduct;
  readonly observed: ObservedProduct | null;
  readonly listed: ListedProduct;
  /** What buyers see; undefined when it could not be seen in this comparison. */
  readonly inForce: Offers | undefined;
}

/** Why a product is not compared although it may differ: nothing is wrong, or it is known already. */
export type Skipped = 'inReview' | 'deleted';

type Found = { readonly difference: Difference; readonly repair: ProductRepair | undefined };

const TAKEN_DOWN = 'WeChat took the product down; change its content, and the approval lists it again.';

/** Compares a product whose row is settled with what WeChat lists. */
export function compareProduct(pair: ProductPair): DriftItem | Skipped | 'same' {
  const { desired, listed } = pair;
  if (desired.deleted) {
    // WeChat goes on showing some deleted products as delisted.
    if (listed.state.shelf === 'delisted') return 'deleted';
    const difference = { field: 'deleted', merchant: true, wechat: false };
    return itemOf(pair, [{ difference, repair: 'delete' }]);
  }
  if (listed.state.draft === 'in-review') return 'inReview';
  const found = [...shelfFound(pair), ...offersFound(pair), ...contentFound(pair)];
  return found.length === 0 ? 'same' : itemOf(pair, found);
}

function shelfFound({ desired, listed }: ProductPair): Found[] {
  const { shelf } = listed.state;
  const difference = { field: 'onSale', merchant: desired.onSale, wechat: shelf === 'listed' };
  if (!desired.onSale && (shelf === 'listed' || shelf === 'unlisted')) {
    return [{ difference, repair: 'delist' }];
  }
  if (desired.onSale && shelf === 'delisted') return [{ difference, repair: 'list' }];
  if (desired.onSale && shelf === 'taken-down') return [{ difference, repair: undefined }];
  return [];
}

function offersFound({ desired, inForce }: ProductPair): Found[] {
  return offerDifferences(offersOf(desired), inForce ?? {}).map((difference) => ({
    difference,
    repair: 'update-offers',
  }));
}

function contentFound({ desired, observed, listed }: ProductPair): Found[] {
  // A withdrawn product stays as it is until its content changes.
  if (desired.withdrawn) return [];
  const found = contentDifferences(desired.content, observed?.pictures ?? {}, listed);
  if (found.length === 0 && listed.state.draft === 'editing') {
    found.push({ field: 'review', merchant: 'submitted', wechat: 'not submitted' });
  }
  return found.map((difference) => ({ difference, repair: 'resubmit' }));
}

const ORDER: readonly ProductRepair[] = ['delete', 'delist', 'update-offers', 'resubmit', 'list'];

const WHY: Readonly<Record<ProductRepair, string>> = {
  delete: 'The merchant has deleted it.',
  delist: 'The merchant does not want it on sale.',
  'update-offers': 'Prices, stock or codes differ; they change without a review.',
  resubmit: 'Content differs that WeChat reviews.',
  list: 'The merchant wants it on sale.',
  'withdraw-review': 'Its approval could put it on sale.',
  'publish-again':
    'WeChat never takes an id again: it is read once more, and if it is gone, the merchant is told to publish it under a new id.',
};

function itemOf({ listed, inForce }: ProductPair, found: readonly Found[]): DriftItem {
  const actions = ORDER.filter((action) => found.some(({ repair }) => repair === action));
  const takenDown = found.some(({ repair }) => repair === undefined) ? [TAKEN_DOWN] : [];
  const evidence: DriftEvidence = inForce === undefined ? {} : { offers: inForce };
  return {
    entityId: listed.productId,
    kind: 'different',
    differences: found.map(({ difference }) => difference),
    repair: { actions, why: [...actions.map((action) => WHY[action]), ...takenDown].join(' ') },
    evidence,
  };
}

/** A product the merchant does not have. What becomes of it is the operator's choice. */
export function strayItem({ productId, content, state }: ListedProduct): DriftItem {
  const actions: ProductRepair[] = [
    ...(state.shelf === 'listed' || state.shelf === 'unlisted' ? ['delist' as const] : []),
    ...(state.draft === 'in-review' ? ['withdraw-review' as const] : []),
  ];
  const repair: DriftRepair =
    actions.length > 0
      ? { actions, why: 'The merchant does not have it: choose to delist it or to leave it.' }
      : { actions, why: 'The merchant does not have it, and it is not on sale.' };
  const evidence: DriftEvidence = { stray: content };
  const { title } = content;
  return {
    entityId: productId,
    kind: 'only-at-wechat',
    differences: [{ field: 'product', merchant: null, wechat: { title, ...shown(state) } }],
    repair,
    evidence,
  };
}

/** A product we believe to be at WeChat, and that WeChat does not have. */
export function missingItem(productId: string, desired: DesiredProduct): DriftItem {
  return {
    entityId: productId,
    kind: 'only-at-merchant',
    differences: [{ field: 'product', merchant: { title: desired.content.title }, wechat: null }],
    repair: { actions: ['publish-again'], why: WHY['publish-again'] },
  };
}

function shown({ wechatId, shelf, draft }: ListedProduct['state']) {
  return { wechatProductId: wechatId, shelf, draft };
}
