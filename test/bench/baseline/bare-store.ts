import { createHash } from 'node:crypto';
import { Pool } from 'pg';
import { GroupCommit } from '@tongbu/platform';

export interface BareCallback {
  readonly appId: string;
  readonly event: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly message: string;
}

/** `none`: nothing is kept. `group-commit`: as the gateway does. `insert-each`: a statement for every callback. */
export type BareStore = 'none' | 'group-commit' | 'insert-each';

const TABLE = `CREATE TABLE IF NOT EXISTS callbacks (
  app_id text NOT NULL, hash text NOT NULL, event text NOT NULL, create_time timestamptz NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(), message text NOT NULL, PRIMARY KEY (app_id, hash))`;

const COLUMNS = `app_id, hash, event, create_time, message`;
const ROW_BYTES = 2_000;

/** Keeps callbacks with the driver alone. Resolves, for each, when it is durable. */
export async function openBareStore(
  store: BareStore,
  databaseUrl: string,
): Promise<(callback: BareCallback) => Promise<unknown>> {
  if (store === 'none') return async () => undefined;
  const pool = new Pool({ connectionString: databaseUrl, max: 16 });
  await pool.query(TABLE);
  if (store === 'insert-each') {
    const insert = `INSERT INTO callbacks (${COLUMNS}) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`;
    return (callback) => pool.query({ name: 'insert', text: insert, values: valuesOf(callback) });
  }
  const text = `INSERT INTO callbacks (${COLUMNS})
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[]) ON CONFLICT DO NOTHING`;
  const commits = new GroupCommit<BareCallback, void>(async (callbacks) => {
    const rows = callbacks.map(valuesOf);
    await pool.query({
      name: 'insert',
      text,
      values: [0, 1, 2, 3, 4].map((column) => rows.map((row) => row[column])),
    });
    return () => undefined;
  });
  return (callback) => commits.add(callback, ROW_BYTES);
}

function valuesOf({ appId, event, created, message }: BareCallback): unknown[] {
  const hash = createHash('sha256').update(message, 'utf8').digest('hex');
  return [appId, hash, event, new Date(created * 1000), message];
}
