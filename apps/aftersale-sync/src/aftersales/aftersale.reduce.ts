import { assertUnreachable } from '@tongbu/platform';
import type { Reduction } from '@tongbu/sync-engine';
import {
  contentOf,
  isRequested,
  isSameShipment,
  nothingObserved,
  wasDone,
  type AftersaleRow,
  type ObservedAftersale,
  type ReadAftersale,
} from './aftersale';
import type { AftersaleFact, Sight } from './aftersale.commands';
import { deadlineKey, deadlinesOf, isNear, type DeadlineRules } from './aftersale.deadlines';
import { conclude, judgeAll } from './aftersale.conclusions';
import { newsOf } from './aftersale.news';
import type { ReadComplaint } from './complaint';

type AftersaleReduction = Reduction<ObservedAftersale>;

/** Warnings that are remembered. */
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
    case 'refused': {
      const { command, problems, desiredGeneration } = fact;
      // What was refused before somebody asked again says nothing any more.
      const standing = Object.entries(known.refusals).filter(
        ([, refusal]) => refusal.desiredGeneration === desiredGeneration,
      );
      const refusals = { ...Object.fromEntries(standing), [command]: { problems, desiredGeneration } };
      return silent({ ...known, refusals });
    }
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
    !isSameShipment(before, aftersale);
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

function silent(observed: ObservedAftersale): AftersaleReduction {
  return { observed, events: [] };
}
