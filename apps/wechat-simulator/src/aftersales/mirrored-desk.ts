import type { Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import type { ValueOf } from '../api/fields';
import { accept, refuse, type Payload, type Result } from '../api/result';
import type { Order } from '../orders/order';
import { lineOf } from '../orders/order-book';
import { requireOrder } from '../orders/order-lookup';
import { isPaid } from '../orders/order-machine';
import type { OrderProgress } from '../orders/order-progress';
import { beijingTime, parseBeijingTime } from '../time/beijing-time';
import type { MirroredAftersale } from './mirrored-book';
import type { MirroredAddRequest, mirroredGetFields, mirroredUpdateFields } from './mirrored-fields';

/** `aftersale/*`: the after-sales of orders that the merchant collected. */
export class MirroredDesk {
  constructor(
    private readonly clock: Clock,
    private readonly orders: OrderProgress,
  ) {}

  add(app: App, request: MirroredAddRequest): Result<Payload> {
    const found = requireOrder(app, { ...request, order_id: undefined });
    if (!found.ok) return found;
    const order = found.value;
    if (order.content.fund_type === 1) return withoutEffect(app);
    const known = app.mirrored.find(request.out_aftersale_id);
    if (known !== undefined) {
      known.repeatedAdds += 1;
      app.revision.advance();
      return accept({});
    }
    if (!isPaid(order.status))
      return refuse(ERR.AFTERSALE_NOT_ALLOWED, `the order is in status ${order.status}`);
    const foreign = request.product_infos.find(
      ({ out_product_id: outProductId, out_sku_id: outSkuId }) =>
        lineOf(order, { outProductId, outSkuId }) === undefined,
    );
    if (foreign !== undefined) return refuse(ERR.AFTERSALE_LINE_UNKNOWN, foreign.out_product_id);
    const paid = order.lines.reduce((sum, { paidFen }) => sum + paidFen, 0);
    const { freight } = order.content.order_detail.price_info;
    if (request.refund > paid + freight) return refuse(ERR.AFTERSALE_AMOUNT);
    const created = parseBeijingTime(request.create_time);
    if (created === undefined) return refuse(ERR.INVALID_ARGUMENT, 'create_time is no time');
    app.mirrored.put({
      outAftersaleId: request.out_aftersale_id,
      outOrderId: request.out_order_id,
      openid: request.openid,
      type: request.type,
      status: request.status,
      finishAll: request.finish_all_aftersale,
      path: request.path,
      refundFen: request.refund,
      lines: request.product_infos,
      createTime: created,
      updateTime: this.clock.now(),
      applied: { add: 1, update: 0 },
      repeatedAdds: 0,
    });
    app.revision.advance();
    return this.finish(app, order, request.finish_all_aftersale);
  }

  get(app: App, request: ValueOf<typeof mirroredGetFields>): Result<Payload> {
    const found = requireOrder(app, request);
    if (!found.ok) return found;
    const { outOrderId } = found.value;
    const members = app.mirrored.all().filter((aftersale) => aftersale.outOrderId === outOrderId);
    return accept({ aftersale_infos: members.map(viewOf) });
  }

  update(app: App, request: ValueOf<typeof mirroredUpdateFields>): Result<Payload> {
    const found = requireOrder(app, request);
    if (!found.ok) return found;
    if (found.value.content.fund_type === 1) return withoutEffect(app);
    const known = app.mirrored.find(request.out_aftersale_id);
    if (known === undefined || known.outOrderId !== found.value.outOrderId)
      return refuse(ERR.AFTERSALE_UNKNOWN);
    known.status = request.status;
    known.finishAll = request.finish_all_aftersale;
    known.applied.update += 1;
    if (app.isFirstGeneration) app.witness('aftersales');
    known.updateTime = this.clock.now();
    app.revision.advance();
    return this.finish(app, found.value, request.finish_all_aftersale);
  }

  /** Everything is through after-sale: the order is over. */
  private finish(app: App, order: Order, finishAll: number): Result<Payload> {
    if (finishAll === 0 || order.status === 200) return accept({});
    return this.orders.move(app, order, 'refund-all') ?? accept({});
  }
}

/** Reported by users: answered as done, and nothing happens. */
function withoutEffect(app: App): Result<Payload> {
  app.mirrored.ignored += 1;
  return accept({});
}

function viewOf(aftersale: MirroredAftersale): Payload {
  return {
    out_aftersale_id: aftersale.outAftersaleId,
    out_order_id: aftersale.outOrderId,
    openid: aftersale.openid,
    type: aftersale.type,
    status: aftersale.status,
    finish_all_aftersale: aftersale.finishAll,
    path: aftersale.path,
    refund: aftersale.refundFen,
    product_infos: aftersale.lines,
    create_time: beijingTime(aftersale.createTime),
    update_time: beijingTime(aftersale.updateTime),
  };
}
