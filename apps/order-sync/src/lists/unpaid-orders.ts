import type { Database, Logger, Sql } from '@tongbu/platform';
import { findRows, giveHint, watchedList, type Hint, type WatchedList } from '@tongbu/sync-engine';
import type { ListedOrder, OrderListing } from '../channel/order-listing';
import { orderHints } from '../orders/order.hint';
import { ORDER } from '../orders/order.planner';
import type { Orders } from '../orders/order.runtime';
import type { DesiredOrder, ObservedOrder } from '../orders/order';

/** WeChat documentation: an order can be paid for a day at most. An hour more for clocks and for settling. */
const CAN_BE_PAID = `interval '25 hours'`;
/** WeChat's time of creation and that of our row need not agree to the second. */
const CLOCKS_MS = 60_000;
const LISTED: Hint = { name: orderHints.listed, detail: {} };

const UNPAID = `kind = '${ORDER}' AND observed->>'status' IN ('10', '11')`;

/** Finds the oldest order that may have been paid without our knowing. */
export const unpaidOrdersSql = {
  up: [`CREATE INDEX sync_rows_unpaid_orders ON sync_rows (app_id, created_at) WHERE ${UNPAID}`],
  down: [`DROP INDEX sync_rows_unpaid_orders`],
};

/**
 * The orders that WeChat lists since the oldest one that we believe to be unpaid: a hundred with one call, and none where
 * nothing is unpaid. What is listed in another state than we know was told by no callback, and is read.
 */
export class UnpaidOrders {
  constructor(
    private readonly database: Database,
    private readonly listing: OrderListing,
    private readonly orders: Pick<Orders, 'wake'>,
    private readonly logger: Logger,
  ) {}

  list(): WatchedList {
    return watchedList(
      'orders',
      (appId, _seenUntil, now) => this.window(this.database, appId, now),
      (call, created, offset) => this.listing.page(call, created, offset),
      (appId, listed) => this.take(appId, listed),
    );
  }

  private async window(sql: Sql, appId: string, now: Date) {
    const [oldest] = await sql.query<{ at: Date | null }>(
      `SELECT min(created_at) AS at FROM sync_rows
       WHERE app_id = $1 AND created_at > now() - ${CAN_BE_PAID} AND ${UNPAID}`,
      [appId],
    );
    const at = oldest?.at ?? null;
    return at === null ? undefined : { from: new Date(at.getTime() - CLOCKS_MS), to: now };
  }

  private async take(appId: string, listed: readonly ListedOrder[]): Promise<void> {
    const found = await this.database.transaction(async (tx) => {
      const ids = listed.map(({ orderId }) => orderId);
      const rows = await findRows<DesiredOrder, ObservedOrder>(tx, appId, ORDER, ids);
      const states = new Map(listed.map(({ orderId, order }) => [orderId, order.status]));
      const moved = rows
        .filter(({ entityId, observed, hint }) => {
          const isThere = observed?.existence === 'present';
          return hint === null && (!isThere || observed.status !== states.get(entityId));
        })
        .toSorted((a, b) => (a.entityId < b.entityId ? -1 : 1));
      for (const row of moved) await giveHint(tx, row, LISTED, 'money');
      return moved;
    });
    if (found.length === 0) return;
    this.logger.info({ appId, found: found.length }, 'orders found that no callback told of');
    const woken = found.map(({ entityId, dueAt }) => ({
      appId,
      kind: ORDER,
      entityId,
      lane: 'money' as const,
      dueAt,
    }));
    await this.orders.wake(woken).catch(() => undefined); // Left to the sweeper.
  }
}
