import type { Problem } from '@tongbu/contracts';
import type { EventDraft } from './planner';
import type {
  Contradictions,
  Intent,
  QuotaPlace,
  Refusal,
  RowState,
  SyncKey,
  SyncRow,
  TimelineEntry,
} from './row';

/** What one step of a worker changes. A key that is left out stays as it was; `null` clears. */
export interface Step<Observed> {
  readonly observed?: Observed;
  readonly intent?: Intent | null;
  /** Takes the place of `intent` if the row is still of this generation: of the command that was planned to follow. */
  readonly begin?: { readonly generation: number; readonly intent: Intent };
  readonly refusal?: Refusal | null;
  readonly contradictions?: Contradictions | null;
  readonly attempts?: number;
  /** Hints up to this generation have been dealt with. */
  readonly hintRead?: number;
  readonly timeline: readonly TimelineEntry[];
  readonly events: readonly EventDraft[];
  /** True from now on. Rows that wait for one of them are woken in the same transaction. */
  readonly facts?: readonly string[];
  /** The trace that the events belong to. Left out: none. */
  readonly traceparent?: string;
}

/** How a worker leaves a row. One that is settled has no contradictions any more. */
export interface Settlement {
  /** The generation that was planned to the end. */
  readonly generation: number;
  /** Hints up to this generation have been dealt with. Left out: what came is still to be looked at. */
  readonly hintRead?: number;
  readonly attempts: number;
  readonly state: Exclude<RowState, 'pending'>;
  readonly nextTime: Date | null;
  /** By when it should be done. Left out: no deadline. */
  readonly dueAt?: Date | null;
  /** Why it waits, for operators. */
  readonly reason: string | null;
  readonly problems: readonly Problem[] | null;
  /** A row that waits for one of these facts is planned again when it becomes true. */
  readonly waitingFor?: readonly string[];
  /** Left out: it waits for no quota. */
  readonly place?: QuotaPlace;
  readonly timeline: readonly TimelineEntry[];
  readonly events: readonly EventDraft[];
  /** The trace that the events belong to. Left out: none. */
  readonly traceparent?: string;
}

/**
 * The rows of one kind, as a worker sees them. Every write carries the lease's token; a write under a lost lease
 * changes nothing and answers `undefined` or `lost`.
 */
export interface RowStore<Desired, Observed> {
  /** Takes the row for `ttlMs`. `undefined`: there is no such row, or another worker has it. */
  lease(key: SyncKey, token: string, ttlMs: number): Promise<SyncRow<Desired, Observed> | undefined>;
  renew(key: SyncKey, token: string, ttlMs: number): Promise<boolean>;
  /** Commits a step with its timeline and outgoing events, and answers the row as it is now, new content included. */
  commit(key: SyncKey, token: string, step: Step<Observed>): Promise<SyncRow<Desired, Observed> | undefined>;
  /**
   * Names what the row may wait for, before its worker looks: what becomes true from now on moves the row's generation on.
   * `late`: the worker has looked already; the generation moves on at once.
   */
  announce(
    key: SyncKey,
    token: string,
    facts: readonly string[],
    late: boolean,
  ): Promise<SyncRow<Desired, Observed> | undefined>;
  /** Gives the row back, unless its generation has moved on: then answers the row, still leased, to plan again. */
  release(
    key: SyncKey,
    token: string,
    settlement: Settlement,
  ): Promise<'released' | 'lost' | SyncRow<Desired, Observed>>;
  /**
   * {@link commit}, and {@link release} unless the generation has moved on, as one write: for the last step of most drives.
   * The settlement tells nothing of its own. Answers as `release` does; with `lost`, the step is not stored either.
   */
  finish(
    key: SyncKey,
    token: string,
    step: Step<Observed>,
    settlement: Settlement,
  ): Promise<'released' | 'lost' | SyncRow<Desired, Observed>>;
}
