import type { EventDefinition, Problem } from '@tongbu/contracts';
import { hash, type PlanState } from '@tongbu/sync-engine';

/** What the merchant wants approved. */
export interface DesiredQualification<Content> {
  readonly content: Content;
}

/** A content that was submitted, or about to be. */
export interface Submission {
  /** Counts the submissions of this qualification, from 1. */
  readonly number: number;
  readonly contentHash: string;
  readonly merchantVersion: number | null;
  /** ISO time. */
  readonly at: string;
}

export type AuditState = 'in-review' | 'approved' | 'rejected';

/** A review whose id WeChat told us. */
export interface Audit extends Submission {
  /** WeChat's id of the review. */
  readonly id: string;
  readonly state: AuditState;
}

/** What WeChat's lists say. */
export interface Listing {
  readonly need: 'unknown' | 'none' | 'needed';
  /** Level 1 and 2 of a category. */
  readonly parentIds: readonly [number, number] | null;
  /** The category's own id when it is approved; the ids of the approved brands of this name. */
  readonly approvedIds: readonly number[];
  /** ISO time. */
  readonly at: string;
  /** The row's generation then. */
  readonly generation: number;
}

/** An approval that was missed in the list is looked for once more after this time, before it counts as taken back. */
export const MISSED_AGAIN_MS = 10 * 60_000;

/** What WeChat allows. */
export interface Approval {
  readonly contentHash: string;
  readonly brandId: number | null;
  /** Whether it stands in WeChat's list, or must: what needs no approval stands there not. Only such can be missed. */
  readonly listed?: boolean;
  /** ISO time of the first look that missed it in the list. */
  readonly missingSince?: string;
}

/** What WeChat last told us. */
export interface ObservedQualification {
  /** The newest review. */
  readonly audit: Audit | null;
  /**
   * WeChat may be reviewing what we cannot name: `unanswered`, our newest submission got no answer; `under-review`, it
   * said that it is busy with one.
   */
  readonly unnamed:
    (Submission & { readonly cause: 'unanswered' | 'under-review'; readonly tries: number }) | null;
  /** What is in force. */
  readonly approval: Approval | null;
  /** How often WeChat took an approval back. */
  readonly withdrawals?: number;
  readonly listing: Listing | null;
  /** Brands of this name that are not ours to claim: approved before the submission. */
  readonly earlierBrandIds: readonly number[];
  /** The number of the newest submission. */
  readonly submissions: number;
  /** The merchant's picture addresses and WeChat's for them. */
  readonly pictures: Readonly<Record<string, string>>;
  /** The row's generation for which the addresses were looked at. */
  readonly picturesFor?: number;
  /** When we last asked how it stands. */
  readonly readAt: string | null;
}

export const nothingObserved: ObservedQualification = {
  audit: null,
  unnamed: null,
  approval: null,
  listing: null,
  earlierBrandIds: [],
  submissions: 0,
  pictures: {},
  readAt: null,
};

export type QualificationState<Content> = PlanState<DesiredQualification<Content>, ObservedQualification>;

/** What differs between a category's qualification and a brand's. Pure. */
export interface QualificationRules<Content> {
  /** The kind of row. */
  readonly kind: string;
  /** Once approved, nothing can be submitted any more. */
  readonly finalOnceApproved: boolean;
  /**
   * How long after a submission without an answer the lists alone are asked, in ms. 0: WeChat recognises a second
   * submission as such.
   */
  readonly patienceMs: number;
  /** Everything WeChat would refuse, all at once. */
  problemsOf(entityId: string, content: Content): Problem[];
  /** Every picture, each once. */
  picturesOf(content: Content): string[];
  /** What products wait for and an approval brings about. */
  factsOf(entityId: string, brandId: number | null): string[];
  readonly events: Readonly<
    Record<'submitted' | 'approved' | 'rejected' | 'withdrawn' | 'parked', EventDefinition>
  >;
}

export function contentHash<Content>({ content }: DesiredQualification<Content>): string {
  return hash(content);
}

/** Whether what WeChat allows is what the merchant wants. */
export function isInForce<Content>(
  { finalOnceApproved }: Pick<QualificationRules<Content>, 'finalOnceApproved'>,
  approval: Approval | null,
  desired: DesiredQualification<Content>,
): approval is Approval {
  return approval !== null && (finalOnceApproved || approval.contentHash === contentHash(desired));
}

/** Whether the merchant wants something else than was submitted: other content, or the same under a newer version. */
export function isNewer<Content>(
  { desired, desiredVersion }: QualificationState<Content>,
  submitted: Pick<Submission, 'contentHash' | 'merchantVersion'>,
): boolean {
  if (contentHash(desired) !== submitted.contentHash) return true;
  return desiredVersion !== null && desiredVersion > (submitted.merchantVersion ?? -1);
}
