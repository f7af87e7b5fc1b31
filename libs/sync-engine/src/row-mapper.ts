import { lanes, type Lane } from '@tongbu/platform';
import type { SyncRow } from './row';

/** A `sync_rows` record as the driver returns it: bigints come as text. */
export interface SyncRecord {
  readonly app_id: string;
  readonly kind: string;
  readonly entity_id: string;
  readonly desired: unknown;
  readonly desired_version: string | null;
  readonly desired_generation: string;
  readonly generation: string;
  readonly hint: SyncRow['hint'];
  readonly hint_generation: string;
  readonly traceparent: string | null;
  readonly lane: string;
  readonly held_reason: string | null;
  readonly observed: unknown;
  readonly observed_generation: string;
  readonly hint_read: string;
  readonly intent: SyncRow['intent'];
  readonly refusal: SyncRow['refusal'];
  readonly problems: SyncRow['problems'];
  readonly parked_generation: string | null;
  readonly state: SyncRow['state'];
  readonly attempts: number;
}

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
    hint: Number(record.hint_generation) > Number(record.hint_read) ? record.hint : null,
    traceparent: record.traceparent,
    lane: toLane(record.lane),
    heldReason: record.held_reason,
    observed: record.observed as Observed | null,
    observedGeneration: Number(record.observed_generation),
    intent: record.intent,
    refusal: record.refusal,
    problems: record.problems,
    parkedGeneration: numberOrNull(record.parked_generation),
    state: record.state,
    attempts: record.attempts,
  };
}

export function toLane(name: string): Lane {
  return lanes.find((lane) => lane === name) ?? 'content';
}

function numberOrNull(value: string | null): number | null {
  return value === null ? null : Number(value);
}
