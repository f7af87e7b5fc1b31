import {
  wechatProductApproved,
  wechatProductDeleted,
  wechatProductDelisted,
  wechatProductListed,
  wechatProductOffersUpdated,
  wechatProductRejected,
  wechatProductReviewWithdrawn,
  wechatProductSubmitted,
  wechatProductTakenDown,
  type EventDefinition,
} from '@tongbu/contracts';
import { assertUnreachable } from '@tongbu/platform';
import { REFRESH, type EventDraft, type Hint, type Intent, type Reduction } from '@tongbu/sync-engine';
import {
  nothingObserved,
  picturesOf,
  type ObservedProduct,
  type Offers,
  type ProductState,
  type References,
  type Shelf,
  type Submission,
} from './product';
import type { ProductFact, ReadProduct } from './product.commands';

type ProductReduction = Reduction<ObservedProduct>;

/** Less than a day, so that each daily look finds the last check too old. */
const REFERENCES_TRUSTED_MS = 12 * 3_600_000;

/** What we know after WeChat told us `fact`, and what the merchant hears about it. */
export function reduceProduct(state: ProductState, fact: ProductFact, now: Date): ProductReduction {
  const known = state.observed ?? nothingObserved;
  switch (fact.kind) {
    case 'read':
      return reduceRead(state, known, fact.product, now);
    case 'pictures-exchanged':
      return reducePictures(state, known, fact.pictures);
    case 'pictures-lost':
      return silent({ ...known, pictures: {} });
    case 'references-checked':
      return silent({ ...known, references: fact.references });
    case 'submitted':
      return reduceSubmitted(known, fact);
    case 'offers-updated': {
      const offers = { ...known.offers, ...fact.offers };
      const skus = Object.entries(fact.offers).map(([skuId, { salePrice, marketPrice, stock }]) => ({
        skuId,
        salePrice,
        marketPrice,
        stock,
      }));
      const observed = { ...known, offers, changes: known.changes + 1 };
      return {
        observed,
        events: [draftOf(wechatProductOffersUpdated, observed.changes, { ...about(state, known), skus })],
      };
    }
    case 'review-withdrawn': {
      const draft = known.draft && { ...known.draft, state: 'editing' as const };
      const number = known.submitted?.number ?? 1;
      return {
        observed: { ...known, draft },
        events: [
          draftOf(wechatProductReviewWithdrawn, number, { ...about(state, known), submission: number }),
        ],
      };
    }
    case 'listed':
      return reduceShelf(state, known, 'listed', '');
    case 'delisted':
      return reduceShelf(state, known, 'delisted', '');
    case 'deleted':
      return reduceGone(state, known, now);
    case 'id-taken':
      return silent({ ...known, existence: 'taken' });
    case 'not-found':
      return reduceRead(state, known, null, now);
    case 'out-of-date':
      // A draft we do not know is read before anything else is planned.
      return silent({ ...known, draft: null });
    default:
      return assertUnreachable(fact);
  }
}

function reducePictures(
  { desired }: ProductState,
  known: ObservedProduct,
  exchanged: ObservedProduct['pictures'],
): ProductReduction {
  const all = { ...known.pictures, ...exchanged };
  const used = picturesOf(desired).flatMap((url) => {
    const link = all[url];
    return link === undefined ? [] : [[url, link] as const];
  });
  const changed = used.some(
    ([url, link]) => known.pictures[url] !== undefined && known.pictures[url] !== link,
  );
  return silent({
    ...known,
    pictures: Object.fromEntries(used),
    picturesFor: desired.publication,
    picturesChanged: known.picturesChanged === true || changed,
  });
}

function reduceRead(
  state: ProductState,
  known: ObservedProduct,
  product: ReadProduct | null,
  now: Date,
): ProductReduction {
  if (product === null) {
    // An id that is in use and cannot be read was deleted, and so was one that we have seen before.
    if (known.existence !== 'absent' || state.desired.deleted) return reduceGone(state, known, now);
    const references = doubted(known.references, state.hint, now);
    return silent({ ...known, references, readAt: now.toISOString() });
  }
  const intended = intendedSubmission(state.intent);
  const reached = intended !== undefined && product.submission === intended.number ? intended : undefined;
  const submitted = reached ?? trusted(known.submitted, state.hint);
  const approved = product.draft === 'approved';
  const before: ObservedProduct = { ...known, existence: 'present', wechatId: product.wechatId };
  const seen: ObservedProduct = {
    ...before,
    wechatSkuIds: { ...known.wechatSkuIds, ...product.wechatSkuIds },
    draft: { state: product.draft, submission: product.submission, reason: product.reason },
    submitted,
    online: known.online || approved || product.shelf === 'listed' || product.shelf === 'taken-down',
    offers: approved ? product.offers : (offersIn(state.hint) ?? known.offers),
    readAt: now.toISOString(),
    references: doubted(known.references, state.hint, now),
    ...(reached === undefined ? {} : { picturesChanged: false }),
  };
  const events: EventDraft[] = [];
  if (reached !== undefined) events.push(submittedEvent(seen, reached));
  const verdict = verdictEvent(known, seen);
  if (verdict !== undefined) events.push(verdict);
  const shelf = reduceShelf(state, seen, product.shelf, takeDownReason(state.hint));
  return { observed: shelf.observed, events: [...events, ...shelf.events] };
}

function reduceSubmitted(
  known: ObservedProduct,
  fact: Extract<ProductFact, { kind: 'submitted' }>,
): ProductReduction {
  const observed: ObservedProduct = {
    ...known,
    existence: 'present',
    wechatId: fact.wechatId,
    wechatSkuIds: { ...known.wechatSkuIds, ...fact.wechatSkuIds },
    draft: { state: 'in-review', submission: fact.submission.number, reason: '' },
    submitted: fact.submission,
    picturesChanged: false,
  };
  return { observed, events: [submittedEvent(observed, fact.submission)] };
}

function submittedEvent(observed: ObservedProduct, submission: Submission): EventDraft {
  return draftOf(wechatProductSubmitted, submission.number, {
    wechatProductId: observed.wechatId,
    merchantVersion: submission.merchantVersion,
    submission: submission.number,
  });
}

/** The verdict on our newest submission, when this is the first time we see it. */
function verdictEvent(known: ObservedProduct, seen: ObservedProduct): EventDraft | undefined {
  const { draft, submitted, wechatId } = seen;
  if (draft === null || submitted === null || draft.submission !== submitted.number) return undefined;
  if (known.draft?.submission === draft.submission && known.draft.state === draft.state) return undefined;
  const verdict = {
    wechatProductId: wechatId,
    merchantVersion: submitted.merchantVersion,
    submission: submitted.number,
  };
  if (draft.state === 'approved') {
    const skus = Object.entries(seen.wechatSkuIds).map(([skuId, wechatSkuId]) => ({ skuId, wechatSkuId }));
    return draftOf(wechatProductApproved, submitted.number, { ...verdict, skus });
  }
  if (draft.state === 'rejected') {
    return draftOf(wechatProductRejected, submitted.number, { ...verdict, reason: draft.reason });
  }
  return undefined;
}

function reduceShelf(
  state: ProductState,
  known: ObservedProduct,
  shelf: Shelf,
  reason: string,
): ProductReduction {
  if (known.shelf === shelf) return silent(known);
  const observed = { ...known, shelf, changes: known.changes + 1 };
  switch (shelf) {
    case 'listed':
      return { observed, events: [draftOf(wechatProductListed, observed.changes, about(state, observed))] };
    case 'delisted':
      return { observed, events: [draftOf(wechatProductDelisted, observed.changes, about(state, observed))] };
    case 'taken-down':
      return {
        observed,
        events: [draftOf(wechatProductTakenDown, observed.changes, { ...about(state, observed), reason })],
      };
    case 'unlisted':
      return silent(observed);
    default:
      return assertUnreachable(shelf);
  }
}

function reduceGone(state: ProductState, known: ObservedProduct, now: Date): ProductReduction {
  const observed: ObservedProduct = {
    ...known,
    existence: 'gone',
    shelf: 'unlisted',
    draft: null,
    online: false,
    offers: {},
    readAt: now.toISOString(),
  };
  return {
    observed,
    events: known.existence === 'gone' ? [] : [draftOf(wechatProductDeleted, 1, about(state, known))],
  };
}

function about(state: ProductState, observed: ObservedProduct) {
  return { wechatProductId: observed.wechatId, merchantVersion: state.desiredVersion };
}

function silent(observed: ObservedProduct): ProductReduction {
  return { observed, events: [] };
}

function draftOf(definition: EventDefinition, key: number, data: unknown): EventDraft {
  return { type: definition.type, key: String(key), data };
}

/** Who looks at a product anew, looks at its category and brand, too; the daily look does. */
function doubted(references: References | null, hint: Hint | null, now: Date): References | null {
  if (references === null) return null;
  const isOld = now.getTime() - Date.parse(references.checkedAt) >= REFERENCES_TRUSTED_MS;
  return isOld || hint?.name === REFRESH ? { ...references, doubted: true } : references;
}

/** A drift report found other content at WeChat than we submitted: no content is the submitted one. */
function trusted(submitted: Submission | null, hint: Hint | null): Submission | null {
  if (submitted === null || hint?.detail['distrust'] !== true) return submitted;
  return { ...submitted, contentHash: '' };
}

/** What a drift report saw in force, while the draft is another. We wrote the hint ourselves. */
function offersIn(hint: Hint | null): Offers | undefined {
  return hint?.detail['offers'] as Offers | undefined;
}

/** WeChat tells the reason in the callback only. */
function takeDownReason(hint: Hint | null): string {
  const reason = hint?.detail['reason'];
  return typeof reason === 'string' ? reason : '';
}

function intendedSubmission(intent: Intent | null): Submission | undefined {
  if (intent === null || (intent.command !== 'add' && intent.command !== 'update')) return undefined;
  const { number, contentHash, merchantVersion, scenes } = intent.detail;
  if (typeof number !== 'number' || typeof contentHash !== 'string') return undefined;
  return {
    number,
    contentHash,
    merchantVersion: typeof merchantVersion === 'number' ? merchantVersion : null,
    ...(Array.isArray(scenes) ? { scenes: scenes.filter((scene) => typeof scene === 'number') } : {}),
    at: intent.at,
  };
}
