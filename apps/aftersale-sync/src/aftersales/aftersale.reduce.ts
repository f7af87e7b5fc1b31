import { assertUnreachable } from '@tongbu/platform';
import type { Intent, Reduction } from '@tongbu/sync-engine';
import {
  contentOf,
  isRequested,
  nothingObserved,
  wasDone,
  type AftersaleRow,
  type ObservedAftersale,
  type ReadAftersale,
} from './aftersale';
import type { AftersaleFact, Sight } from './aftersale.commands';
import { deadlineKey, deadlinesOf, isNear, type DeadlineRules } from './aftersale.deadlines';
import { isFulfilled, judge, type Judgement } from './aftersale.judge';
import { newsOf } from './aftersale.news';
import { mustWait, openWishes } from './aftersale.needs';
import type { Conclusion, Wish, WishKind } from './aftersale.wish';
import type { ReadComplaint } from './complaint';

type AftersaleReduction = Reduction<ObservedAftersale>;

/** Conclusions and warnings that are kept. */
const KEPT = 40;

/** What we know after WeChat told us `fact`, and what the merchant hears about it. */
export function reduceAftersale(
  rules: DeadlineRules,
  row: AftersaleRow,
  fact: AftersaleFact,
  now: Date,
): AftersaleReduction {
  const known = row.observed ?? nothingObserved;
  switch (fact.kind) {
    case 'read':
      return fact.sameAs === null
        ? reduceRead(rules, row, known, fact, now)
        : silent({ ...known, sameAs: fact.sameAs, readAt: now.toISOString() });
    case 'changed-before':
      // The intent stands for a command that was not sent.
      return reduceRead(rules, { ...row, intent: null }, known, fact, now);
    case 'not-shown':
      return silent({
        ...known,
        readAt: now.toISOString(),
        maybeOpened: known.maybeOpened || row.intent?.command === 'open',
        looks: known.looks + 1,
        soughtSince: known.soughtSince ?? now.toISOString(),
      });
    case 'order-learned':
      return silent({ ...known, order: fact.order });
    case 'pictures-exchanged':
      return silent({ ...known, pictures: { ...known.pictures, ...fact.pictures } });
    case 'pictures-lost':
      return silent({ ...known, pictures: {} });
    case 'opened':
      return silent({
        ...expected(known),
        wechatId: fact.wechatId,
        conclusions: conclude(row, known, fact.wishes, 'edit', now),
      });
    case 'id-taken':
      return silent(expected(known));
    case 'done':
      return silent({
        ...known,
        outOfDate: true,
        conclusions: conclude(row, known, [fact.wish], fact.of, now),
      });
    case 'out-of-date':
      return silent({ ...known, outOfDate: true });
    default:
      return assertUnreachable(fact);
  }
}

function expected(known: ObservedAftersale): ObservedAftersale {
  return { ...known, existence: 'expected', readAt: null, looks: 0, soughtSince: null };
}

function reduceRead(
  rules: DeadlineRules,
  row: AftersaleRow,
  known: ObservedAftersale,
  { aftersale, complaint }: Sight,
  now: Date,
): AftersaleReduction {
  const moved = howItMoved(known, aftersale);
  const complaintMoved = complaint !== null && isOtherComplaint(known.complaint, complaint);
  const running = deadlinesOf(aftersale, complaint);
  const warnings = running.filter(
    (deadline) => isNear(deadline, rules, now) && !known.announced.includes(deadlineKey(deadline)),
  );
  const seen: ObservedAftersale = {
    ...known,
    existence: 'present',
    wechatId: aftersale.wechatId,
    aftersale,
    complaint,
    request: known.request + (moved.isNewRequest ? 1 : 0),
    turn: known.turn + (moved.hasMoved ? 1 : 0),
    complaintTurn: known.complaintTurn + (complaintMoved ? 1 : 0),
    deadlines: running,
    announced: [...known.announced, ...warnings.map(deadlineKey)].slice(-KEPT),
    outOfDate: false,
    readAt: now.toISOString(),
    maybeOpened: false,
    looks: 0,
    soughtSince: null,
  };
  const judged: ObservedAftersale = {
    ...seen,
    judged: row.desired.wishCount,
    conclusions: judgeAll(row, seen, aftersale, now),
  };
  return {
    observed: judged,
    events: newsOf({ row, known, seen: judged, ...moved, complaintMoved, warnings, now }),
  };
}

/** What has changed since we looked last, or ever if it is the first look. */
function howItMoved(known: ObservedAftersale, aftersale: ReadAftersale) {
  const before = known.aftersale;
  if (before === null) return { hasMoved: true, isNewRequest: true };
  const otherContent = contentOf(before) !== contentOf(aftersale);
  // Rejected by us and requested again before we looked: the buyer has changed it, even to the same words.
  const isNewRequest =
    isRequested(aftersale.state) && (otherContent || !isRequested(before.state) || wasDone(known, 'reject'));
  const hasMoved =
    isNewRequest ||
    otherContent ||
    before.state !== aftersale.state ||
    before.rawState !== aftersale.rawState ||
    before.refundId !== aftersale.refundId ||
    JSON.stringify(before.shipment) !== JSON.stringify(aftersale.shipment);
  return { hasMoved, isNewRequest };
}

function isOtherComplaint(before: ReadComplaint | null, now: ReadComplaint): boolean {
  return (
    before === null ||
    before.wechatComplaintId !== now.wechatComplaintId ||
    before.rawState !== now.rawState ||
    before.evidenceUntil !== now.evidenceUntil ||
    before.verdict?.decision !== now.verdict?.decision
  );
}

/** Compares every open wish with what WeChat shows: done, still possible, or never to be done. */
function judgeAll(
  row: AftersaleRow,
  seen: ObservedAftersale,
  aftersale: ReadAftersale,
  now: Date,
): ObservedAftersale['conclusions'] {
  const { turn } = seen;
  const at = now.toISOString();
  const open = openWishes(row, seen);
  let { conclusions } = seen;
  for (const wish of open) {
    const { kind } = wish;
    if (mustWait(wish, { conclusions }, open)) continue;
    const judgement = judgementOf(row, seen, aftersale, wish);
    switch (judgement.kind) {
      case 'possible':
        break;
      case 'done':
        conclusions = { ...conclusions, [wish.number]: { kind, outcome: 'done', problems: [], turn, at } };
        break;
      case 'refused': {
        const problems = [judgement.problem];
        conclusions = { ...conclusions, [wish.number]: { kind, outcome: 'refused', problems, turn, at } };
        break;
      }
      default:
        return assertUnreachable(judgement);
    }
  }
  return kept(row, conclusions);
}

function judgementOf(
  { intent }: AftersaleRow,
  { complaint, request }: ObservedAftersale,
  aftersale: ReadAftersale,
  wish: Wish,
): Judgement {
  return wasApplied(intent, wish, aftersale, complaint)
    ? { kind: 'done' }
    : judge(wish, aftersale, complaint, request);
}

/** Whether a command that got no answer has had its effect. */
function wasApplied(
  intent: Intent | null,
  wish: Wish,
  aftersale: ReadAftersale,
  complaint: ReadComplaint | null,
): boolean {
  if (intent === null) return false;
  if (intent.command === 'open') return includes(intent.detail['wishes'], wish.number);
  if (intent.detail['wish'] !== wish.number) return false;
  switch (wish.kind) {
    case 'upload-certificates':
      return aftersale.state !== 'refund-failed';
    case 'submit-evidence':
      return (complaint?.merchantEvidence ?? 0) > Number(intent.detail['evidenceBefore']);
    case 'accept-refund':
    case 'accept-return':
    case 'reject':
    case 'receive-goods':
    case 'edit':
    case 'withdraw':
    case 'send-return':
      return isFulfilled(wish, aftersale);
    default:
      return assertUnreachable(wish);
  }
}

function includes(numbers: unknown, number: number): boolean {
  return Array.isArray(numbers) && numbers.includes(number);
}

function conclude(
  row: AftersaleRow,
  { conclusions, turn }: ObservedAftersale,
  wishes: readonly number[],
  kind: WishKind,
  now: Date,
): ObservedAftersale['conclusions'] {
  const done: Conclusion = { kind, outcome: 'done', problems: [], turn, at: now.toISOString() };
  return kept(row, { ...conclusions, ...Object.fromEntries(wishes.map((number) => [String(number), done])) });
}

/** Those of the wishes that are still listed, without which they would be carried out again, and the newest of the others. */
function kept(
  { desired }: AftersaleRow,
  conclusions: ObservedAftersale['conclusions'],
): ObservedAftersale['conclusions'] {
  const listed = new Set(desired.wishes.map(({ number }) => number));
  const newest = Math.max(0, ...Object.keys(conclusions).map(Number));
  return Object.fromEntries(
    Object.entries(conclusions).filter(
      ([number]) => listed.has(Number(number)) || Number(number) > newest - KEPT,
    ),
  );
}

function silent(observed: ObservedAftersale): AftersaleReduction {
  return { observed, events: [] };
}
