import type { Plan } from '@tongbu/sync-engine';
import type { AftersaleRow, ObservedAftersale, Opening } from './aftersale';
import {
  exchangePictures,
  openAftersale,
  refusalOf,
  type AftersaleCommand,
  type OpeningDraft,
} from './aftersale.commands';
import { brokenLimits } from './aftersale.limits';
import { openWishes } from './aftersale.needs';
import { aftersaleNotFound } from './aftersale.problems';
import { isAtWechat, learnOrder, mustLearn, waitForOrder } from '../orders/order-knowledge';
import { orderCollectedBy } from '../orders/order.problems';

type AftersalePlan = Plan<AftersaleCommand>;

const MINUTE = 60_000;
/** WeChat may show an after-sale only a while after its event. */
const FIRST_LOOK_MS = 1_000;
const LONGEST_PAUSE_MS = 5 * MINUTE;
const PATIENCE_MS = 60 * MINUTE;
const HOUR_MS = 60 * MINUTE;

const run = (command: AftersaleCommand): AftersalePlan => ({ kind: 'run', command });
const later = (from: string | Date, ms: number) => new Date(new Date(from).getTime() + ms);

/** What to do for an after-sale that WeChat has not shown yet: wait for it, or open it. */
export function planBeginning(
  row: AftersaleRow,
  observed: ObservedAftersale,
  now: Date,
  read: () => AftersalePlan,
): AftersalePlan {
  const { opening } = row.desired;
  if (opening === null || observed.existence === 'expected') return planSearch(row, observed, now, read);
  if (openWishes(row, observed).some(({ kind }) => kind === 'withdraw')) {
    // Withdrawn before WeChat heard of it, unless it did without our knowing.
    const search = observed.maybeOpened ? planSearch(row, observed, now, read) : undefined;
    return search === undefined || search.kind === 'park' ? { kind: 'idle' } : search;
  }
  return planOpening(row, observed, opening, now);
}

function planSearch(
  { entityId, hint }: AftersaleRow,
  { looks, readAt, soughtSince }: ObservedAftersale,
  now: Date,
  read: () => AftersalePlan,
): AftersalePlan {
  if (hint !== null || readAt === null || soughtSince === null) return read();
  const patient = now < later(soughtSince, PATIENCE_MS);
  const pause = patient ? Math.min(LONGEST_PAUSE_MS, FIRST_LOOK_MS * 2 ** (looks - 1)) : HOUR_MS;
  const until = later(readAt, pause);
  if (now >= until) return read();
  return patient
    ? { kind: 'wait', until, reason: 'WeChat does not show the after-sale yet' }
    : { kind: 'park', problems: [aftersaleNotFound(entityId)], until };
}

function planOpening(
  row: AftersaleRow,
  observed: ObservedAftersale,
  opening: Opening,
  now: Date,
): AftersalePlan {
  const { orderId } = opening;
  if (mustLearn(row.generation, observed.order, orderId, isAtWechat)) return run(learnOrder(orderId));
  const atWechat = observed.order?.facts?.atWechat ?? null;
  if (atWechat === null) return waitForOrder(orderId, opening.at, now);
  if (atWechat.collectedBy === 'merchant') {
    return { kind: 'park', problems: [orderCollectedBy(orderId, 'merchant')] };
  }
  const draft = draftOf(row, observed, opening);
  const problems = brokenLimits(draft, atWechat.lines);
  if (problems.length > 0) return { kind: 'park', problems };
  const urls = draft.claim.images.filter((url) => observed.pictures[url] === undefined);
  const command = urls.length > 0 ? exchangePictures(urls) : openAftersale(draft);
  const refused = refusalOf(command, row, observed);
  return refused === undefined ? run(command) : { kind: 'park', problems: refused };
}

/** What was told, with the changes that came before it was sent. */
export function draftOf(row: AftersaleRow, observed: ObservedAftersale, opening: Opening): OpeningDraft {
  const edits = openWishes(row, observed).filter((wish) => wish.kind === 'edit');
  const { orderId, type, line } = opening;
  return {
    orderId,
    type,
    line,
    claim: edits.at(-1)?.claim ?? opening.claim,
    wishes: edits.map(({ number }) => number),
  };
}
