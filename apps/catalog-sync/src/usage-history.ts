import type { Sql } from '@tongbu/platform';

/** The calls that count against each quota with a long window, by the name of its group. */
const PATHS: Readonly<Record<string, readonly string[]>> = {
  'spu-submit': ['/shop/spu/add', '/shop/spu/update'],
};
const SUBMISSIONS = ['add', 'update'];

/**
 * When calls of a quota group were made since a moment, as the database remembers it: answered calls from the timeline,
 * and those without an outcome from their intents. Refills the limiter after Redis lost its state.
 */
export async function usageHistory(sql: Sql, appId: string, group: string, since: Date): Promise<Date[]> {
  if (group === 'cat-get') {
    const rows = await sql.query<{ at: Date }>(
      `SELECT fetched_at AS at FROM reference_lists WHERE app_id = $1 AND name = 'categories' AND fetched_at >= $2`,
      [appId, since],
    );
    return rows.map(({ at }) => at);
  }
  const paths = PATHS[group];
  if (paths === undefined) return [];
  const rows = await sql.query<{ at: Date }>(
    `SELECT at FROM sync_timeline
     WHERE app_id = $1 AND at >= $2 AND type = 'call' AND detail->>'path' = ANY($3::text[])
       AND summary NOT LIKE '%: deferred'
     UNION ALL
     SELECT (intent->>'at')::timestamptz FROM sync_rows
     WHERE app_id = $1 AND intent->>'command' = ANY($4::text[]) AND (intent->>'at')::timestamptz >= $2
     ORDER BY 1`,
    [appId, since, paths, SUBMISSIONS],
  );
  return rows.map(({ at }) => at);
}
