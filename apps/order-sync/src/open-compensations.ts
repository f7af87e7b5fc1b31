import type { Database, Metrics } from '@tongbu/platform';
import { ORDER } from './orders/order.planner';

/** Orders whose money is in question and whose merchant has not said what came of it. */
export const openCompensationsSql = {
  up: [
    `CREATE INDEX sync_rows_open_compensations ON sync_rows (app_id)
     WHERE kind = '${ORDER}' AND observed->>'compensationSince' IS NOT NULL
       AND jsonb_typeof(desired->'compensation') = 'null'`,
  ],
  down: [`DROP INDEX sync_rows_open_compensations`],
};

export function registerOpenCompensations(
  metrics: Metrics,
  database: Database,
  appIds: readonly string[],
): void {
  metrics.gauge(
    'open_compensations',
    'Orders paid although they were cancelled, that nobody has settled',
    ['app'],
    async () => {
      const rows = await database.query<{ app_id: string; count: number }>(
        `SELECT app_id, count(*)::int AS count FROM sync_rows
         WHERE kind = '${ORDER}' AND observed->>'compensationSince' IS NOT NULL
           AND jsonb_typeof(desired->'compensation') = 'null' GROUP BY app_id`,
      );
      const counts = new Map(rows.map(({ app_id, count }) => [app_id, count]));
      return appIds.map((app) => ({ labels: { app }, value: counts.get(app) ?? 0 }));
    },
  );
}
