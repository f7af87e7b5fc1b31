import type { Problem } from '@tongbu/contracts';
import { hash, isRefused, type Command } from '@tongbu/sync-engine';
import type { AftersaleRow, Line, ObservedAftersale, Opening, ReadAftersale } from './aftersale';
import type { Claim, Wish, WishKind } from './aftersale.wish';
import type { ReadComplaint } from './complaint';
import type { LearnOrder, OrderKnowledge } from '../orders/order-knowledge';

interface Named<Name extends string, Effect extends Command['effect']> extends Command {
  readonly name: Name;
  readonly effect: Effect;
}

/** What is opened: the shop's words with the changes that came before it was sent. */
export interface OpeningDraft {
  readonly orderId: string;
  readonly type: Opening['type'];
  readonly line: Line;
  readonly claim: Claim;
  /** The wishes that are fulfilled by it. */
  readonly wishes: readonly number[];
}

export type AftersaleCommand =
  /** `complaintId`: the complaint to read along, where the after-sale does not name one. */
  | (Named<'read', 'read'> & { readonly complaintId: string | null })
  | LearnOrder
  | (Named<'exchange-pictures', 'repeatable'> & { readonly urls: readonly string[] })
  | (Named<'open', 'once'> & { readonly opening: OpeningDraft })
  | (Named<WishKind, 'once'> & { readonly wish: Wish });

/** What a look shows. */
export interface Sight {
  readonly aftersale: ReadAftersale;
  readonly complaint: ReadComplaint | null;
}

/** What WeChat, or our own table of facts, told us. `sameAs`: the row, named by the merchant's id, to which the after-sale belongs. */
export type AftersaleFact =
  | ({ readonly kind: 'read'; readonly sameAs: string | null } & Sight)
  /** A look right before a command, which was not sent because something has changed. */
  | ({ readonly kind: 'changed-before' } & Sight)
  /** WeChat shows no such after-sale. */
  | { readonly kind: 'not-shown' }
  | { readonly kind: 'order-learned'; readonly order: OrderKnowledge }
  | { readonly kind: 'pictures-exchanged'; readonly pictures: Readonly<Record<string, string>> }
  /** WeChat does not take the pictures' addresses any more. */
  | { readonly kind: 'pictures-lost' }
  | { readonly kind: 'opened'; readonly wechatId: string; readonly wishes: readonly number[] }
  /** WeChat has an after-sale under our id already. */
  | { readonly kind: 'id-taken' }
  | {
      readonly kind: 'refused';
      readonly command: string;
      readonly problems: readonly Problem[];
      readonly desiredGeneration: number;
    }
  | { readonly kind: 'done'; readonly wish: number; readonly of: WishKind }
  /** The state at WeChat is another than we thought. */
  | { readonly kind: 'out-of-date' };

export function readAftersale(complaintId: string | null, lane: 'money' | 'content'): AftersaleCommand {
  return { name: 'read', effect: 'read', lane, fingerprint: 'read', complaintId };
}

export function exchangePictures(urls: readonly string[]): AftersaleCommand {
  return { name: 'exchange-pictures', effect: 'repeatable', lane: 'money', fingerprint: hash(urls), urls };
}

export function openAftersale(opening: OpeningDraft): AftersaleCommand {
  const { wishes, ...content } = opening;
  return {
    name: 'open',
    effect: 'once',
    lane: 'money',
    fingerprint: hash(content),
    intent: { wishes },
    opening,
  };
}

export function carryOut(wish: Wish, complaint: ReadComplaint | null): AftersaleCommand {
  return {
    name: wish.kind,
    effect: 'once',
    lane: 'money',
    fingerprint: String(wish.number),
    intent: {
      wish: wish.number,
      ...(wish.kind === 'submit-evidence' ? { evidenceBefore: complaint?.merchantEvidence ?? 0 } : {}),
    },
    wish,
  };
}

export function commandKey({ name, fingerprint }: AftersaleCommand): string {
  return `${name} ${fingerprint}`;
}

/** Why this command is not to be sent: WeChat has refused it, and nobody has asked again since. */
export function refusalOf(
  command: AftersaleCommand,
  row: AftersaleRow,
  { refusals }: ObservedAftersale,
): readonly Problem[] | undefined {
  const refusal = refusals[commandKey(command)];
  if (refusal?.desiredGeneration === row.desiredGeneration) return refusal.problems;
  return isRefused(command, row) ? row.refusal?.problems : undefined;
}
