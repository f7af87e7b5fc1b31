import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import { accept, refuse, type Result } from '../api/result';
import type { Order } from './order';
import type { OrderReference } from './order-fields';

/** The order that a request names. Under another openid there is none, and neither when two ids contradict each other. */
export function requireOrder(app: App, { order_id, out_order_id, openid }: OrderReference): Result<Order> {
  if (order_id === undefined && out_order_id === undefined) return refuse(ERR.ORDER_IDS_MISSING);
  const order =
    out_order_id === undefined
      ? app.orders.findByOrderId(order_id ?? 0n)
      : app.orders.findByOutId(out_order_id);
  const contradicts = order_id !== undefined && order?.orderId !== order_id;
  if (order === undefined || contradicts || order.openid !== openid) return refuse(ERR.ORDER_UNKNOWN);
  return accept(order);
}
