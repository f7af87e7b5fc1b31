import { Client } from 'pg';

/** A table that nobody but the test can read or write until it is let go. */
export class HeldTable {
  private constructor(private readonly client: Client) {}

  /** `table` with its schema, such as `aftersale_sync.inbox`. */
  static async hold(databaseUrl: string, table: string): Promise<HeldTable> {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query('BEGIN');
    await client.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    return new HeldTable(client);
  }

  /** How many wait for it. */
  async waiting(): Promise<number> {
    const { rows } = await this.client.query<{ count: string }>(
      `SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))`,
    );
    return Number(rows[0]?.count);
  }

  async letGo(): Promise<void> {
    await this.client.query('ROLLBACK');
    await this.client.end();
  }
}
