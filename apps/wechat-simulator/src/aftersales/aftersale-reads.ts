import type { Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import type { ValueOf } from '../api/fields';
import { accept, refuse, type Payload, type Result } from '../api/result';
import { lineOf } from '../orders/order-book';
import type { AftersaleReference, ListRequest, testFields } from './aftersale-fields';
import { requireAftersale } from './aftersale-lookup';
import { DEADLINES } from './aftersale-machine';
import type { AftersaleProgress } from './aftersale-progress';
import { viewOf } from './aftersale-view';

const TESTS_PER_DAY = 10;
const DAY_MS = 86_400_000;

/** `ecaftersale/get`. Right after it was opened inside WeChat an after-sale may not be readable yet. */
export function getAftersale(app: App, reference: AftersaleReference, clock: Clock): Result<Payload> {
  const found = requireAftersale(app, reference);
  if (!found.ok) return found;
  const aftersale = found.value;
  const readableAt = aftersale.createTime.getTime() + app.settings.aftersaleReadableAfterMs;
  if (aftersale.outAftersaleId === '' && clock.now().getTime() < readableAt) return accept({});
  const order = app.orders.findByOrderId(aftersale.orderId);
  return accept({ after_sales_order: viewOf(aftersale, order && lineOf(order, aftersale)) });
}

/** `ecaftersale/get_list`: ids, by the time of creation in milliseconds. */
export function listAftersales(app: App, request: ListRequest): Result<Payload> {
  const { begin_create_time: from = 0, end_create_time: to = Number.MAX_SAFE_INTEGER } = request;
  if (from > to) return refuse(ERR.TIME_RANGE);
  const found = app.aftersales.all().filter(({ status, outOrderId, orderId, openid, createTime }) => {
    const created = createTime.getTime();
    return (
      created >= from &&
      created <= to &&
      (request.status === undefined || request.status === status) &&
      ((request.out_order_id ?? '') === '' || request.out_order_id === outOrderId) &&
      (request.order_id === undefined || request.order_id === orderId) &&
      ((request.openid ?? '') === '' || request.openid === openid)
    );
  });
  const page = found.slice(request.offset, request.offset + request.limit);
  return accept({
    after_sales_orders: page.map(({ aftersaleId }) => String(aftersaleId)),
    has_more: request.offset + page.length < found.length,
  });
}

/** `ecaftersale/merchanttest`: lets a deadline pass, at most ten times a day. */
export class AftersaleTests {
  private readonly done = new Map<string, Date[]>();

  constructor(
    private readonly clock: Clock,
    private readonly progress: AftersaleProgress,
  ) {}

  run(app: App, request: ValueOf<typeof testFields>): Result<Payload> {
    const found = requireAftersale(app, request);
    if (!found.ok) return found;
    const now = this.clock.now();
    const today = (this.done.get(app.appId) ?? []).filter((at) => now.getTime() - at.getTime() < DAY_MS);
    if (today.length >= TESTS_PER_DAY) return refuse(ERR.DAILY_QUOTA);
    if (DEADLINES[found.value.status]?.event !== request.operation)
      return refuse(ERR.AFTERSALE_STATE, `${request.operation} does not fit status ${found.value.status}`);
    this.done.set(app.appId, [...today, now]);
    return this.progress.miss(app, found.value) ?? accept({});
  }
}
