import type { Problem } from '@tongbu/contracts';
import type { Lane } from '@tongbu/platform';

/** Names one synchronised thing: a product, an order, an after-sale of one mini program. */
export interface SyncKey {
  readonly appId: string;
  readonly kind: string;
  /** The merchant's own id. */
  readonly entityId: string;
}

/** A command that was about to be sent and may or may not have reached WeChat. Committed before the call. */
export interface Intent {
  readonly command: string;
  /** What a reader needs to recognise the command's effect at WeChat. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** ISO time. */
  readonly at: string;
}

/** WeChat refused a command for good. The same command is not sent again until something about it changes. */
export interface Refusal {
  readonly command: string;
  readonly fingerprint: string;
  readonly desiredGeneration: number;
  readonly problems: readonly Problem[];
  readonly at: string;
}

/** How often WeChat's answers contradicted what we knew since a command worked for this content. */
export interface Contradictions {
  readonly times: number;
  readonly desiredGeneration: number;
}

/** When a command's turn comes within WeChat's quota. Asking before would only get it another turn, behind all others. */
export interface QuotaPlace {
  readonly command: string;
  readonly lane: Lane;
  /** ISO time. */
  readonly at: string;
  readonly reason: string;
}

/** A callback or a fact that says the truth may have changed. Never the truth itself. */
export interface Hint {
  readonly name: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The hint that is always worth a read: an operator's wish, or several hints at once. */
export const REFRESH = 'refresh';

/**
 * - `pending`: something changed and has not been planned yet
 * - `waiting`: planned again at `nextTime` (a review, a quota, a pause after a failure)
 * - `parked`: needs somebody to change something; `problems` says what
 * - `settled`: both sides agree, as far as we know
 */
export type RowState = 'pending' | 'waiting' | 'parked' | 'settled';

/** One row per synchronised thing. Intake writes the first group of columns, a worker the second. */
export interface SyncRow<Desired = unknown, Observed = unknown> extends SyncKey {
  readonly desired: Desired;
  readonly desiredVersion: number | null;
  /** Counts every outside change: new content, a callback, an operator's request. */
  readonly generation: number;
  /** The generation of the newest content. */
  readonly desiredGeneration: number;
  /** What the worker has not dealt with; several hints count as one {@link REFRESH}. */
  readonly hint: Hint | null;
  readonly traceparent: string | null;
  readonly lane: Lane;
  /** By when it should be done, as the worker last found; null without a deadline, and before the first plan. */
  readonly dueAt: Date | null;
  /** An operator has stopped the work on this row, and why. */
  readonly heldReason: string | null;

  readonly observed: Observed | null;
  /** The generation the worker has planned to the end. */
  readonly observedGeneration: number;
  readonly intent: Intent | null;
  readonly refusal: Refusal | null;
  readonly contradictions: Contradictions | null;
  readonly place: QuotaPlace | null;
  readonly problems: readonly Problem[] | null;
  readonly state: RowState;
  /** The facts about other things that it waits for; empty when none. */
  readonly waitingFor: readonly string[];
  /** The {@link desiredGeneration} the merchant was last told about a parking of. */
  readonly parkedGeneration: number | null;
  /** Failures in a row since the last command that worked. */
  readonly attempts: number;
}

/** A line of an entity's history, read by an operator. */
export interface TimelineEntry {
  readonly type: 'event' | 'callback' | 'call' | 'state' | 'operator';
  readonly summary: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}
