import type { Sql } from '@tongbu/platform';
import type { SyncKey, SyncRow } from './row';
import { ROW, toSyncRow, type SyncRecord } from './row-mapper';

/** Those of these things that we know, as they are now; workers may be changing them. */
export async function findRows<Desired, Observed>(
  sql: Sql,
  appId: string,
  kind: string,
  ids: readonly string[],
): Promise<SyncRow<Desired, Observed>[]> {
  const records = await sql.query<SyncRecord>(
    `SELECT ${ROW} FROM sync_rows s WHERE app_id = $1 AND kind = $2 AND entity_id = ANY($3::text[])`,
    [appId, kind, ids],
  );
  return records.map((record) => toSyncRow<Desired, Observed>(record));
}

/** A row as it is now, for whoever answers a request from it; a worker may be changing it. */
export async function findRow<Desired, Observed>(
  sql: Sql,
  { appId, kind, entityId }: SyncKey,
): Promise<SyncRow<Desired, Observed> | undefined> {
  const [record] = await sql.query<SyncRecord>(
    `SELECT ${ROW} FROM sync_rows s WHERE app_id = $1 AND kind = $2 AND entity_id = $3`,
    [appId, kind, entityId],
  );
  return record && toSyncRow<Desired, Observed>(record);
}
