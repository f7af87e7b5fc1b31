import type { Database, Metrics } from '@tongbu/platform';
import { SHIPMENT } from '../shipments/shipment.planner';

interface Deadlines {
  readonly app_id: string;
  readonly near: string;
  readonly past: string;
}

/** Shows which orders are late or about to be, and which parcels wait for an operator. Read when they are scraped. */
export function shipmentMetrics(metrics: Metrics, database: Database, nearMs: number): void {
  metrics.gauge(
    'shipment_deadlines',
    'Paid orders that are not shipped in full, with their ship-by deadline near or past',
    ['app', 'deadline'],
    async () => {
      const rows = await database.query<Deadlines>(
        `SELECT app_id, count(*) FILTER (WHERE due_at > now()) AS near, count(*) FILTER (WHERE due_at <= now()) AS past
         FROM sync_rows WHERE kind = $1 AND due_at <= now() + $2 * interval '1 ms' GROUP BY app_id`,
        [SHIPMENT, nearMs],
      );
      return rows.flatMap(({ app_id, near, past }) => [
        { labels: { app: app_id, deadline: 'near' }, value: Number(near) },
        { labels: { app: app_id, deadline: 'past' }, value: Number(past) },
      ]);
    },
  );
  metrics.gauge('shipment_unmapped_parcels', 'Parcels whose carrier nobody knows', ['app'], async () => {
    const rows = await database.query<{ app_id: string; count: string }>(
      `SELECT app_id, count(*) FROM sync_rows, jsonb_array_elements(problems) AS problem
       WHERE kind = $1 AND state = 'parked' AND problem->>'code' = 'carrier-unknown' GROUP BY app_id`,
      [SHIPMENT],
    );
    return rows.map(({ app_id, count }) => ({ labels: { app: app_id }, value: Number(count) }));
  });
}
