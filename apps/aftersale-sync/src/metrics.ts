import type { Database, Metrics } from '@tongbu/platform';
import { AFTERSALE } from './aftersales/aftersale.planner';

/** For the metrics, which look at what is open alone. */
export const metricsSql = {
  up: [
    `CREATE INDEX sync_rows_open_aftersales ON sync_rows (app_id)
     WHERE kind = '${AFTERSALE}' AND observed->'deadlines' <> '[]'::jsonb`,
    `CREATE INDEX sync_rows_failed_refunds ON sync_rows (app_id)
     WHERE kind = '${AFTERSALE}' AND observed->'aftersale'->>'state' = 'refund-failed'`,
  ],
  down: [`DROP INDEX sync_rows_failed_refunds`, `DROP INDEX sync_rows_open_aftersales`],
};

interface DeadlineCount {
  readonly app_id: string;
  readonly deadline: string;
  readonly actor: string;
  readonly left_within: string;
  readonly count: string;
}

/** Shows which deadlines run and how soon they end, and which refunds WeChat could not make. Read when they are scraped. */
export function aftersaleMetrics(metrics: Metrics, database: Database, nearMs: number): void {
  metrics.gauge(
    'aftersale_deadlines',
    'Open after-sales by the deadline that runs and the time that is left: past, near, day or more',
    ['app', 'deadline', 'actor', 'left'],
    async () => {
      const rows = await database.query<DeadlineCount>(
        `SELECT app_id, deadline, actor, left_within, count(*) FROM (
           SELECT app_id, running->>'deadline' AS deadline, running->>'actor' AS actor,
             CASE WHEN (running->>'at')::timestamptz <= now() THEN 'past'
               WHEN (running->>'at')::timestamptz <= now() + $1 * interval '1 ms' THEN 'near'
               WHEN (running->>'at')::timestamptz <= now() + interval '1 day' THEN 'day' ELSE 'more' END AS left_within
           FROM sync_rows, jsonb_array_elements(observed->'deadlines') AS running
           WHERE kind = '${AFTERSALE}' AND observed->'deadlines' <> '[]'::jsonb
         ) AS open GROUP BY 1, 2, 3, 4`,
        [nearMs],
      );
      return rows.map(({ app_id, deadline, actor, left_within, count }) => ({
        labels: { app: app_id, deadline, actor, left: left_within },
        value: Number(count),
      }));
    },
  );
  metrics.gauge(
    'aftersale_failed_refunds',
    'After-sales whose refund WeChat could not make: the merchant has to pay in another way',
    ['app'],
    async () => {
      const rows = await database.query<{ app_id: string; count: string }>(
        `SELECT app_id, count(*) FROM sync_rows
         WHERE kind = '${AFTERSALE}' AND observed->'aftersale'->>'state' = 'refund-failed' GROUP BY app_id`,
      );
      return rows.map(({ app_id, count }) => ({ labels: { app: app_id }, value: Number(count) }));
    },
  );
}
