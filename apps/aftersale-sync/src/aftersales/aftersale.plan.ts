import type { Problem } from '@tongbu/contracts';
import { nextPoll, type Plan } from '@tongbu/sync-engine';
import {
  isFinal,
  nothingObserved,
  type AftersaleRow,
  type ObservedAftersale,
  type ReadAftersale,
} from './aftersale';
import {
  carryOut,
  exchangePictures,
  readAftersale,
  refusalOf,
  type AftersaleCommand,
} from './aftersale.commands';
import { deadlineKey, type DeadlineRules } from './aftersale.deadlines';
import { complaintOf, isNews } from './aftersale.hint';
import { planBeginning } from './aftersale.beginning';
import { changesUsedUp, returnAddressIncomplete, returnAddressMissing } from './aftersale.problems';
import type { Wish } from './aftersale.wish';
import { isComplete, missingPictures, mustWait, openWishes, returnAddressFor } from './aftersale.needs';
import { orderFact } from '../orders/order-facts';
import { learnOrder, mustLearn } from '../orders/order-knowledge';

type AftersalePlan = Plan<AftersaleCommand>;

const MINUTE = 60_000;
/** People take days: between two looks at the same state, at most. */
const LONGEST_LOOK_MS = 120 * MINUTE;
/** WeChat moves an after-sale on a moment after its deadline. */
const AFTER_DEADLINE_MS = 30_000;
/** How long a refused wish leaves the after-sale parked where it does not move on. */
const REFUSAL_SHOWN_MS = 24 * 60 * MINUTE;
/** WeChat documentation: an after-sale is opened and changed five times at most. */
const MOST_REQUESTS = 5;

const run = (command: AftersaleCommand): AftersalePlan => ({ kind: 'run', command });

/**
 * What to do next for an after-sale. In this order: find out what is unknown, bring it to WeChat where the shop opens it,
 * carry out what the merchant wishes, and look again before and after each deadline and now and then.
 *
 * A look sorts out the wishes that the present state does not allow, once and for all. Every other is one write, which is
 * sent only while WeChat still shows what it was judged by, and decided by a look afterwards, also when no answer came.
 */
export function planAftersale(rules: DeadlineRules, row: AftersaleRow, now: Date): AftersalePlan {
  const { intent, hint } = row;
  const observed = row.observed ?? nothingObserved;
  const read = (lane: 'money' | 'content') => run(readAftersale(complaintOf(observed, hint), lane));

  if (observed.sameAs !== null) return { kind: 'idle' };
  if (intent !== null) return read('money');
  if (observed.existence !== 'present' || observed.aftersale === null) {
    return planBeginning(row, observed, now, () => read('money'));
  }
  if (observed.outOfDate || (hint !== null && isNews(hint, observed))) return read('money');

  const open = openWishes(row, observed);
  // A wish that came after the last look is compared with what WeChat shows now.
  if (open.some(({ number }) => number > observed.judged)) return read('money');
  const blocked: Problem[] = [];
  for (const wish of open.filter((waiting) => !mustWait(waiting, observed, open))) {
    const step = nextStep(row, observed, observed.aftersale, wish);
    if (step.kind === 'blocked') {
      blocked.push(...step.problems);
      continue;
    }
    const { command } = step;
    const refused = refusalOf(command, row, observed);
    if (refused !== undefined) {
      blocked.push(...refused);
      continue;
    }
    return run(command);
  }
  return planRest(rules, observed, observed.aftersale, blocked, now, () => read('content'));
}

type WishStep =
  | { readonly kind: 'run'; readonly command: AftersaleCommand }
  | { readonly kind: 'blocked'; readonly problems: readonly Problem[] };

/** What a wish needs next that the present state allows. */
function nextStep(
  row: AftersaleRow,
  observed: ObservedAftersale,
  aftersale: ReadAftersale,
  wish: Wish,
): WishStep {
  const pictures = missingPictures(wish, observed);
  if (pictures.length > 0) return { kind: 'run', command: exchangePictures(pictures) };
  if (wish.kind === 'edit' && observed.request >= MOST_REQUESTS) {
    return { kind: 'blocked', problems: [changesUsedUp] };
  }
  if (wish.kind === 'accept-return' && wish.address === null) {
    const { orderId } = aftersale;
    if (mustLearn(row.generation, observed.order, orderId, ({ returnAddress }) => returnAddress !== null))
      return { kind: 'run', command: learnOrder(orderId) };
    const address = returnAddressFor(wish, observed);
    if (address === null) return { kind: 'blocked', problems: [returnAddressMissing] };
    if (!isComplete(address)) return { kind: 'blocked', problems: [returnAddressIncomplete] };
  } else if (wish.kind === 'accept-return' && wish.address !== null && !isComplete(wish.address)) {
    return { kind: 'blocked', problems: [returnAddressIncomplete] };
  }
  return { kind: 'run', command: carryOut(wish, observed.complaint) };
}

function planRest(
  rules: DeadlineRules,
  observed: ObservedAftersale,
  aftersale: ReadAftersale,
  blocked: readonly Problem[],
  now: Date,
  read: () => AftersalePlan,
): AftersalePlan {
  const look = nextLook(rules, observed, aftersale, now);
  if (look !== undefined && now >= look) return read();
  const refused = recentRefusals(observed, now);
  const problems = [...blocked, ...refused.flatMap(({ problems: why }) => why)];
  const until = earliest([look, ...refused.map(({ until: shown }) => shown)]);
  if (problems.length === 0) return { kind: 'idle', until };
  const waitingFor = blocked.includes(returnAddressMissing) ? [orderFact(aftersale.orderId)] : [];
  return { kind: 'park', problems, until, waitingFor };
}

/** Refusals of wishes that still say something: the after-sale stands where it stood. */
function recentRefusals(
  { conclusions, turn }: ObservedAftersale,
  now: Date,
): { readonly problems: readonly Problem[]; readonly until: Date }[] {
  const newest = Object.entries(conclusions)
    .toSorted(([a], [b]) => Number(b) - Number(a))
    .map(([, conclusion]) => conclusion)
    .find(({ outcome }) => outcome === 'refused');
  if (newest === undefined || newest.turn !== turn) return [];
  const until = new Date(Date.parse(newest.at) + REFUSAL_SHOWN_MS);
  return now < until ? [{ problems: newest.problems, until }] : [];
}

/** When to look again, for what no callback told. `undefined`: nothing can come any more. */
function nextLook(
  { warnMs }: DeadlineRules,
  observed: ObservedAftersale,
  { state, updatedAt }: ReadAftersale,
  now: Date,
): Date | undefined {
  const { complaint, deadlines, announced, readAt } = observed;
  if (isFinal(state) && (complaint === null || complaint.isOver)) return undefined;
  const read = readAt === null ? now.getTime() : Date.parse(readAt);
  const moments = deadlines.flatMap((deadline) => {
    const at = Date.parse(deadline.at);
    const warning = announced.includes(deadlineKey(deadline)) ? [] : [at - warnMs];
    return [...warning, at + AFTER_DEADLINE_MS].filter((moment) => moment > read);
  });
  // A deadline that has passed without a consequence is looked at often again.
  const passed = deadlines.map(({ at }) => Date.parse(at)).filter((at) => at <= read);
  const since = passed.length === 0 ? updatedAt : new Date(Math.max(...passed)).toISOString();
  const poll = nextPoll(since, readAt, now, LONGEST_LOOK_MS);
  return earliest([poll, ...moments.map((moment) => new Date(moment))]);
}

function earliest(dates: readonly (Date | undefined)[]): Date | undefined {
  const times = dates.flatMap((date) => (date === undefined ? [] : [date.getTime()]));
  return times.length === 0 ? undefined : new Date(Math.min(...times));
}
