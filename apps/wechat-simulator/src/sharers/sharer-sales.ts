import type { App } from '../accounts/app';
import type { Order } from '../orders/order';
import type { Live } from '../promoters/promoter';

/** Paid orders that a sharer brought, cancelled ones too. */
export function ordersOfSharer({ orders }: App, openid: string): Order[] {
  return orders
    .all()
    .filter(({ attribution, payment }) => payment !== undefined && attribution?.sharerOpenid === openid);
}

/** Those of one broadcast: its promoter's, and begun when it began. */
export function ordersOfLive(orders: readonly Order[], { promoterId, startTime }: Live): Order[] {
  const start = Math.floor(startTime.getTime() / 1_000);
  return orders.filter(
    ({ attribution }) => attribution?.promoterId === promoterId && attribution.liveStartTime === start,
  );
}

/** `gmv` is fen. */
export function salesOf(orders: readonly Order[]): { gmv: number; order_cnt: number; user_cnt: number } {
  return {
    gmv: orders.reduce((sum, { payment }) => sum + (payment?.amountFen ?? 0), 0),
    order_cnt: orders.length,
    user_cnt: new Set(orders.map(({ openid }) => openid)).size,
  };
}
