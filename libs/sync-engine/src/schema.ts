import { backfillTables } from './backfill/backfill-tables';
import { componentOpeningsTable } from './component/component-openings';
import { driftTables } from './drift/drift-tables';

/** For the next migration of a service whose first one came before contradictions were counted on the row. */
export const contradictionsUpgradeSql = {
  up: [`ALTER TABLE sync_rows ADD COLUMN IF NOT EXISTS contradictions jsonb`],
  down: [`ALTER TABLE sync_rows DROP COLUMN contradictions`],
};

/** For the next migration of a service whose first one came before rows had deadlines. */
export const deadlinesUpgradeSql = {
  up: [
    `ALTER TABLE sync_rows ADD COLUMN IF NOT EXISTS due_at timestamptz`,
    `CREATE INDEX IF NOT EXISTS sync_rows_due_at ON sync_rows (kind, due_at) WHERE due_at IS NOT NULL`,
  ],
  down: [`ALTER TABLE sync_rows DROP COLUMN due_at`],
};

/** For the next migration of a service whose first one came before rows kept their place in the line of a quota. */
export const placesUpgradeSql = {
  up: [`ALTER TABLE sync_rows ADD COLUMN IF NOT EXISTS place jsonb`],
  down: [`ALTER TABLE sync_rows DROP COLUMN place`],
};

/** For the next migration of a service whose first one came before what is due was looked for lane by lane. */
export const dueInLanesUpgradeSql = {
  up: [
    `CREATE INDEX IF NOT EXISTS sync_rows_due_in_lane ON sync_rows (kind, lane, next_time) WHERE next_time IS NOT NULL`,
    `DROP INDEX IF EXISTS sync_rows_due`,
  ],
  down: [
    `CREATE INDEX IF NOT EXISTS sync_rows_due ON sync_rows (kind, next_time) WHERE next_time IS NOT NULL`,
  ],
};

/** For the next migration of a service whose first one came before each mini program's due rows were looked for by themselves. */
export const dueInAppsUpgradeSql = {
  up: [
    `CREATE INDEX IF NOT EXISTS sync_rows_due_in_app ON sync_rows (kind, app_id, lane, next_time) WHERE next_time IS NOT NULL`,
    `DROP INDEX IF EXISTS sync_rows_due_in_lane`,
  ],
  down: [
    `CREATE INDEX IF NOT EXISTS sync_rows_due_in_lane ON sync_rows (kind, lane, next_time) WHERE next_time IS NOT NULL`,
  ],
};

/**
 * For the next migration of a service whose first one came before rows had room to change beside where they are: a version
 * of which no indexed column has changed then needs no new entry in any index. A lease is one.
 */
export const roomForLeasesUpgradeSql = {
  up: [`ALTER TABLE sync_rows SET (fillfactor = 75)`],
  down: [`ALTER TABLE sync_rows RESET (fillfactor)`],
};

/**
 * The engine's tables, for a service's own migration. Names carry no schema: each service has its own search path.
 *
 * `sync_rows` has two writers with separate columns: intake (down to `held_reason`) and the worker that holds the lease.
 * Both may set `next_time`: the worker only while the generation is the one it has planned. `rested_generation` is the
 * newest one whose plan came to an end, unlike `observed_generation`, which a row also reaches that waits for a quota.
 */
export const syncEngineMigrationSql = {
  up: [
    `CREATE TABLE sync_rows (
      app_id text NOT NULL,
      kind text NOT NULL,
      entity_id text NOT NULL,
      desired jsonb NOT NULL,
      desired_version bigint,
      desired_generation bigint NOT NULL,
      desired_at timestamptz NOT NULL DEFAULT now(),
      generation bigint NOT NULL,
      hint jsonb,
      hint_generation bigint NOT NULL DEFAULT 0,
      traceparent text,
      lane text NOT NULL,
      held_reason text,
      observed jsonb,
      observed_generation bigint NOT NULL DEFAULT 0,
      rested_generation bigint NOT NULL DEFAULT 0,
      hint_read bigint NOT NULL DEFAULT 0,
      intent jsonb,
      refusal jsonb,
      contradictions jsonb,
      place jsonb,
      problems jsonb,
      waiting_for text[],
      parked_generation bigint,
      state text NOT NULL DEFAULT 'pending',
      reason text,
      attempts integer NOT NULL DEFAULT 0,
      lease_token uuid,
      lease_until timestamptz,
      next_time timestamptz,
      due_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (app_id, kind, entity_id)
    ) WITH (fillfactor = 75)`,
    `CREATE INDEX sync_rows_due_in_app ON sync_rows (kind, app_id, lane, next_time) WHERE next_time IS NOT NULL`,
    `CREATE INDEX sync_rows_due_at ON sync_rows (kind, due_at) WHERE due_at IS NOT NULL`,
    `CREATE INDEX sync_rows_state ON sync_rows (kind, app_id, state, entity_id)`,
    `CREATE INDEX sync_rows_waiting ON sync_rows USING gin (waiting_for) WHERE waiting_for IS NOT NULL`,
    `CREATE TABLE sync_timeline (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      app_id text NOT NULL,
      kind text NOT NULL,
      entity_id text NOT NULL,
      at timestamptz NOT NULL DEFAULT now(),
      type text NOT NULL,
      summary text NOT NULL,
      detail jsonb
    )`,
    `CREATE INDEX sync_timeline_entity ON sync_timeline (app_id, kind, entity_id, id)`,
    `CREATE INDEX sync_timeline_at ON sync_timeline (at)`,
    ...backfillTables.up,
    ...driftTables.up,
    ...componentOpeningsTable.up,
  ],
  down: [
    ...componentOpeningsTable.down,
    ...driftTables.down,
    ...backfillTables.down,
    `DROP TABLE sync_timeline`,
    `DROP TABLE sync_rows`,
  ],
};
