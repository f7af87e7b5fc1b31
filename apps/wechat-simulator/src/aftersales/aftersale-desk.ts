import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import { accept, refuse, type Payload, type Refusal, type Result } from '../api/result';
import type { ValueOf } from '../api/fields';
import type { Clock } from '@tongbu/platform';
import type { Order } from '../orders/order';
import { lineOf } from '../orders/order-book';
import { RETURN_AND_REFUND, type Aftersale, type AppliedAftersaleAction } from './aftersale';
import type {
  acceptReturnFields,
  AddRequest,
  AftersaleReference,
  cancelFields,
  certificateFields,
  returnFields,
  UpdateRequest,
} from './aftersale-fields';
import { requireAftersale } from './aftersale-lookup';
import { nextStatus, type AftersaleAction } from './aftersale-machine';
import { faultOfAmount, faultOfMedia, heldFen, type AftersaleOpenings } from './aftersale-openings';
import type { AftersaleProgress } from './aftersale-progress';
import type { OrderWrites } from './order-writes';

const MOST_SUBMISSIONS = 5;
/** What brings the course of an after-sale to WeChat. */
const DECISIONS: readonly AppliedAftersaleAction[] = ['acceptRefund', 'acceptReturn', 'reject'];

/** What the merchant does to after-sales by calls: `ecaftersale/*`. One write at a time per order. */
export class AftersaleDesk {
  constructor(
    private readonly clock: Clock,
    private readonly openings: AftersaleOpenings,
    private readonly progress: AftersaleProgress,
    private readonly writes: OrderWrites,
  ) {}

  add(app: App, request: AddRequest): Result<Payload> {
    const { out_aftersale_id: outAftersaleId = '', product_info } = request;
    const found = orderOf(app, request);
    if (!found.ok) return found;
    const order = found.value;
    if (app.info?.default_receiving_address === undefined)
      return refuse(ERR.AFTERSALE_ADDRESS, 'account/update_info has set no default_receiving_address');
    return this.writes.run(app, order.orderId, () => {
      if (outAftersaleId !== '' && app.aftersales.findByOutId(outAftersaleId) !== undefined)
        return refuse(ERR.AFTERSALE_EXISTS, outAftersaleId);
      const line = order.lines.find(
        ({ outProductId, outSkuId, productId, skuId }) =>
          (product_info.out_product_id ?? outProductId) === outProductId &&
          (product_info.out_sku_id ?? outSkuId) === outSkuId &&
          (product_info.product_id ?? productId) === productId &&
          (product_info.sku_id ?? skuId) === skuId,
      );
      if (product_info.out_product_id === undefined && product_info.product_id === undefined)
        return refuse(ERR.AFTERSALE_PARAMETER, 'product_info.out_product_id or product_id');
      if (line === undefined) return refuse(ERR.AFTERSALE_LINE_UNKNOWN);
      const opened = this.openings.open(app, order, {
        outAftersaleId,
        type: request.type === RETURN_AND_REFUND ? 2 : 1,
        outProductId: line.outProductId,
        outSkuId: line.outSkuId,
        pieces: product_info.product_cnt,
        amountFen: request.orderamt,
        reason: request.refund_reason,
        reasonType: request.refund_reason_type,
        media: request.media_list ?? [],
      });
      if (!opened.ok) return opened;
      opened.value.applied.add += 1;
      return accept({ aftersale_id: opened.value.aftersaleId });
    });
  }

  update(app: App, request: UpdateRequest): Result<Payload> {
    return this.write(
      app,
      request,
      'update',
      (aftersale) =>
        faultOfBuyer(aftersale, request.openid) ??
        (request.type === aftersale.type
          ? this.edit(app, aftersale, {
              amountFen: request.orderamt,
              reason: request.refund_reason,
              reasonType: request.refund_reason_type,
              media: request.media_list ?? aftersale.media,
            })
          : refuse(ERR.AFTERSALE_PARAMETER, 'type must be the present one')),
    );
  }

  /** Changes what is asked for; by the merchant for the buyer, or by the buyer inside WeChat. */
  edit(
    app: App,
    aftersale: Aftersale,
    content: Pick<Aftersale, 'amountFen' | 'reason' | 'reasonType' | 'media'>,
  ): Refusal | undefined {
    if (aftersale.submissions >= MOST_SUBMISSIONS)
      return refuse(ERR.AFTERSALE_TOO_MANY, `at most ${MOST_SUBMISSIONS} in all`);
    const order = app.orders.findByOrderId(aftersale.orderId);
    const line = order && lineOf(order, aftersale);
    if (order === undefined || line === undefined) return refuse(ERR.AFTERSALE_ORDER_UNKNOWN);
    const others = heldFen(app, order, line) - aftersale.amountFen;
    const action = aftersale.status === 23 || aftersale.status === 5 ? 'edit-return' : 'edit-refund';
    const next = nextStatus(aftersale.status, action);
    if (!next.ok) return next;
    const fault =
      faultOfAmount(content.amountFen, line.paidFen - line.refundedFen - others) ??
      faultOfMedia(app, content.media);
    if (fault !== undefined) return fault;
    Object.assign(aftersale, content);
    aftersale.submissions += 1;
    return this.progress.move(app, aftersale, action);
  }

  cancel(app: App, request: ValueOf<typeof cancelFields>): Result<Payload> {
    return this.write(
      app,
      request,
      'cancel',
      (aftersale) =>
        faultOfBuyer(aftersale, request.openid) ?? this.progress.move(app, aftersale, 'withdraw'),
    );
  }

  acceptRefund(app: App, request: AftersaleReference): Result<Payload> {
    return this.write(app, request, 'acceptRefund', (aftersale) =>
      this.progress.move(app, aftersale, 'accept-refund'),
    );
  }

  acceptReturn(app: App, request: ValueOf<typeof acceptReturnFields>): Result<Payload> {
    return this.write(app, request, 'acceptReturn', (aftersale) => {
      const refusal = this.progress.move(app, aftersale, 'accept-return');
      if (refusal === undefined) aftersale.returnAddress = request.address_info;
      return refusal;
    });
  }

  reject(app: App, request: AftersaleReference): Result<Payload> {
    return this.write(app, request, 'reject', (aftersale) =>
      this.progress.move(app, aftersale, aftersale.status === 23 ? 'reject-return' : 'reject-refund'),
    );
  }

  uploadReturnInfo(app: App, request: ValueOf<typeof returnFields>): Result<Payload> {
    return this.write(app, request, 'uploadReturnInfo', (aftersale) => {
      const { delivery_id: deliveryId, waybill_id: waybillId, delivery_name: deliveryName = '' } = request;
      return (
        faultOfBuyer(aftersale, request.openid) ??
        this.sendBack(app, aftersale, 'send-back', { deliveryId, waybillId, deliveryName })
      );
    });
  }

  /** The parcel of the buyer, as it becomes known or changes. */
  sendBack(
    app: App,
    aftersale: Aftersale,
    action: Extract<AftersaleAction, 'send-back' | 'change-waybill'>,
    parcel: { readonly deliveryId: string; readonly waybillId: string; readonly deliveryName: string },
  ): Refusal | undefined {
    const refusal = this.progress.move(app, aftersale, action);
    if (refusal === undefined) aftersale.returned = { ...parcel, at: this.clock.now() };
    return refusal;
  }

  uploadCertificates(app: App, request: ValueOf<typeof certificateFields>): Result<Payload> {
    const { certificates = [] } = request;
    return this.write(app, request, 'uploadCertificates', (aftersale) => {
      const foreign = certificates.find((url) => !app.acceptsImage(url));
      if (foreign !== undefined) return refuse(ERR.AFTERSALE_IMAGE, foreign);
      const refusal = this.progress.move(app, aftersale, 'prove-refund');
      if (refusal === undefined) aftersale.certificates = certificates;
      return refusal;
    });
  }

  private write(
    app: App,
    reference: AftersaleReference,
    name: AppliedAftersaleAction,
    work: (aftersale: Aftersale) => Refusal | undefined,
  ): Result<Payload> {
    const found = requireAftersale(app, reference);
    if (!found.ok) return found;
    const aftersale = found.value;
    return this.writes.run(app, aftersale.orderId, () => {
      const refusal = work(aftersale);
      if (refusal !== undefined) return refusal;
      aftersale.applied[name] += 1;
      if (DECISIONS.includes(name) && aftersale.applied.add > 0) app.witness('aftersales');
      return accept({});
    });
  }
}

function orderOf(
  app: App,
  { order_id, out_order_id = '', openid }: Pick<AddRequest, 'order_id' | 'out_order_id' | 'openid'>,
): Result<Order> {
  if (order_id === undefined && out_order_id === '') return refuse(ERR.ORDER_IDS_MISSING);
  const order =
    order_id === undefined ? app.orders.findByOutId(out_order_id) : app.orders.findByOrderId(order_id);
  const contradicts = out_order_id !== '' && order?.outOrderId !== out_order_id;
  if (order === undefined || contradicts || order.openid !== openid)
    return refuse(ERR.AFTERSALE_ORDER_UNKNOWN);
  return accept(order);
}

function faultOfBuyer(aftersale: Aftersale, openid: string): Refusal | undefined {
  return aftersale.openid === openid ? undefined : refuse(ERR.AFTERSALE_UNKNOWN, 'openid is another one');
}
