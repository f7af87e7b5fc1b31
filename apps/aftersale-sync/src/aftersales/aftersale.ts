import { isDeepStrictEqual } from 'node:util';
import type { Address, AftersaleDeadline, AftersaleState, OpenedAftersale, Problem } from '@tongbu/contracts';
import { hash, type PlanState } from '@tongbu/sync-engine';
import type { OrderKnowledge } from '../orders/order-knowledge';
import type { Claim, Conclusion, Wish, WishKind } from './aftersale.wish';
import type { ReadComplaint } from './complaint';

export type Line = OpenedAftersale['line'];

/** An after-sale that the shop opens for the buyer. */
export interface Opening extends Pick<OpenedAftersale, 'orderId' | 'type' | 'line'> {
  readonly claim: Claim;
  /** ISO time at which the shop told. */
  readonly at: string;
}

/** What the merchant wants. An after-sale that began at WeChat wants nothing at first. */
export interface DesiredAftersale {
  readonly opening: Opening | null;
  /** The id that the merchant gave to an after-sale opened inside WeChat. */
  readonly merchantId: string | null;
  /** Oldest first. Each is carried out once, or refused. */
  readonly wishes: readonly Wish[];
  /** The number of the newest wish. */
  readonly wishCount: number;
}

export const nothingDecided: DesiredAftersale = {
  opening: null,
  merchantId: null,
  wishes: [],
  wishCount: 0,
};

export interface ReturnShipment {
  readonly carrierId: string | null;
  readonly carrierName: string | null;
  /** Null when the goods were fetched before the number was known. */
  readonly waybill: string | null;
  /** ISO time. */
  readonly at: string | null;
}

/** An after-sale as WeChat shows it when it is read. */
export interface ReadAftersale {
  readonly wechatId: string;
  /** The `out` id WeChat has; null for one opened inside WeChat. */
  readonly merchantId: string | null;
  /** The merchant's. */
  readonly orderId: string;
  readonly openId: string;
  readonly line: Line | null;
  readonly type: 'refund' | 'return' | 'other';
  /** Integer fen. */
  readonly amount: number;
  readonly reason: { readonly name: string; readonly text: string; readonly rawCode: number | null };
  readonly media: readonly {
    readonly kind: 'image' | 'video';
    readonly url: string;
    readonly thumbnailUrl?: string;
  }[];
  readonly state: AftersaleState;
  readonly rawState: number;
  readonly shipment: ReturnShipment | null;
  readonly refundId: string | null;
  readonly returnAddress: Address | null;
  /** ISO times of WeChat's. */
  readonly openedAt: string | null;
  readonly updatedAt: string | null;
  readonly complaintId: string | null;
}

/** A time after which WeChat goes on by itself. */
export interface Deadline {
  readonly deadline: AftersaleDeadline;
  readonly actor: 'merchant' | 'buyer';
  /** ISO time. */
  readonly at: string;
}

/** Why a command is not sent again, until the merchant or an operator asks again. */
export interface CommandRefusal {
  readonly problems: readonly Problem[];
  readonly desiredGeneration: number;
}

/** What WeChat last told us. */
export interface ObservedAftersale {
  /** `unknown`: it may not be there. `expected`: it is there, and WeChat has not shown it yet. */
  readonly existence: 'unknown' | 'expected' | 'present';
  /** The row, named by the merchant's id, that this after-sale belongs to: we opened it ourselves. */
  readonly sameAs: string | null;
  readonly wechatId: string | null;
  readonly aftersale: ReadAftersale | null;
  readonly complaint: ReadComplaint | null;
  /** Counts the request and its changes. WeChat takes five of them. */
  readonly request: number;
  /** Counts what was seen to change, to number events. */
  readonly turn: number;
  readonly complaintTurn: number;
  /** Those running. */
  readonly deadlines: readonly Deadline[];
  /** Deadlines the merchant was warned of, as {@link deadlineKey} names them. */
  readonly announced: readonly string[];
  /** Wishes up to this number have been compared with what WeChat shows. */
  readonly judged: number;
  /** By the wish's number. */
  readonly conclusions: Readonly<Record<string, Conclusion>>;
  /** Commands that WeChat refused for good, by {@link commandKey}: several wishes may be refused at a time. */
  readonly refusals: Readonly<Record<string, CommandRefusal>>;
  /** We know that something has changed since it was read. */
  readonly outOfDate: boolean;
  /** ISO time. */
  readonly readAt: string | null;
  /** An opening got no answer, and nothing was shown afterwards: it may be there all the same. */
  readonly maybeOpened: boolean;
  /** Looks in vain since it is expected, and when the first was. */
  readonly looks: number;
  readonly soughtSince: string | null;
  readonly order: OrderKnowledge | null;
  /** The merchant's picture addresses and WeChat's for them. */
  readonly pictures: Readonly<Record<string, string>>;
}

export const nothingObserved: ObservedAftersale = {
  existence: 'unknown',
  sameAs: null,
  wechatId: null,
  aftersale: null,
  complaint: null,
  request: 0,
  turn: 0,
  complaintTurn: 0,
  deadlines: [],
  announced: [],
  judged: 0,
  conclusions: {},
  refusals: {},
  outOfDate: false,
  readAt: null,
  maybeOpened: false,
  looks: 0,
  soughtSince: null,
  order: null,
  pictures: {},
};

export type AftersaleRow = PlanState<DesiredAftersale, ObservedAftersale>;

/** Where WeChat waits for the merchant's first decision. */
export function isRequested(state: AftersaleState): boolean {
  return state === 'refund-requested' || state === 'return-requested';
}

export function isFinal(state: AftersaleState): boolean {
  return state === 'withdrawn' || state === 'closed' || state === 'refunded';
}

/** Names what is asked for: when it changes, a decision on it is void. Addresses of pictures expire and do not count. */
export function contentOf({ type, line, amount, reason, media }: ReadAftersale): string {
  return hash({ type, line, amount, text: reason.text, code: reason.rawCode, media: media.length });
}

/** What was stored comes back with its members in another order. */
export function isSameShipment(before: ReadAftersale, now: ReadAftersale): boolean {
  return isDeepStrictEqual(before.shipment, now.shipment);
}

/** Whether what a decision was judged by still stands. */
export function looksTheSame(before: ReadAftersale, now: ReadAftersale): boolean {
  return before.state === now.state && contentOf(before) === contentOf(now);
}

/** The merchant's id of the after-sale in this row, as far as there is one. */
export function merchantIdOf({ entityId, desired, observed }: AftersaleRow): string | null {
  if (desired.opening !== null) return entityId;
  return desired.merchantId ?? observed?.aftersale?.merchantId ?? null;
}

/** The merchant's order, as far as it is known. */
export function orderIdOf({ desired, observed }: AftersaleRow): string | null {
  return observed?.aftersale?.orderId ?? desired.opening?.orderId ?? null;
}

/** Whether a wish of this kind was carried out since the after-sale was seen to move. */
export function wasDone({ conclusions, turn }: ObservedAftersale, ...kinds: readonly WishKind[]): boolean {
  return Object.values(conclusions).some(
    (conclusion) =>
      conclusion.outcome === 'done' && conclusion.turn === turn && kinds.includes(conclusion.kind),
  );
}
