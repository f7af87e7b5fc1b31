import { randomUUID } from 'node:crypto';
import type { Clock, Sql } from '@tongbu/platform';

/** The table of {@link OrderLeases}. */
export const orderLeasesSql = {
  up: [
    `CREATE TABLE order_leases (
      app_id text NOT NULL,
      order_id text NOT NULL,
      token uuid NOT NULL,
      until timestamptz NOT NULL,
      PRIMARY KEY (app_id, order_id)
    )`,
  ],
  down: [`DROP TABLE order_leases`],
};

/** What may be sent under a lease must be sent within this time, in ms. */
const SEND_WITHIN_MS = 10_000;
/** Two calls one after the other, each begun in time and taking as long as it may, and some to spare. */
const LEASE_MS = 30_000;

/**
 * WeChat takes one write at a time for each order and answers 2747026 to others. Whoever writes to an order holds its
 * lease for that long, in whatever process; one who dies holds it for half a minute.
 */
export class OrderLeases {
  constructor(
    private readonly sql: Sql,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `work` under the order's lease; `undefined`: somebody else has it. `sendBefore` is the monotonic time after which
   * nothing may be sent under it.
   */
  async during<T>(
    appId: string,
    orderId: string,
    work: (sendBefore: number) => Promise<T>,
  ): Promise<T | undefined> {
    const token = randomUUID();
    const sendBefore = this.clock.monotonic() + SEND_WITHIN_MS;
    const taken = await this.sql.query(
      `INSERT INTO order_leases AS lease (app_id, order_id, token, until)
       VALUES ($1, $2, $3, now() + $4 * interval '1 ms')
       ON CONFLICT (app_id, order_id) DO UPDATE SET token = EXCLUDED.token, until = EXCLUDED.until
       WHERE lease.until < now() RETURNING 1`,
      [appId, orderId, token, LEASE_MS],
    );
    if (taken.length === 0) return undefined;
    try {
      return await work(sendBefore);
    } finally {
      // A lease that cannot be given back ends by itself.
      await this.sql
        .query(`DELETE FROM order_leases WHERE app_id = $1 AND order_id = $2 AND token = $3`, [
          appId,
          orderId,
          token,
        ])
        .catch(() => undefined);
    }
  }
}
