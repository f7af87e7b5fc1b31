import type { Sql } from '@tongbu/platform';

/** Which qualification a review belongs to. Callbacks name the review only. */
export async function qualificationOfAudit(
  sql: Sql,
  appId: string,
  kind: string,
  auditId: string,
): Promise<string | undefined> {
  const [row] = await sql.query<{ entity_id: string }>(
    `SELECT entity_id FROM sync_rows
     WHERE app_id = $1 AND observed->'audit'->>'id' = $2 AND kind = $3
       AND kind IN ('category-qualification', 'brand-qualification')`,
    [appId, auditId, kind],
  );
  return row?.entity_id;
}

/** The qualifications for which WeChat may be running a review whose id we do not know. */
export async function qualificationsWithoutAudit(sql: Sql, appId: string, kind: string): Promise<string[]> {
  const rows = await sql.query<{ entity_id: string }>(
    `SELECT entity_id FROM sync_rows
     WHERE app_id = $1 AND kind = $2 AND (intent IS NOT NULL OR observed->'unnamed' <> 'null') ORDER BY entity_id`,
    [appId, kind],
  );
  return rows.map(({ entity_id }) => entity_id);
}
