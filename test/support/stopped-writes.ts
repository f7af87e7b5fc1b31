import { eventually } from '@tongbu/testing';
import { Client } from 'pg';

/** What the stopped writes wait for; nobody else takes it in a test's own database. */
const GATE = 471_104;

/** Rows whose writes are to be stopped. `condition` is SQL about the row as it was, `OLD`, and as it would be, `NEW`. */
export interface WritesToStop {
  readonly table: 'sync_rows' | 'outbox';
  readonly condition: string;
}

/**
 * Stops a service in the middle of chosen writes, so that it can be killed between two of its steps. Between
 * {@link stopAt} and {@link forget}, the connections that write such rows stand still.
 */
export class StoppedWrites {
  private readonly triggers: string[] = [];

  private constructor(
    private readonly sql: Client,
    private readonly service: string,
  ) {}

  /** For a service with a database of its own in the test's database. */
  static async of(databaseUrl: string, service: string): Promise<StoppedWrites> {
    const sql = new Client({ connectionString: databaseUrl });
    await sql.connect();
    await sql.query(`SET search_path = "${service.replaceAll('-', '_')}"`);
    await sql.query(`SELECT pg_advisory_lock($1)`, [GATE]);
    return new StoppedWrites(sql, service);
  }

  async stopAt({ table, condition }: WritesToStop): Promise<void> {
    const name = `stop_${this.triggers.length}`;
    await this.sql.query(
      `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $body$
       BEGIN
         IF ${condition} THEN PERFORM pg_advisory_xact_lock(${GATE}); END IF;
         RETURN NEW;
       END $body$`,
    );
    await this.sql.query(
      `CREATE TRIGGER ${name} BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${name}()`,
    );
    this.triggers.push(`DROP TRIGGER ${name} ON ${table}`, `DROP FUNCTION ${name}()`);
  }

  /** Waits until this many writes stand still. Ask for one after the other: what is written together stands still as one. */
  async stopped(count: number): Promise<void> {
    await eventually(async () => {
      const { rows } = await this.sql.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pg_locks
         WHERE locktype = 'advisory' AND objid = $1 AND NOT granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        [GATE],
      );
      const waiting = rows[0]?.waiting ?? 0;
      if (waiting === count) return true;
      throw new Error(`${waiting} of ${count} writes stand still`);
    });
  }

  /** Once the service is dead: what it had not committed is undone, and its writes are let through from now on. */
  async forget(): Promise<void> {
    await this.sql.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = $1`,
      [this.service],
    );
    for (const statement of this.triggers.splice(0)) await this.sql.query(statement);
  }

  async close(): Promise<void> {
    await this.sql.end();
  }
}
