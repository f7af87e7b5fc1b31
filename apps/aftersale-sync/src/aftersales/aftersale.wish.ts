import type { Address, AftersaleState, OpenedAftersale, Problem } from '@tongbu/contracts';
import { assertUnreachable } from '@tongbu/platform';

/** What the buyer asks for, as the shop tells it. Money is integer fen. */
export type Claim = Pick<OpenedAftersale, 'amount' | 'reason' | 'images'>;

interface WishBase {
  /** Counts the wishes of an after-sale, from 1. */
  readonly number: number;
  /** ISO time at which it came. */
  readonly at: string;
  /** The state that was known then: whether it was possible. */
  readonly state: AftersaleState | null;
}

interface DecisionBase extends WishBase {
  /** The request it is about; null for whatever is there when it is looked at. */
  readonly request: number | null;
  /** The fen that were on the table when it was made; null when nothing was known. */
  readonly amount: number | null;
  /** The number of a change of the shop's own that it follows: it is about what comes of that. */
  readonly after: number | null;
}

/** A decision of the shop's on what the buyer asks for. Of two on one request the newer counts. */
export type Decision = DecisionBase &
  (
    | { readonly kind: 'accept-refund' }
    | { readonly kind: 'accept-return'; readonly address: Address | null }
    | { readonly kind: 'reject' }
    | { readonly kind: 'receive-goods' }
  );

/** Something the merchant wants done, once. */
export type Wish =
  | Decision
  | (WishBase & { readonly kind: 'edit'; readonly claim: Claim })
  | (WishBase & { readonly kind: 'withdraw' })
  | (WishBase & {
      readonly kind: 'send-return';
      readonly carrierId: string;
      readonly carrierName: string | null;
      readonly waybill: string;
    })
  | (WishBase & {
      readonly kind: 'upload-certificates';
      readonly text: string;
      readonly images: readonly string[];
    })
  | (WishBase & {
      readonly kind: 'submit-evidence';
      readonly text: string;
      readonly images: readonly string[];
    });

export type WishKind = Wish['kind'];

/** What became of a wish. */
export interface Conclusion {
  readonly kind: WishKind;
  readonly outcome: 'done' | 'refused';
  /** Why it was refused. */
  readonly problems: readonly Problem[];
  /** The turn of the after-sale then. */
  readonly turn: number;
  /** ISO time. */
  readonly at: string;
}

export function isDecision(wish: Wish): wish is Decision {
  switch (wish.kind) {
    case 'accept-refund':
    case 'accept-return':
    case 'reject':
    case 'receive-goods':
      return true;
    case 'edit':
    case 'withdraw':
    case 'send-return':
    case 'upload-certificates':
    case 'submit-evidence':
      return false;
    default:
      return assertUnreachable(wish);
  }
}
