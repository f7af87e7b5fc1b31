import type { Database } from '@tongbu/platform';

/** How many transactions commit in this database while `work` goes on. */
export async function countCommits(database: Database, work: () => Promise<unknown>): Promise<number> {
  const before = await committed(database);
  await work();
  return (await committed(database)) - before;
}

async function committed(database: Database): Promise<number> {
  await database.query(`SELECT pg_stat_clear_snapshot(), pg_stat_force_next_flush()`);
  const [row] = await database.query<{ count: string }>(
    `SELECT xact_commit AS count FROM pg_stat_database WHERE datname = current_database()`,
  );
  return Number(row?.count);
}
