import type { Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import type { ValueOf } from '../api/fields';
import { accept, refuse, type Payload, type Result } from '../api/result';
import { requireOrder } from '../orders/order-lookup';
import type { OrderProgress } from '../orders/order-progress';
import type { SteerableTime } from '../time/steerable-time';
import type { deadlineFields } from './mirrored-fields';

const DAY_MS = 86_400_000;
const SHORTEST_MS = 7 * DAY_MS;
const LONGEST_MS = 3 * 365 * DAY_MS;

/**
 * `aftersale/update_deadline`: the buyer may open after-sales for longer, and the order is settled later. Once per order,
 * after the receipt and before the settlement; what does not fit there is 1010001, as has been reported.
 */
export function extendWindow(
  app: App,
  request: ValueOf<typeof deadlineFields>,
  { real, momentOf }: { readonly real: Clock; momentOf(at: Date): Date },
  orders: OrderProgress,
): Result<Payload> {
  const found = requireOrder(app, request);
  if (!found.ok) return found;
  const order = found.value;
  const end = order.due.get('settlement');
  if (order.status !== 100 || order.settlement !== undefined || end === undefined)
    return refuse(ERR.ORDER_IDS_MISSING, 'the order is not received, or settled already');
  if (app.aftersales.extendedOrders.has(order.orderId))
    return refuse(ERR.AFTERSALE_DEADLINE, 'it was extended before');
  const wanted = new Date(request.after_sale_deadline * 1_000);
  const away = wanted.getTime() - real.now().getTime();
  if (away < SHORTEST_MS || away > LONGEST_MS)
    return refuse(ERR.AFTERSALE_DEADLINE, '7 days to 3 years from now');
  const at = momentOf(wanted);
  if (at <= end) return refuse(ERR.AFTERSALE_DEADLINE, 'it can only become longer');
  app.aftersales.extendedOrders.add(order.orderId);
  orders.settleAt(app, order, at);
  return accept({});
}

/** Merchants' clocks show real time, wherever the simulator's was moved to. */
export function merchantsTime(time: SteerableTime) {
  return { real: time.real, momentOf: (at: Date) => time.momentOf(at) };
}
