import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import type { ValueOf } from '../api/fields';
import { pageOf, type PageRequest } from '../api/page';
import { accept, refuse, type Payload, type Result } from '../api/result';
import { timeRange } from '../time/time-range';
import type { Attribution, Order } from './order';
import type {
  getListByFinderFields,
  getListBySharerFields,
  getListFields,
  OrderReference,
} from './order-fields';
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
  return ordersPage(found, request);
}

/** `order/get_list_by_finder`: paid orders that a promoter brought. */
export function listOrdersOfPromoter(
  app: App,
  request: ValueOf<typeof getListByFinderFields>,
): Result<Payload> {
  const { promoter_id = '', promoter_openid = '' } = request;
  if (promoter_id === '' && promoter_openid === '')
    return refuse(ERR.PARAMETER_MISSING, 'promoter_id or promoter_openid');
  return paidPage(app, request, ({ promoterId, promoterOpenid }) =>
    promoter_id === '' ? promoterOpenid === promoter_openid : promoterId === promoter_id,
  );
}

/** `order/get_list_by_sharer`: paid orders that a sharer brought. */
export function listOrdersOfSharer(
  app: App,
  request: ValueOf<typeof getListBySharerFields>,
): Result<Payload> {
  return paidPage(app, request, ({ sharerOpenid }) => sharerOpenid === request.sharer_openid);
}

function paidPage(
  app: App,
  request: PageRequest & { readonly start_pay_time?: string; readonly end_pay_time?: string },
  brought: (attribution: Attribution) => boolean,
): Result<Payload> {
  const inRange = timeRange('pay', request.start_pay_time, request.end_pay_time);
  if (!inRange.ok) return inRange;
  const found = app.orders
    .all()
    .filter(({ attribution }) => attribution !== undefined && brought(attribution))
    .filter(({ payment }) => payment !== undefined && (inRange.value?.(payment.payTime) ?? true));
  return ordersPage(found, request);
}

function ordersPage(found: readonly Order[], request: PageRequest): Result<Payload> {
  const page = pageOf(found, request, MAX_PAGE);
  return page.ok ? accept({ total_num: found.length, orders: page.value.map(viewOf) }) : page;
}
