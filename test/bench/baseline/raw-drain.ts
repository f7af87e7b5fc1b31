import { Client } from 'pg';
import { serve } from '../measuring/serve';
import { OutboxDatabase, type OutboxOptions } from '../ours/outbox-database';

const DRAIN = `UPDATE outbox SET published_at = now() WHERE seq IN (
  SELECT seq FROM outbox WHERE published_at IS NULL ORDER BY seq LIMIT 500 FOR UPDATE SKIP LOCKED
) RETURNING topic, key, headers, payload`;

let outbox: OutboxDatabase;
let client: Client;

const commands = {
  async open(options: OutboxOptions): Promise<void> {
    outbox = await OutboxDatabase.open(options);
    client = new Client({ connectionString: options.databaseUrl });
    await client.connect();
    await client.query(`SET search_path = bench; SET enable_seqscan = off; SET enable_bitmapscan = off`);
  },

  /** Commits rows and answers how many of them were taken in a second, 500 at a time, and sent nowhere. */
  async drain(rows: number): Promise<number> {
    await outbox.fill(rows);
    const from = performance.now();
    while (((await client.query(DRAIN)).rowCount ?? 0) > 0);
    return (rows * 1000) / (performance.now() - from);
  },
};

export type RawDrainCommands = typeof commands;

serve(commands);
