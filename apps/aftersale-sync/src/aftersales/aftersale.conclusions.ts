import { assertUnreachable } from '@tongbu/platform';
import type { Intent } from '@tongbu/sync-engine';
import type { AftersaleRow, ObservedAftersale, ReadAftersale } from './aftersale';
import { isFulfilled, judge, type Judgement } from './aftersale.judge';
import { mustWait, openWishes } from './aftersale.needs';
import type { Conclusion, Wish, WishKind } from './aftersale.wish';
import type { ReadComplaint } from './complaint';

type Conclusions = ObservedAftersale['conclusions'];

/** Conclusions that are kept of wishes that are not listed any more. */
const KEPT = 40;

/** Compares every open wish with what WeChat shows: done, still possible, or never to be done. */
export function judgeAll(
  row: AftersaleRow,
  seen: ObservedAftersale,
  aftersale: ReadAftersale,
  now: Date,
): Conclusions {
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

export function conclude(
  row: AftersaleRow,
  { conclusions, turn }: ObservedAftersale,
  wishes: readonly number[],
  kind: WishKind,
  now: Date,
): Conclusions {
  const done: Conclusion = { kind, outcome: 'done', problems: [], turn, at: now.toISOString() };
  return kept(row, { ...conclusions, ...Object.fromEntries(wishes.map((number) => [String(number), done])) });
}

/** Those of the wishes that are still listed, without which they would be carried out again, and the newest of the others. */
function kept({ desired }: AftersaleRow, conclusions: Conclusions): Conclusions {
  const listed = new Set(desired.wishes.map(({ number }) => number));
  const newest = Math.max(0, ...Object.keys(conclusions).map(Number));
  return Object.fromEntries(
    Object.entries(conclusions).filter(
      ([number]) => listed.has(Number(number)) || Number(number) > newest - KEPT,
    ),
  );
}
