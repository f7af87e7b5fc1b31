/**
 * Tables of inbox and outbox, for a service's own migration: run the statements in order. Names carry no schema, the
 * search path has the service's.
 */
export const messagingMigrationSql: { readonly up: readonly string[]; readonly down: readonly string[] } = {
  up: [
    `CREATE TABLE inbox (
      source text NOT NULL,
      id text NOT NULL,
      received_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (source, id)
    )`,
    `CREATE INDEX inbox_received_at ON inbox USING brin (received_at) WITH (autosummarize = on)`,
    `CREATE TABLE outbox (
      seq bigint GENERATED ALWAYS AS IDENTITY,
      id text PRIMARY KEY,
      topic text NOT NULL,
      key text NOT NULL,
      bucket smallint NOT NULL,
      headers jsonb NOT NULL,
      payload text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      published_at timestamptz
    )`,
    // The only index on seq: the relay reads by it, and no plan can wander through what was published long ago.
    `CREATE INDEX outbox_unpublished ON outbox (seq) WHERE published_at IS NULL`,
    `CREATE INDEX outbox_created_at ON outbox USING brin (created_at) WITH (autosummarize = on)`,
  ],
  down: [`DROP TABLE outbox`, `DROP TABLE inbox`],
};
