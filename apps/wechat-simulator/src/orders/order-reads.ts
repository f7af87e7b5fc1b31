import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import type { ValueOf } from '../api/fields';
import { accept, refuse, type Payload, type Result } from '../api/result';
import { timeRange } from '../time/time-range';
import type { Order } from './order';
import type { getListFields, OrderReference } from './order-fields';
import { requireOrder } from './order-lookup';
import { viewOf } from './order-view';

const MAX_PAGE = 100;

/** `order/get`. */
export function getOrder(app: App, reference: OrderReference): Result<Payload> {
  const found = requireOrder(app, reference);
  return found.ok ? accept({ order: viewOf(found.value) }) : found;
}

/** `order/get_list`, by the time of creation. */
export function listOrders(app: App, request: ValueOf<typeof getListFields>): Result<Payload> {
  const inRange = timeRange('create', request.start_create_time, request.end_create_time);
  if (!inRange.ok) return inRange;
  const direction = request.sort_order === 1 ? -1 : 1;
  const found = app.orders
    .all()
    .filter(({ createTime }) => inRange.value?.(createTime) ?? true)
    .sort((a, b) => direction * (a.createTime.getTime() - b.createTime.getTime()));
  return pageOf(found, request);
}

function pageOf(
  found: readonly Order[],
  { page, page_size }: { readonly page: number; readonly page_size: number },
): Result<Payload> {
  if (page_size > MAX_PAGE) return refuse(ERR.PAGE_TOO_LARGE, `at most ${MAX_PAGE}`);
  const start = (page - 1) * page_size;
  return accept({ total_num: found.length, orders: found.slice(start, start + page_size).map(viewOf) });
}
