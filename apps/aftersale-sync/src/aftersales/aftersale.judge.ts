import type { AftersaleState, Problem } from '@tongbu/contracts';
import { isFinal, isRequested, type ReadAftersale } from './aftersale';
import { wishNotPossible, wishSuperseded, wishTooLate } from './aftersale.problems';
import { isDecision, type Claim, type Wish, type WishKind } from './aftersale.wish';
import { wantsEvidence, type ReadComplaint } from './complaint';

/** The states in which WeChat takes it. WeChat documentation: after-sales, state machine. */
const POSSIBLE: Readonly<Record<Exclude<WishKind, 'submit-evidence'>, readonly AftersaleState[]>> = {
  'accept-refund': ['refund-requested'],
  'accept-return': ['return-requested'],
  reject: ['refund-requested', 'return-requested', 'receipt-awaited'],
  'receive-goods': ['receipt-awaited'],
  edit: ['refund-requested', 'return-requested', 'refund-rejected', 'return-rejected'],
  withdraw: ['refund-requested', 'return-requested', 'return-awaited', 'refund-rejected', 'return-rejected'],
  'send-return': ['return-awaited'],
  'upload-certificates': ['refund-failed'],
};

const PAID: readonly AftersaleState[] = ['refunding', 'refunded', 'refund-failed'];

/** The states that come of it. */
const LEADS_TO: Readonly<Record<WishKind, readonly AftersaleState[]>> = {
  'accept-refund': PAID,
  'receive-goods': PAID,
  'accept-return': ['return-awaited', 'receipt-awaited', ...PAID],
  reject: ['refund-rejected', 'return-rejected', 'refund-disputed', 'return-disputed', 'closed'],
  edit: [],
  withdraw: ['withdrawn'],
  'send-return': [],
  'upload-certificates': [],
  'submit-evidence': [],
};

export function isPossible(kind: WishKind, state: AftersaleState, complaint: ReadComplaint | null): boolean {
  return kind === 'submit-evidence' ? wantsEvidence(complaint) : POSSIBLE[kind].includes(state);
}

/** What the merchant can ask for in this state, most likely first. */
export function possibleWishes(state: AftersaleState, complaint: ReadComplaint | null): WishKind[] {
  const kinds: readonly WishKind[] = [
    'accept-refund',
    'accept-return',
    'receive-goods',
    'reject',
    'edit',
    'withdraw',
    'send-return',
    'upload-certificates',
    'submit-evidence',
  ];
  return kinds.filter((kind) => isPossible(kind, state, complaint));
}

/** Whether it is so already, by whomever: nothing is left to do and nothing to complain about. */
export function isFulfilled(wish: Wish, aftersale: ReadAftersale): boolean {
  switch (wish.kind) {
    case 'edit':
      return isRequested(aftersale.state) && showsClaim(aftersale, wish.claim);
    case 'send-return':
      return aftersale.shipment?.waybill === wish.waybill;
    default:
      return LEADS_TO[wish.kind].includes(aftersale.state);
  }
}

export function showsClaim({ amount, reason }: ReadAftersale, claim: Claim): boolean {
  return amount === claim.amount && reason.text === claim.reason.text && reason.rawCode === claim.reason.code;
}

export type Judgement =
  | { readonly kind: 'possible' }
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly problem: Problem };

/**
 * What is to be done about a wish, given what WeChat shows now. Too late: it was possible when it was made, and WeChat went
 * on by itself. Superseded: the buyer did something meanwhile that it was not made for.
 */
export function judge(
  wish: Wish,
  aftersale: ReadAftersale,
  complaint: ReadComplaint | null,
  request: number,
): Judgement {
  const refused = (problem: Problem): Judgement => ({ kind: 'refused', problem });
  const { state } = aftersale;
  const can = possibleWishes(state, complaint);
  if (isDecision(wish)) {
    if (wish.request !== null && wish.request !== request) {
      return refused(wishSuperseded(wish.kind, state, can, 'changed'));
    }
    if (wish.amount !== null && wish.amount !== aftersale.amount) {
      return refused(wishSuperseded(wish.kind, state, can, 'other-amount'));
    }
  }
  if (isPossible(wish.kind, state, complaint)) return { kind: 'possible' };
  if (isFulfilled(wish, aftersale)) return { kind: 'done' };
  if (state === 'withdrawn') return refused(wishSuperseded(wish.kind, state, can, 'withdrawn'));
  const wasPossible =
    wish.state !== null && (wish.kind === 'submit-evidence' || POSSIBLE[wish.kind].includes(wish.state));
  if (wasPossible || (isFinal(state) && wish.state !== state)) {
    return refused(wishTooLate(wish.kind, state, can));
  }
  return refused(wishNotPossible(wish.kind, state, can));
}
