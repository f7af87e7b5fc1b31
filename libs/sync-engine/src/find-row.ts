import type { Sql } from '@tongbu/platform';
import type { SyncKey, SyncRow } from './row';
import { toSyncRow, type SyncRecord } from './row-mapper';

/** A row as it is now, for whoever answers a request from it; a worker may be changing it. */
export async function findRow<Desired, Observed>(
  sql: Sql,
  { appId, kind, entityId }: SyncKey,
): Promise<SyncRow<Desired, Observed> | undefined> {
  const [record] = await sql.query<SyncRecord>(
    `SELECT * FROM sync_rows WHERE app_id = $1 AND kind = $2 AND entity_id = $3`,
    [appId, kind, entityId],
  );
  return record && toSyncRow<Desired, Observed>(record);
}
