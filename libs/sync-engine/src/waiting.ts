import type { Sql, Transaction } from '@tongbu/platform';

/** Rows woken in one statement. */
const PAGE = 5_000;

/**
 * Has the rows of a kind that wait for one of these facts planned again, in the transaction in which it became true.
 * Answers how many. They are due at once; the sweeper brings them.
 *
 * A worker names what its row may wait for before it looks. For this to leave no gap, the caller must
 * first have locked or changed what such a worker looks at, so that it does not look past a transaction that is under way.
 * A page at a time, all in the one transaction: half a catalogue may wait for a category, and no statement may be too long.
 */
export async function wakeWaiting(
  tx: Transaction,
  appId: string,
  kind: string,
  facts: readonly string[],
  page = PAGE,
): Promise<number> {
  let count = 0;
  let last = '';
  for (;;) {
    const [woken] = await tx.query<{ count: number; looked: number; last: string | null }>(
      `WITH waiting AS MATERIALIZED (
         SELECT entity_id FROM sync_rows WHERE app_id = $1 AND kind = $2 AND waiting_for && $3::text[]
       ), page AS MATERIALIZED (
         SELECT entity_id FROM waiting WHERE entity_id > $4 ORDER BY entity_id LIMIT $5
       ), woken AS (
         UPDATE sync_rows SET generation = generation + 1, next_time = now()
         WHERE app_id = $1 AND kind = $2 AND entity_id IN (SELECT entity_id FROM page)
         RETURNING entity_id
       ), told AS (
         INSERT INTO sync_timeline (app_id, kind, entity_id, type, summary, detail)
         SELECT $1, $2, entity_id, 'state', 'woken', jsonb_build_object('facts', $3::text[]) FROM woken
       )
       SELECT (SELECT count(*)::integer FROM woken) AS count, count(*)::integer AS looked, max(entity_id) AS last FROM page`,
      [appId, kind, facts, last, page],
    );
    count += woken?.count ?? 0;
    if (woken === undefined || woken.looked < page || woken.last === null) return count;
    ({ last } = woken);
  }
}

/**
 * As {@link wakeWaiting}, for a fact that everything may wait for: a page at a time, each committed, so that no statement
 * is too long for a large catalogue. Whom it misses, because it is killed or a worker is just leaving its row, comes back
 * at the time it was put off to.
 */
export async function wakeMany(
  sql: Sql,
  appId: string,
  kind: string,
  facts: readonly string[],
  page = PAGE,
): Promise<number> {
  let count = 0;
  for (;;) {
    const woken = await sql.query(
      `UPDATE sync_rows SET generation = generation + 1, next_time = now()
       WHERE app_id = $1 AND kind = $2 AND entity_id IN (
         SELECT entity_id FROM sync_rows
         WHERE app_id = $1 AND kind = $2 AND waiting_for && $3::text[]
           AND (next_time > now() OR lease_until > now()) LIMIT $4)
       RETURNING 1`,
      [appId, kind, facts, page],
    );
    count += woken.length;
    if (woken.length < page) return count;
  }
}
