import type { Sql } from '@tongbu/platform';

const BATCH = 1_000;

const REMOVALS = [
  `DELETE FROM outbox WHERE id IN (
     SELECT id FROM outbox
     WHERE created_at < now() - interval '7 days' AND published_at < now() - interval '7 days' LIMIT $1
   ) RETURNING 1`,
  `DELETE FROM inbox WHERE (source, id) IN (
     SELECT source, id FROM inbox WHERE received_at < now() - interval '14 days' LIMIT $1
   ) RETURNING 1`,
];

/**
 * Removes events published more than 7 days ago, and inbox rows older than 14 days: longer than Kafka keeps what could
 * come again. In small batches, so that no lock lasts.
 */
export async function removeExpired(sql: Sql, goOn: () => boolean = () => true): Promise<void> {
  for (const removal of REMOVALS) {
    let removed = BATCH;
    while (removed === BATCH && goOn()) removed = (await sql.query(removal, [BATCH])).length;
  }
}
