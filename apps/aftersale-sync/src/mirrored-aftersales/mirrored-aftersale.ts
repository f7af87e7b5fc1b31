import type { MirroredAftersale, MirroredAftersaleState, Problem } from '@tongbu/contracts';
import { hash, type PlanState } from '@tongbu/sync-engine';
import type { OrderKnowledge } from '../orders/order-knowledge';

/** An after-sale that the merchant runs, as it stands with the merchant. */
export interface DesiredMirror {
  readonly mirror: Omit<MirroredAftersale, 'version'>;
  /** ISO time of the newest event. */
  readonly at: string;
}

/** What WeChat shows. */
export interface ObservedMirror {
  readonly existence: 'unknown' | 'absent' | 'present';
  readonly state: MirroredAftersaleState | 'other' | null;
  /** Names the content that was shown first: WeChat changes the state only. Null when it was not we that showed it. */
  readonly contentHash: string | null;
  /** WeChat was told that it finishes the order. */
  readonly finished: boolean;
  /** WeChat has said that it takes no changes of the order's after-sales any more, until the merchant asks again. */
  readonly orderOver: { readonly problems: readonly Problem[]; readonly desiredGeneration: number } | null;
  readonly outOfDate: boolean;
  readonly order: OrderKnowledge | null;
  /** What the merchant was last told that WeChat shows, and how often. */
  readonly told: string | null;
  readonly changes: number;
}

export const nothingShown: ObservedMirror = {
  existence: 'unknown',
  state: null,
  contentHash: null,
  finished: false,
  orderOver: null,
  outOfDate: false,
  order: null,
  told: null,
  changes: 0,
};

export type MirrorRow = PlanState<DesiredMirror, ObservedMirror>;

/** Names what WeChat never changes of it. */
export function fixedContent({ orderId, type, lines, refund }: DesiredMirror['mirror']): string {
  return hash({ orderId, type, lines, refund });
}

/** Why WeChat takes no change of it; undefined as far as we know that it does. */
export function closedBecause(
  { desiredGeneration }: MirrorRow,
  { orderOver }: ObservedMirror,
): readonly Problem[] | undefined {
  return orderOver?.desiredGeneration === desiredGeneration ? orderOver.problems : undefined;
}
