/** Drift reports, what they found, and for those that run, which things WeChat has listed so far. */
export const driftTables = {
  up: [
    `CREATE TABLE sync_drift_reports (
      id uuid PRIMARY KEY,
      app_id text NOT NULL,
      kind text NOT NULL,
      state text NOT NULL DEFAULT 'running',
      cursor jsonb,
      counts jsonb NOT NULL DEFAULT '{}',
      reason text,
      next_time timestamptz NOT NULL DEFAULT now(),
      lease_token uuid,
      lease_until timestamptz,
      started_at timestamptz NOT NULL DEFAULT now(),
      finished_at timestamptz
    )`,
    `CREATE UNIQUE INDEX sync_drift_reports_running ON sync_drift_reports (app_id, kind) WHERE state = 'running'`,
    `CREATE TABLE sync_drift_seen (
      report_id uuid NOT NULL REFERENCES sync_drift_reports ON DELETE CASCADE,
      entity_id text NOT NULL,
      PRIMARY KEY (report_id, entity_id)
    )`,
    `CREATE TABLE sync_drift_items (
      report_id uuid NOT NULL REFERENCES sync_drift_reports ON DELETE CASCADE,
      entity_id text NOT NULL,
      kind text NOT NULL,
      differences jsonb NOT NULL,
      repair jsonb NOT NULL,
      evidence jsonb,
      outcome text,
      outcome_at timestamptz,
      PRIMARY KEY (report_id, entity_id)
    )`,
  ],
  down: [`DROP TABLE sync_drift_items`, `DROP TABLE sync_drift_seen`, `DROP TABLE sync_drift_reports`],
};
