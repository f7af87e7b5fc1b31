import { lanes, type Lane } from '@tongbu/platform';
import { REFRESH, type Hint, type SyncKey, type SyncRow } from './row';

/** A hint with the generation it made. */
export interface NumberedHint extends Hint {
  readonly generation: number;
}

/** A `sync_rows` record as the driver returns it: bigints come as text. */
export interface SyncRecord {
  readonly app_id: string;
  readonly kind: string;
  readonly entity_id: string;
  readonly desired: unknown;
  readonly desired_version: string | null;
  readonly desired_generation: string;
  readonly generation: string;
  /** Oldest first; those up to `hint_read` have been dealt with. */
  readonly hint: readonly NumberedHint[] | null;
  readonly hint_generation: string;
  readonly traceparent: string | null;
  readonly lane: string;
  readonly due_at: Date | null;
  readonly held_reason: string | null;
  readonly observed: unknown;
  readonly observed_generation: string;
  readonly hint_read: string;
  readonly intent: SyncRow['intent'];
  readonly refusal: SyncRow['refusal'];
  readonly contradictions: SyncRow['contradictions'];
  readonly place: SyncRow['place'];
  readonly problems: SyncRow['problems'];
  readonly waiting_for: readonly string[] | null;
  readonly parked_generation: string | null;
  readonly state: SyncRow['state'];
  readonly attempts: number;
}

const COLUMNS: Readonly<Record<keyof SyncRecord, true>> = {
  app_id: true,
  kind: true,
  entity_id: true,
  desired: true,
  desired_version: true,
  desired_generation: true,
  generation: true,
  hint: true,
  hint_generation: true,
  traceparent: true,
  lane: true,
  due_at: true,
  held_reason: true,
  observed: true,
  observed_generation: true,
  hint_read: true,
  intent: true,
  refusal: true,
  contradictions: true,
  place: true,
  problems: true,
  waiting_for: true,
  parked_generation: true,
  state: true,
  attempts: true,
};

/** The columns of a {@link SyncRecord}, of a row `s`; what nobody looks at would still have to be sent and decoded. */
export const ROW = Object.keys(COLUMNS)
  .map((column) => `s.${column}`)
  .join(', ');

/** Decodes a record. The shapes inside `desired` and `observed` are the ones this service wrote there itself. */
export function toSyncRow<Desired, Observed>(record: SyncRecord): SyncRow<Desired, Observed> {
  return {
    appId: record.app_id,
    kind: record.kind,
    entityId: record.entity_id,
    desired: record.desired as Desired,
    desiredVersion: numberOrNull(record.desired_version),
    desiredGeneration: Number(record.desired_generation),
    generation: Number(record.generation),
    hint: unreadHint(record),
    traceparent: record.traceparent,
    lane: toLane(record.lane),
    dueAt: record.due_at,
    heldReason: record.held_reason,
    observed: record.observed as Observed | null,
    observedGeneration: Number(record.observed_generation),
    intent: record.intent,
    refusal: record.refusal,
    contradictions: record.contradictions,
    place: record.place,
    problems: record.problems,
    waitingFor: record.waiting_for ?? [],
    parkedGeneration: numberOrNull(record.parked_generation),
    state: record.state,
    attempts: record.attempts,
  };
}

/** What a row has before any worker has done something with it. */
export const UNTOUCHED = {
  hint: null,
  dueAt: null,
  heldReason: null,
  observed: null,
  observedGeneration: 0,
  intent: null,
  refusal: null,
  contradictions: null,
  place: null,
  problems: null,
  parkedGeneration: null,
  state: 'pending',
  attempts: 0,
} as const;

/** A row that has just been made. */
export function madeRow<Desired, Observed>(
  key: SyncKey,
  made: Pick<SyncRow, 'desired' | 'desiredVersion' | 'traceparent' | 'lane' | 'waitingFor'>,
): SyncRow<Desired, Observed> {
  return {
    ...UNTOUCHED,
    ...key,
    ...made,
    desired: made.desired as Desired,
    desiredGeneration: 1,
    generation: 1,
  };
}

function unreadHint({ hint, hint_generation, hint_read }: SyncRecord): Hint | null {
  return Number(hint_generation) > Number(hint_read) ? pileUp(hint ?? [], Number(hint_read)) : null;
}

/** The hints not read yet, as one: several ask for a read, so that a late repetition hides nothing. */
export function pileUp(hints: readonly NumberedHint[], read: number): Hint | null {
  const unread = hints.filter(({ generation }) => generation > read);
  const [first] = unread;
  if (first === undefined) return null;
  if (unread.length === 1) return { name: first.name, detail: first.detail };
  return { name: REFRESH, detail: Object.assign({}, ...unread.map(({ detail }) => detail)) };
}

export function toLane(name: string): Lane {
  return lanes.find((lane) => lane === name) ?? 'content';
}

function numberOrNull(value: string | null): number | null {
  return value === null ? null : Number(value);
}
