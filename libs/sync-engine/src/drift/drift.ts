import type { Transaction } from '@tongbu/platform';
import type { WakeUp } from '../work-queue';

/**
 * - `only-at-wechat`: the merchant does not have it
 * - `only-at-merchant`: we believe that it is at WeChat, and WeChat does not have it
 * - `different`: both have it, and something about it differs
 */
export const driftKinds = ['only-at-wechat', 'only-at-merchant', 'different'] as const;
export type DriftKind = (typeof driftKinds)[number];

export interface Difference {
  /** In the merchant's words, such as `skus[P-1-G].salePrice`. */
  readonly field: string;
  readonly merchant: unknown;
  /** What our row says of WeChat, where that is kept and is not the same. */
  readonly known?: unknown;
  readonly wechat: unknown;
}

export interface DriftRepair {
  /** What would be done at WeChat, in order; empty when nothing would be. */
  readonly actions: readonly string[];
  readonly why: string;
}

export interface DriftItem {
  readonly entityId: string;
  readonly kind: DriftKind;
  readonly differences: readonly Difference[];
  readonly repair: DriftRepair;
  /** What the repair needs to know of WeChat's side. Not shown. */
  readonly evidence?: unknown;
}

/** What an operator wants done about a thing that the merchant does not have. */
export const strayActions = ['delist', 'ignore'] as const;
export type StrayAction = (typeof strayActions)[number];

export interface DriftRun {
  readonly id: string;
  readonly appId: string;
  /** Where the comparison stands; null at the start. Only its {@link DriftSource} understands it. */
  readonly cursor: unknown;
  readonly startedAt: Date;
}

export type DriftStep =
  | {
      readonly kind: 'page';
      /** Things WeChat has listed on this page. */
      readonly seen: readonly string[];
      readonly items: readonly DriftItem[];
      /** Added to the report's counts. */
      readonly counts: Readonly<Record<string, number>>;
      /** null: this was the last page. */
      readonly cursor: unknown;
    }
  /** A quota or WeChat says to come back. */
  | { readonly kind: 'later'; readonly until: Date; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** Compares one kind of thing, page by page, and repairs what was found. */
export interface DriftSource {
  readonly kind: string;
  /** Does one page: some calls to WeChat, none of which starts after `notAfter` (of `Clock.monotonic()`). */
  compare(run: DriftRun, notAfter: number): Promise<DriftStep>;
  /**
   * Has the planner repair these things, in the transaction that notes it. Answers the rows to wake: everything else is
   * done by the row's own worker.
   */
  repair(
    tx: Transaction,
    appId: string,
    items: readonly DriftItem[],
    timeline: string,
  ): Promise<readonly WakeUp[]>;
}
