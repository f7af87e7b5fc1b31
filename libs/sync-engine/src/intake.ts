import { assertUnreachable, urgentLane, type Lane, type Sql, type Transaction } from '@tongbu/platform';
import type { Hint, SyncKey, TimelineEntry } from './row';
import { leaseEnd, sweptAfter } from './lease-time';
import { toLane, type SyncRecord } from './row-mapper';
import { addTimeline, addTimelines, toLine } from './timeline';

/** How long after a change the sweeper looks for the row, in case the job that should wake it got lost. */
const SAFETY_NET = `now() + interval '3 seconds'`;

/** A row as the parameters of a statement have it, for {@link makeRows}. */
const GIVEN = `(VALUES ($1, $2, $3, $4::jsonb, $5::bigint, $6, $7, NULL::uuid, NULL::integer, NULL::text[]))
  AS given (app_id, kind, entity_id, desired, version, traceparent, lane, lease_token, lease_ms, waiting_for)`;
const INSERT = `${makeRows(GIVEN)} RETURNING 1`;
const UPDATE = `UPDATE sync_rows s SET ${setDesired('$4::jsonb', '$5', '$6', '$7')}
  WHERE app_id = $1 AND kind = $2 AND entity_id = $3 RETURNING 1`;

/**
 * Makes those of these rows that are not there; one with a `lease_token` is leased from the beginning. One order for
 * everybody: whoever makes the same ones waits, and in no circle.
 */
export function makeRows(given: string): string {
  return `INSERT INTO sync_rows (app_id, kind, entity_id, desired, desired_version, desired_generation, generation,
      traceparent, lane, lease_token, lease_until, next_time, waiting_for)
    SELECT app_id, kind, entity_id, desired, version, 1, 1, traceparent, lane, lease_token, ${leaseEnd('lease_ms')},
      COALESCE(${sweptAfter('lease_ms')}, ${SAFETY_NET}), waiting_for
    FROM ${given} ORDER BY app_id, kind, entity_id
    ON CONFLICT (app_id, kind, entity_id) DO NOTHING`;
}

/** What a change of what is wanted sets in a row `s`, given SQL of its parts. */
export function setDesired(desired: string, version: string, traceparent: string, lane: string): string {
  return `desired = ${desired}, desired_version = COALESCE(${version}, s.desired_version), desired_at = now(),
    generation = s.generation + 1, desired_generation = s.generation + 1, traceparent = ${traceparent},
    lane = ${lane}, next_time = ${SAFETY_NET}`;
}

export type DesiredChange<Desired> =
  | { readonly kind: 'desired'; readonly desired: Desired }
  /** The event cannot be applied; it becomes a dead letter with this reason. */
  | { readonly kind: 'impossible'; readonly code: string; readonly message: string };

export interface ChangeRequest<Desired, Observed = unknown> {
  /** The merchant's version; without one, arrival order decides. */
  readonly version: number | undefined;
  readonly lane: Lane;
  readonly timeline: TimelineEntry;
  /** The trace that the change belongs to, and what follows from it. Left out: none. */
  readonly traceparent?: string;
  /** `observed`: what WeChat had last told when the event came, for wishes that are made for a certain state. */
  readonly change: (desired: Desired | undefined, observed: Observed | null) => DesiredChange<Desired>;
}

export type ChangeResult =
  /** `generation`: the row's, as the change made it; `dueAt`: the row's, see {@link SyncRow}. */
  | { readonly kind: 'changed'; readonly generation: number; readonly dueAt: Date | null }
  /** A newer version is known already. */
  | { readonly kind: 'older'; readonly known: number }
  | { readonly kind: 'impossible'; readonly code: string; readonly message: string };

/**
 * Changes what the merchant wants, in the caller's transaction. Never touches what a worker writes. `held`: the row, where the
 * caller holds it.
 */
export async function changeDesired<Desired, Observed = unknown>(
  tx: Transaction,
  key: SyncKey,
  request: ChangeRequest<Desired, Observed>,
  held?: KnownRow,
): Promise<ChangeResult> {
  let known = held;
  for (;;) {
    known ??= await holdRow(tx, key);
    const result = await changeOnce(tx, key, request, known);
    if (result !== undefined) return result;
  }
}

/** undefined: another transaction has just made the row, and this one has waited for it. */
async function changeOnce<Desired, Observed>(
  tx: Transaction,
  key: SyncKey,
  request: ChangeRequest<Desired, Observed>,
  known: KnownRow | undefined,
): Promise<ChangeResult | undefined> {
  const decided = decideChange(known, request);
  switch (decided.kind) {
    case 'impossible':
      return decided;
    case 'older':
      await addTimeline(tx, key, [
        {
          ...request.timeline,
          summary: `${request.timeline.summary}: ignored, version ${decided.known} is known`,
        },
      ]);
      return decided;
    case 'desired':
      break;
    default:
      return assertUnreachable(decided);
  }
  const desired = JSON.stringify(decided.desired);
  const version = request.version ?? null;
  const trace = request.traceparent ?? null;
  const { type, summary, detail } = toLine(request.timeline);
  const written = await tx.query(
    `WITH changed AS (${known === undefined ? INSERT : UPDATE})
     INSERT INTO sync_timeline (app_id, kind, entity_id, type, summary, detail)
     SELECT $1, $2, $3, $8, $9, $10::jsonb FROM changed RETURNING 1`,
    [key.appId, key.kind, key.entityId, desired, version, trace, decided.lane, type, summary, detail],
  );
  if (written.length === 0) return undefined;
  return { kind: 'changed', generation: Number(known?.generation ?? 0) + 1, dueAt: known?.due_at ?? null };
}

/** What a row was when a change was decided on. */
export type KnownRow = Pick<
  SyncRecord,
  'desired' | 'observed' | 'desired_version' | 'generation' | 'observed_generation' | 'lane' | 'due_at'
>;

/** What a change makes of a row, or of nothing, and in which lane it is worked on. */
export function decideChange<Desired, Observed>(
  known: KnownRow | undefined,
  request: ChangeRequest<Desired, Observed>,
):
  | (Extract<DesiredChange<Desired>, { kind: 'desired' }> & { readonly lane: Lane })
  | Extract<ChangeResult, { kind: 'older' | 'impossible' }> {
  const { version = null } = request;
  const knownVersion = known?.desired_version == null ? null : Number(known.desired_version);
  if (version !== null && knownVersion !== null && version < knownVersion) {
    return { kind: 'older', known: knownVersion };
  }
  const changed = request.change(
    known?.desired as Desired | undefined,
    (known?.observed ?? null) as Observed | null,
  );
  if (changed.kind === 'impossible') return changed;
  const isPlanned = known === undefined || known.generation === known.observed_generation;
  return { ...changed, lane: isPlanned ? request.lane : urgentLane(toLane(known.lane), request.lane) };
}

/** Holds a row, if there is one, until the end of the transaction, and answers it. */
export async function holdRow(
  tx: Transaction,
  { appId, kind, entityId }: SyncKey,
): Promise<KnownRow | undefined> {
  const [known] = await tx.query<KnownRow>(
    `SELECT desired, observed, desired_version, generation, observed_generation, lane, due_at
     FROM sync_rows WHERE app_id = $1 AND kind = $2 AND entity_id = $3 FOR UPDATE`,
    [appId, kind, entityId],
  );
  return known;
}

/**
 * Makes the row of a thing that began at WeChat, unless there is one. `desired` is what the merchant wants of a thing
 * nobody has decided on yet. Answers whether the row is new. Give it a hint next: nothing is known of it.
 */
export async function beginRow(
  tx: Transaction,
  key: SyncKey,
  desired: unknown,
  lane: Lane,
  traceparent?: string,
): Promise<boolean> {
  const rows = await tx.query(INSERT, [
    key.appId,
    key.kind,
    key.entityId,
    JSON.stringify(desired),
    null,
    traceparent ?? null,
    lane,
  ]);
  return rows.length > 0;
}

/** Stores a hint on a row we know, beside those the worker has not dealt with. Undefined when there is no such row. */
export async function giveHint(
  tx: Sql,
  key: SyncKey,
  hint: Hint,
  lane: Lane = 'content',
): Promise<GivenHint | undefined> {
  const [given] = await giveHints(tx, key, [key.entityId], hint, lane, {
    type: 'callback',
    summary: hint.name,
    detail: hint.detail,
  });
  return given;
}

export interface GivenHint {
  readonly entityId: string;
  /** The row's generation that the hint made. */
  readonly generation: number;
  readonly dueAt: Date | null;
}

/** A worker came to an end of its plan, and nothing has happened since. */
const AT_REST = `generation = observed_generation AND (state = 'parked' OR rested_generation = generation)`;

/**
 * Stores one hint on many rows of a kind; those we do not know are left out of the answer. The lane `backfill` is only
 * given to a row at rest, and any other takes a row out of it: work that somebody waits for keeps its place.
 */
export async function giveHints(
  tx: Sql,
  { appId, kind }: Omit<SyncKey, 'entityId'>,
  entityIds: readonly string[],
  hint: Hint,
  lane: Lane,
  timeline: TimelineEntry,
): Promise<GivenHint[]> {
  const rows = await tx.query<{ entity_id: string; generation: string; due_at: Date | null }>(
    `UPDATE sync_rows SET generation = generation + 1, hint_generation = generation + 1,
       hint = CASE WHEN hint_generation > hint_read THEN hint ELSE '[]' END
         || jsonb_build_array($4::jsonb || jsonb_build_object('generation', generation + 1)),
       lane = CASE WHEN $5::text <> 'backfill' AND lane = 'backfill' THEN $5
         WHEN $5 = 'backfill' AND ${AT_REST} THEN $5 ELSE lane END,
       next_time = ${SAFETY_NET}
     WHERE app_id = $1 AND kind = $2 AND entity_id = ANY($3::text[]) RETURNING entity_id, generation, due_at`,
    [appId, kind, entityIds, JSON.stringify(hint), lane],
  );
  const given = rows.map((row) => ({
    entityId: row.entity_id,
    generation: Number(row.generation),
    dueAt: row.due_at,
  }));
  await addTimelines(
    tx,
    given.map(({ entityId }) => ({ appId, kind, entityId })),
    timeline,
  );
  return given;
}
