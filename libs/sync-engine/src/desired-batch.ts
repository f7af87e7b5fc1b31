import type { CloudEvent } from '@tongbu/contracts';
import { acceptEvents } from '@tongbu/messaging';
import { currentTraceparent, GroupCommit, type Sql } from '@tongbu/platform';
import { setDesired, type ChangeResult, type decideChange, type KnownRow } from './intake';
import type { SyncKey, TimelineEntry } from './row';
import { ROW_BATCHES } from './row-batch';
import { toLine } from './timeline';

/** A change of what is wanted of a row, with the event that asks for it. */
export interface DesiredWrite {
  readonly event: Pick<CloudEvent, 'source' | 'id'>;
  readonly key: SyncKey;
  readonly version: number | undefined;
  readonly timeline: TimelineEntry;
  /** What it makes of the row, see {@link decideChange}. */
  readonly decide: (known: KnownRow) => ReturnType<typeof decideChange>;
}

type Changed = Extract<ChangeResult, { kind: 'changed' }>;
type Waiting = DesiredWrite & { readonly traceparent: string | undefined };

/**
 * Changes of rows that are taken in at the same time are read together, decided on, and written together in one commit with
 * their events' marks in the inbox. A row is only written in the version that was read, and never waited for: where it
 * has changed meanwhile, is locked, or there is none, nothing is written, and the change has to be made alone. So has one
 * that is no ordinary change: an older version, an event that was taken before, something impossible.
 */
export class DesiredBatch {
  private readonly group = new GroupCommit<Waiting, Changed | undefined>(
    (writes) => this.write(writes),
    ROW_BATCHES,
  );

  constructor(private readonly database: Sql) {}

  /** Resolves when the change is durable; with `undefined` when nothing was written. */
  change(write: DesiredWrite): Promise<Changed | undefined> {
    return this.group.add({ ...write, traceparent: currentTraceparent() });
  }

  private async write(writes: readonly Waiting[]): Promise<(write: Waiting) => Changed | undefined> {
    const known = await this.read(writes);
    const given = distinct(writes).flatMap((write) => {
      const row = known.get(nameOf(write));
      return row === undefined ? [] : this.decided(write, row);
    });
    const changed = given.length === 0 ? new Map<unknown, Changed>() : await this.store(given);
    return (write) => changed.get(write);
  }

  private async read(writes: readonly Waiting[]) {
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

  private decided(write: Waiting, row: KnownRow & { readonly row_version: string }) {
    const { event, key, version = null, timeline, decide, traceparent = null } = write;
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
      row_version: row.row_version,
      source: event.source,
      id: event.id,
      desired: decided.desired,
      version,
      traceparent,
      lane: decided.lane,
      line: toLine(timeline),
    };
    return [{ write, columns }];
  }

  private async store(
    given: readonly { readonly write: Waiting; readonly columns: object }[],
  ): Promise<ReadonlyMap<unknown, Changed>> {
    const rows = await this.database.query<{ n: number; generation: string; due_at: Date | null }>(
      `WITH given AS (
         SELECT * FROM jsonb_to_recordset($1::jsonb) AS given (n integer, app_id text, kind text, entity_id text,
           row_version text, source text, id text, desired jsonb, version bigint, traceparent text, lane text, line jsonb)
       ), held AS (
         SELECT given.n, given.source, given.id FROM given JOIN sync_rows s USING (app_id, kind, entity_id)
         WHERE s.xmin::text = given.row_version FOR UPDATE OF s SKIP LOCKED
       ), accepted AS (
         ${acceptEvents('held')}
       ), changed AS (
         UPDATE sync_rows s SET ${setDesired('given.desired', 'given.version', 'given.traceparent', 'given.lane')}
         FROM given JOIN accepted USING (source, id)
         WHERE s.app_id = given.app_id AND s.kind = given.kind AND s.entity_id = given.entity_id
         RETURNING given.n, s.app_id, s.kind, s.entity_id, s.generation, s.due_at, given.line
       ), told AS (
         INSERT INTO sync_timeline (app_id, kind, entity_id, type, summary, detail)
         SELECT app_id, kind, entity_id, line->>'type', line->>'summary', (line->>'detail')::jsonb FROM changed
       )
       SELECT n, generation, due_at FROM changed`,
      [JSON.stringify(given.map(({ columns }, n) => ({ n, ...columns })))],
    );
    return new Map(
      rows.map(({ n, generation, due_at }) => [
        given[n]?.write,
        { kind: 'changed', generation: Number(generation), dueAt: due_at },
      ]),
    );
  }
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
