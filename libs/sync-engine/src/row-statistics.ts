import type { Sql } from '@tongbu/platform';

/** What a table may hold before it matters how it is searched, in pages of 8 KB. */
const FEW_PAGES = 64;

/**
 * Has Postgres look at the rows again when there are twice as many as when it last did. Statements are prepared once: the plan
 * that was right for an empty table would search a whole catalogue for each row of it until autovacuum comes by. Answers
 * whether it did.
 */
export async function refreshStatistics(sql: Sql): Promise<boolean> {
  const grown = await sql.query(
    `SELECT 1 FROM pg_class WHERE oid = 'sync_rows'::regclass
       AND pg_relation_size(oid) / current_setting('block_size')::integer > 2 * relpages + $1`,
    [FEW_PAGES],
  );
  if (grown.length === 0) return false;
  await sql.query(`ANALYZE sync_rows`);
  return true;
}
