/** Backfills and, for those that run, the rows that are on their way. */
export const backfillTables = {
  up: [
    `CREATE TABLE sync_backfills (
      id uuid PRIMARY KEY,
      app_id text NOT NULL,
      kind text NOT NULL,
      scope jsonb NOT NULL,
      state text NOT NULL DEFAULT 'running',
      after_entity text NOT NULL DEFAULT '',
      exhausted boolean NOT NULL DEFAULT false,
      total integer NOT NULL,
      planned integer NOT NULL DEFAULT 0,
      done integer NOT NULL DEFAULT 0,
      parked integer NOT NULL DEFAULT 0,
      started_at timestamptz NOT NULL DEFAULT now(),
      finished_at timestamptz
    )`,
    `CREATE INDEX sync_backfills_app ON sync_backfills (kind, app_id, started_at)`,
    `CREATE TABLE sync_backfill_rows (
      backfill_id uuid NOT NULL,
      entity_id text NOT NULL,
      generation bigint NOT NULL,
      PRIMARY KEY (backfill_id, entity_id)
    )`,
  ],
  down: [`DROP TABLE sync_backfill_rows`, `DROP TABLE sync_backfills`],
};
