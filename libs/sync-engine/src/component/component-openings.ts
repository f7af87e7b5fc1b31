import { repeatingTask, type Database, type Logger, type ServicePart, type Sql } from '@tongbu/platform';
import { CLOSED_MS } from '@tongbu/wechat';
import { COMPONENT_OPEN } from '../call-outcome';
import { wakeMany } from '../waiting';

const CREATE = `component_openings (
  app_id text NOT NULL,
  kind text NOT NULL,
  wake_at timestamptz NOT NULL,
  PRIMARY KEY (app_id, kind)
)`;

/** Openings of the component whose rows are still to be woken; part of the engine's tables. */
export const componentOpeningsTable = {
  up: [`CREATE TABLE ${CREATE}`],
  down: [`DROP TABLE component_openings`],
};

/** For the next migration of a service whose first one came before openings were kept. */
export const componentOpeningsUpgradeSql = {
  up: [`CREATE TABLE IF NOT EXISTS ${CREATE}`],
  down: [`DROP TABLE component_openings`],
};

const EVERY_MS = 1_000;

/**
 * WeChat has opened the component for a mini program: everything of these kinds goes on that waits for it. Not at once:
 * every process goes by WeChat's last refusal for a moment more, and what it held back until then would wait on.
 */
export async function componentOpened(
  sql: Sql,
  appId: string,
  kinds: readonly string[],
  /** How long a refusal may be believed somewhere, in ms. */
  afterMs: number = CLOSED_MS + 1_000,
): Promise<void> {
  await sql.query(
    `INSERT INTO component_openings (app_id, kind, wake_at)
     SELECT $1, kind, now() + $3 * interval '1 ms' FROM unnest($2::text[]) AS kind ORDER BY kind
     ON CONFLICT (app_id, kind) DO UPDATE SET wake_at = EXCLUDED.wake_at`,
    [appId, kinds, afterMs],
  );
}

/** Wakes what waits for the openings whose time has come. Killed halfway, it is done again. */
export async function wakeOpened(database: Database, kind: string): Promise<void> {
  const due = await database.query<{ app_id: string; wake_at: Date }>(
    `SELECT app_id, wake_at FROM component_openings WHERE kind = $1 AND wake_at <= now()`,
    [kind],
  );
  for (const { app_id: appId, wake_at: wakeAt } of due) {
    await wakeMany(database, appId, kind, [COMPONENT_OPEN]);
    // One that came meanwhile is for later.
    await database.query(
      `DELETE FROM component_openings WHERE app_id = $1 AND kind = $2
         AND wake_at < $3::timestamptz + interval '1 ms'`,
      [appId, kind, wakeAt],
    );
  }
}

export function openingsRunner(kind: string, database: Database, logger: Logger): ServicePart {
  return repeatingTask({
    name: `${kind} openings`,
    logger,
    run: async () => {
      await wakeOpened(database, kind);
      return EVERY_MS;
    },
  });
}
