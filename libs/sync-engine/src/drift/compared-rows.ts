import type { Sql } from '@tongbu/platform';
import type { SyncRow } from '../row';
import { toSyncRow, type SyncRecord } from '../row-mapper';

/** A row that a comparison looks at. */
export interface ComparedRow<Desired, Observed> {
  readonly row: SyncRow<Desired, Observed>;
  /** Somebody has written to it since WeChat was asked, or is at it now. */
  readonly changed: boolean;
  /** Nothing has happened that its worker has not planned yet. */
  readonly planned: boolean;
}

/** When WeChat is about to be asked, by the database's clock: for {@link comparedRows}. */
export async function askedNow(sql: Sql): Promise<Date> {
  const [asked] = await sql.query<{ at: Date }>(`SELECT now() AS at`);
  if (asked === undefined) throw new Error('the database does not tell the time');
  return asked.at;
}

/** Those of these things that we know, as they are after WeChat was asked about them. */
export async function comparedRows<Desired, Observed>(
  sql: Sql,
  appId: string,
  kind: string,
  ids: readonly string[],
  asked: Date,
): Promise<ReadonlyMap<string, ComparedRow<Desired, Observed>>> {
  const records = await sql.query<SyncRecord & { readonly changed: boolean }>(
    `SELECT *, updated_at >= $4 OR desired_at >= $4 OR coalesce(lease_until > now(), false) AS changed
     FROM sync_rows WHERE app_id = $1 AND kind = $2 AND entity_id = ANY($3::text[])`,
    [appId, kind, ids, asked],
  );
  return new Map(
    records.map((record) => {
      const row = toSyncRow<Desired, Observed>(record);
      const planned = row.generation === row.observedGeneration;
      return [row.entityId, { row, changed: record.changed, planned }];
    }),
  );
}
