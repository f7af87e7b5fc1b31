import { masked, type Sql } from '@tongbu/platform';
import type { SyncKey, TimelineEntry } from './row';

/** An entry as it is stored: what an operator reads is free of personal data. */
export function toLine({ type, summary, detail }: TimelineEntry) {
  return { type, summary, detail: detail === undefined ? null : JSON.stringify(masked(detail)) };
}

/** Appends to an entity's history. */
export async function addTimeline(sql: Sql, key: SyncKey, entries: readonly TimelineEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const lines = entries.map(toLine);
  await sql.query(
    `INSERT INTO sync_timeline (app_id, kind, entity_id, type, summary, detail)
     SELECT $1, $2, $3, type, summary, detail
     FROM unnest($4::text[], $5::text[], $6::jsonb[]) AS entry (type, summary, detail)`,
    [
      key.appId,
      key.kind,
      key.entityId,
      lines.map(({ type }) => type),
      lines.map(({ summary }) => summary),
      lines.map(({ detail }) => detail),
    ],
  );
}

/** Appends the same line to the history of many entities. */
export async function addTimelines(sql: Sql, keys: readonly SyncKey[], entry: TimelineEntry): Promise<void> {
  if (keys.length === 0) return;
  await sql.query(
    `INSERT INTO sync_timeline (app_id, kind, entity_id, type, summary, detail)
     SELECT app_id, kind, entity_id, $4, $5, $6::jsonb
     FROM unnest($1::text[], $2::text[], $3::text[]) AS key (app_id, kind, entity_id)`,
    [
      keys.map(({ appId }) => appId),
      keys.map(({ kind }) => kind),
      keys.map(({ entityId }) => entityId),
      entry.type,
      entry.summary,
      toLine(entry).detail,
    ],
  );
}

export interface TimelineLine extends TimelineEntry {
  readonly at: Date;
}

/** An entity's history, oldest first. */
export async function readTimeline(sql: Sql, key: SyncKey, limit = 500): Promise<TimelineLine[]> {
  return sql.query<TimelineLine>(
    `SELECT at, type, summary, detail FROM (
       SELECT * FROM sync_timeline WHERE app_id = $1 AND kind = $2 AND entity_id = $3 ORDER BY id DESC LIMIT $4
     ) newest ORDER BY id`,
    [key.appId, key.kind, key.entityId, limit],
  );
}

/** Removes a kind's history older than `days`, a page at a time. Answers how many lines went. */
export async function pruneTimeline(sql: Sql, kind: string, days: number, page = 5_000): Promise<number> {
  const rows = await sql.query(
    `DELETE FROM sync_timeline WHERE id IN (
       SELECT id FROM sync_timeline WHERE at < now() - $2 * interval '1 day' AND kind = $1 ORDER BY at LIMIT $3
     ) RETURNING 1`,
    [kind, days, page],
  );
  return rows.length;
}
