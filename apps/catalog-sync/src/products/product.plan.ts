import { nextPoll, type Plan } from '@tongbu/sync-engine';
import { brandFact, categoryFact } from '../references/facts';
import {
  changedOffers,
  contentHash,
  lacksScene,
  nothingObserved,
  offersOf,
  picturesOf,
  type DesiredProduct,
  type ObservedProduct,
  type ProductState,
  type References,
} from './product';
import {
  checkReferences,
  deleteProduct,
  delistProduct,
  exchangePictures,
  listProduct,
  readProduct,
  submitProduct,
  updateOffers,
  watchProduct,
  withdrawReview,
  type ProductCommand,
} from './product.commands';
import { isNews } from './product.hint';
import { brokenLimits } from './product.limits';
import { idUsedUp, referenceProblems } from './product.problems';

type ProductPlan = Plan<ProductCommand>;

const MINUTE = 60_000;
/** How long the check of category and brand holds while the product cannot be submitted because of it. */
const REFERENCES_HOLD_MS = 60 * MINUTE;
/** The category list changes rarely; a usable category is looked at again after a day. */
const USABLE_REFERENCES_HOLD_MS = 24 * 60 * MINUTE;
const WATCH_MS = 24 * 60 * MINUTE;
const IDLE: ProductPlan = { kind: 'idle' };
const run = (command: ProductCommand): ProductPlan => ({ kind: 'run', command });

export interface ProductPlanOptions {
  /** Whether it can be seen that another picture lies under the same address: looked at when the product is published. */
  readonly looksAtPictures: boolean;
}

/**
 * What to do next for a product. In this order: find out what is unknown, stop the sale, settle the review, change
 * prices and stock, then the shelf.
 */
export function planProduct(state: ProductState, now: Date, options: ProductPlanOptions): ProductPlan {
  const { desired, intent, hint } = state;
  const observed = state.observed ?? nothingObserved;

  if (intent !== null || observed.existence === 'taken') return run(readProduct);
  if (hint !== null && isNews(hint, observed)) return run(readProduct);
  if (observed.existence === 'gone') {
    return desired.deleted ? IDLE : { kind: 'park', problems: [idUsedUp(state.entityId)] };
  }
  // What WeChat does not have is read as well: that it is gone is told once that is certain.
  if (desired.deleted) return run(observed.existence === 'present' ? deleteProduct : readProduct);
  if (observed.existence === 'absent') {
    return desired.withdrawn ? IDLE : planSubmission('add', state, observed, now, options);
  }

  // WeChat has just contradicted what we know; the shelf may be another, too.
  if (observed.draft === null) return run(readProduct);
  if (!desired.onSale && (observed.shelf === 'listed' || observed.shelf === 'unlisted'))
    return run(delistProduct);
  const offers = planOffers(desired, observed);
  if (offers !== undefined) return offers;
  const review = planReview(state, observed, now, options);
  if (review.kind !== 'idle') return review;
  if (desired.onSale && observed.online && observed.shelf === 'delisted') return run(listProduct);
  const until = nextWatch(observed, now);
  if (now >= until) return run(watchProduct);
  return planInForce(state, observed, until) ?? { kind: 'idle', until };
}

/** Prices and stock that differ on what buyers see. Before the first approval there is nothing to change. */
function planOffers(desired: DesiredProduct, observed: ObservedProduct): ProductPlan | undefined {
  if (!observed.online) return undefined;
  const changed = changedOffers(offersOf(desired), observed.offers);
  return Object.keys(changed).length === 0 ? undefined : run(updateOffers(changed));
}

/**
 * What was approved may need an approval that WeChat took back. Prices, stock and the shelf still change; the next
 * content would be refused, so the merchant is told now.
 */
function planInForce(
  { desired, generation }: ProductState,
  { references, draft }: ObservedProduct,
  until: Date,
): ProductPlan | undefined {
  if (references === null || draft?.state !== 'approved' || desired.withdrawn) return undefined;
  const waitingFor = missingApprovals(references);
  if (references.doubted === true || (waitingFor.length > 0 && references.generation !== generation)) {
    return run(checkReferences(references.categoryId, references.brandId));
  }
  if (waitingFor.length === 0) return undefined;
  return { kind: 'park', problems: referenceProblems(references, desired.content), until, waitingFor };
}

function planReview(
  state: ProductState,
  observed: ObservedProduct,
  now: Date,
  options: ProductPlanOptions,
): ProductPlan {
  const { desired } = state;
  const { draft, submitted } = observed;
  if (draft === null) return IDLE;
  const isCurrent =
    submitted !== null &&
    draft.submission === submitted.number &&
    submitted.contentHash === contentHash(desired) &&
    observed.picturesChanged !== true &&
    !lacksScene(observed);
  switch (draft.state) {
    case 'in-review': {
      // Newer content waits here and is submitted once, as it is when the verdict comes.
      if (desired.withdrawn) return run(withdrawReview(draft.submission ?? 0));
      const until = nextLook(observed, now);
      return now < until
        ? { kind: 'wait', until, reason: 'WeChat is reviewing the product' }
        : run(readProduct);
    }
    case 'approved':
    case 'rejected':
      if (desired.withdrawn) return IDLE;
      if (!isCurrent) return planSubmission('update', state, observed, now, options);
      return arePicturesKnown(desired, observed, options) ? IDLE : run(exchangePictures(picturesOf(desired)));
    case 'editing':
      return desired.withdrawn ? IDLE : planSubmission('update', state, observed, now, options);
  }
}

function planSubmission(
  name: 'add' | 'update',
  state: ProductState,
  observed: ObservedProduct,
  now: Date,
  options: ProductPlanOptions,
): ProductPlan {
  const { desired } = state;
  const { categoryId, brandId } = desired.content;
  const problems = brokenLimits(desired.content, name);
  if (problems.length > 0) return { kind: 'park', problems };

  const { references } = observed;
  if (
    references === null ||
    references.categoryId !== categoryId ||
    references.brandId !== brandId ||
    references.doubted === true ||
    (!areUsable(references) && references.generation !== state.generation) ||
    now.getTime() >= holdsUntil(references).getTime()
  ) {
    return run(checkReferences(categoryId, brandId));
  }
  const unmet = referenceProblems(references, desired.content);
  if (unmet.length > 0) {
    return {
      kind: 'park',
      problems: unmet,
      until: holdsUntil(references),
      waitingFor: missingApprovals(references),
    };
  }

  const urls = picturesOf(desired);
  const missing = urls.filter((url) => observed.pictures[url] === undefined);
  if (!arePicturesKnown(desired, observed, options)) return run(exchangePictures(urls));
  if (missing.length > 0) return run(exchangePictures(missing));

  const number = nextSubmission(observed);
  return run(submitProduct(name, desired, state.desiredVersion, number, references.scenes));
}

/** Whether what lies under the picture addresses is known as it is since the merchant published the product. */
function arePicturesKnown(
  { publication }: DesiredProduct,
  { picturesFor }: ObservedProduct,
  { looksAtPictures }: ProductPlanOptions,
): boolean {
  return !looksAtPictures || picturesFor === publication;
}

function nextSubmission({ submitted, draft }: ObservedProduct): number {
  return Math.max(submitted?.number ?? 0, draft?.submission ?? 0) + 1;
}

function areUsable({ category, brand }: References): boolean {
  return (category === 'usable' || category === 'needs-product-pictures') && brand === 'usable';
}

/** The approvals that let the product go on at once. */
function missingApprovals({ category, brand, categoryId, brandId }: References): string[] {
  return [
    ...(category === 'needs-approval' ? [categoryFact(categoryId)] : []),
    ...(brand === 'needs-approval' ? [brandFact(brandId)] : []),
  ];
}

function holdsUntil(references: References): Date {
  const hold = areUsable(references) ? USABLE_REFERENCES_HOLD_MS : REFERENCES_HOLD_MS;
  return new Date(Date.parse(references.checkedAt) + hold);
}

/** WeChat may take a product down, or another program may change it, and the callback get lost: look once a day. */
function nextWatch({ submitted, readAt }: ObservedProduct, now: Date): Date {
  const last = readAt ?? submitted?.at;
  return new Date((last === undefined ? now.getTime() : Date.parse(last)) + WATCH_MS);
}

/** When the review is looked at again. */
function nextLook({ submitted, readAt }: ObservedProduct, now: Date): Date {
  return nextPoll(submitted?.at ?? readAt, readAt, now);
}
