import type { CloudEvent } from '@tongbu/contracts';
import { acceptEvents } from '@tongbu/messaging';
import { GroupCommit, postgresErrorOf, type Lane, type Sql } from '@tongbu/platform';
import { makeRows, setDesired, type ChangeResult, type decideChange, type KnownRow } from './intake';
import type { SyncKey, TimelineEntry } from './row';
import { ROW_BATCHES } from './row-batch';
import { toLine } from './timeline';

/** A change of what is wanted of a row, with the event that asks for it. */
export interface DesiredWrite {
  readonly event: Pick<CloudEvent, 'source' | 'id' | 'traceparent'>;
  readonly key: SyncKey;
  readonly version: number | undefined;
  readonly timeline: TimelineEntry;
  /** What it makes of the row, see {@link decideChange}. */
  readonly decide: (known: KnownRow | undefined) => ReturnType<typeof decideChange>;
  /** Makes the row, leased; nothing is written when it is there already. */
  readonly begin?: Beginning;
}

/** A lease that a row is made with. */
export interface Beginning {
  readonly token: string;
  readonly ttlMs: number;
  /** What its worker is going to look at, see {@link RowStore.announce}. */
  readonly waitingFor: readonly string[];
}

/** `begun`: the row was made with the lease of {@link Beginning}; `desired` as it is stored. */
type Changed = Extract<ChangeResult, { kind: 'changed' }> & {
  readonly begun?: { readonly desired: unknown; readonly lane: Lane };
};

/** A write that is to be stored. */
interface Decided {
  readonly write: DesiredWrite;
  readonly lane: Lane;
  readonly columns: object;
}

/** What the statement fails with when an event is just taken by somebody else who has not begun its row. */
const TAKEN_MEANWHILE = '22012';

/**
 * Changes of rows that are taken in at the same time are read together, decided on, and written together in one commit with
 * their events' marks in the inbox; rows that are not there yet are made. A row is only written in the version that was read,
 * and never waited for: where it has changed or was made meanwhile, or is locked, nothing is written, and the change has to
 * be made alone. So has one that is no ordinary change: an older version, an event that was taken before, something impossible.
 */
export class DesiredBatch {
  private readonly group = new GroupCommit<DesiredWrite, Changed | undefined>(
    (writes) => this.write(writes),
    ROW_BATCHES,
  );

  constructor(private readonly database: Sql) {}

  /** Resolves when the change is durable; with `undefined` when nothing was written. */
  change(write: DesiredWrite): Promise<Changed | undefined> {
    return this.group.add(write);
  }

  private async write(
    writes: readonly DesiredWrite[],
  ): Promise<(write: DesiredWrite) => Changed | undefined> {
    const changes = writes.filter(({ begin }) => begin === undefined);
    const known = changes.length === 0 ? new Map() : await this.read(changes);
    const given = distinct(writes).flatMap((write) => this.decided(write, known.get(nameOf(write))));
    if (given.length === 0) return () => undefined;
    try {
      const changed = await this.store(given);
      return (write) => changed.get(write);
    } catch (error) {
      if (writes.length > 1 || !isTakenMeanwhile(error)) throw error;
      return () => undefined;
    }
  }

  private async read(
    writes: readonly DesiredWrite[],
  ): Promise<ReadonlyMap<string, KnownRow & { readonly row_version: string }>> {
    const rows = await this.database.query<
      KnownRow & { readonly name: string; readonly row_version: string }
    >(
      `SELECT name, desired, observed, desired_version, generation, observed_generation, lane, due_at,
         s.xmin::text AS row_version
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS given (name, app_id, kind, entity_id)
         JOIN sync_rows s USING (app_id, kind, entity_id)`,
      [
        writes.map(nameOf),
        writes.map(({ key }) => key.appId),
        writes.map(({ key }) => key.kind),
        writes.map(({ key }) => key.entityId),
      ],
    );
    return new Map(rows.map((row) => [row.name, row]));
  }

  private decided(
    write: DesiredWrite,
    row: (KnownRow & { readonly row_version: string }) | undefined,
  ): Decided[] {
    const { event, key, version = null, timeline, decide, begin } = write;
    let decided;
    try {
      decided = decide(row);
    } catch {
      return []; // Made alone, it fails alone.
    }
    if (decided.kind !== 'desired') return [];
    const columns = {
      app_id: key.appId,
      kind: key.kind,
      entity_id: key.entityId,
      row_version: row?.row_version ?? null,
      source: event.source,
      id: event.id,
      desired: decided.desired,
      version,
      traceparent: event.traceparent ?? null,
      lane: decided.lane,
      line: toLine(timeline),
      lease_token: begin?.token ?? null,
      lease_ms: begin?.ttlMs ?? null,
      waiting_for: begin?.waitingFor ?? null,
    };
    return [{ write, lane: decided.lane, columns }];
  }

  private async store(given: readonly Decided[]): Promise<ReadonlyMap<unknown, Changed>> {
    const rows = await this.database.query<{
      n: number;
      generation: string;
      due_at: Date | null;
      begun: unknown;
    }>(
      `WITH given AS (
         SELECT * FROM jsonb_to_recordset($1::jsonb) AS given (n integer, app_id text, kind text, entity_id text,
           row_version text, source text, id text, desired jsonb, version bigint, traceparent text, lane text, line jsonb,
           lease_token uuid, lease_ms integer, waiting_for text[])
       ), held AS (
         SELECT given.n, given.source, given.id FROM given JOIN sync_rows s USING (app_id, kind, entity_id)
         WHERE s.xmin::text = given.row_version FOR UPDATE OF s SKIP LOCKED
       ), made AS (
         ${makeRows(`given WHERE row_version IS NULL
           AND NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.source = given.source AND inbox.id = given.id)`)}
         RETURNING app_id, kind, entity_id, desired AS stored
       ), begun AS (
         SELECT given.*, CASE WHEN lease_token IS NOT NULL THEN stored END AS begun
         FROM given JOIN made USING (app_id, kind, entity_id)
       ), taken AS (
         SELECT source, id FROM held UNION ALL SELECT source, id FROM begun
       ), accepted AS (
         ${acceptEvents('taken')}
       ), changed AS (
         UPDATE sync_rows s SET ${setDesired('given.desired', 'given.version', 'given.traceparent', 'given.lane')}
         FROM given JOIN accepted USING (source, id)
         WHERE s.app_id = given.app_id AND s.kind = given.kind AND s.entity_id = given.entity_id
         RETURNING given.n, s.app_id, s.kind, s.entity_id, s.generation, s.due_at, given.line, NULL::jsonb
       ), written (n, app_id, kind, entity_id, generation, due_at, line, begun) AS (
         SELECT * FROM changed
         UNION ALL SELECT n, app_id, kind, entity_id, 1, NULL, line, begun FROM begun
       ), told AS (
         INSERT INTO sync_timeline (app_id, kind, entity_id, type, summary, detail)
         SELECT app_id, kind, entity_id, line->>'type', line->>'summary', (line->>'detail')::jsonb FROM written
       )
       SELECT n, generation, due_at, begun FROM written
       -- A row may not begin with an event that somebody else takes: all of it is undone.
       WHERE 1 / CASE WHEN EXISTS (
         SELECT 1 FROM begun WHERE NOT EXISTS (SELECT 1 FROM accepted WHERE source = begun.source AND id = begun.id)
       ) THEN 0 ELSE 1 END = 1`,
      [JSON.stringify(given.map(({ columns }, n) => ({ n, ...columns })))],
    );
    return new Map(
      rows.map(({ n, generation, due_at, begun }) => {
        const made = given[n];
        return [
          made?.write,
          {
            kind: 'changed',
            generation: Number(generation),
            dueAt: due_at,
            ...(begun === null || made === undefined ? {} : { begun: { desired: begun, lane: made.lane } }),
          },
        ];
      }),
    );
  }
}

function isTakenMeanwhile(error: unknown): boolean {
  return postgresErrorOf(error).code === TAKEN_MEANWHILE;
}

const nameOf = ({ key }: { readonly key: SyncKey }) => JSON.stringify([key.appId, key.kind, key.entityId]);

/** The first change of each row, and each event once: a statement changes a row once. */
function distinct<Write extends DesiredWrite>(writes: readonly Write[]): Write[] {
  const seen = new Set<string>();
  return writes.filter((write) => {
    const names = [nameOf(write), JSON.stringify([write.event.source, write.event.id])];
    const isFirst = names.every((name) => !seen.has(name));
    for (const name of names) seen.add(name);
    return isFirst;
  });
}
