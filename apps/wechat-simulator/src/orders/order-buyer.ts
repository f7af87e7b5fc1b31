import type { Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import { refuse, type Refusal } from '../api/result';
import type { EventPusher } from '../callbacks/events';
import { orderCancelEvent, orderRefundEvent } from '../callbacks/order-events';
import type { Random } from '../time/random';
import { isSubMerchantOrder, type Attribution, type Order } from './order';
import type { OrderProgress } from './order-progress';

export interface CashierVisit {
  /** Who pays; the order's buyer when left out. */
  readonly openid?: string | undefined;
  /** Which payment parameters open the cashier; any that are good when left out. */
  readonly prepayId?: string | undefined;
  /** The cashier is left at once, and the money comes in so much later. */
  readonly settleAfterMs?: number | undefined;
  /** Pays whatever speaks against it: without parameters, or while the order is being closed. */
  readonly force: boolean;
}

/** What a buyer does with orders inside WeChat. The first generation knows none of it. */
export class OrderBuyer {
  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly progress: OrderProgress,
    private readonly pusher: EventPusher,
  ) {}

  /** Begins a checkout in the mini program: the trace id that its order sends. Nothing for a user of another account. */
  checkOut(app: App, openid: string, attribution: Attribution): string | undefined {
    if (app.openids.isOfAnother(app.appId, openid)) return undefined;
    app.openids.claim(app.appId, openid);
    const traceId = `3_${this.random.hex(24)}`;
    app.traces.put(traceId, { openid, attribution });
    app.revision.advance();
    return traceId;
  }

  /** Pays a sub-merchant order in the cashier. */
  pay(app: App, order: Order, visit: CashierVisit): Refusal | undefined {
    if (!isSubMerchantOrder(order)) return refuse(ERR.NOT_SUB_MERCHANT_ORDER, 'it is not paid at WeChat');
    if ((visit.openid ?? order.openid) !== order.openid) return refuse(ERR.PAYER_IS_ANOTHER);
    // What is on its way comes in now.
    if (order.status === 11) return this.progress.capture(app, order);
    if (visit.force && (order.status === 181 || order.status === 250))
      return this.progress.capture(app, order, 'capture-late');
    const closed = order.status === 10 && !visit.force ? faultOfParameters(order, visit) : undefined;
    if (closed !== undefined) return closed;
    return visit.settleAfterMs === undefined
      ? this.progress.capture(app, order)
      : this.progress.payLater(app, order, visit.settleAfterMs);
  }

  cancel(app: App, order: Order): Refusal | undefined {
    const refusal = faultOfGeneration(order) ?? this.progress.move(app, order, 'cancel');
    if (refusal === undefined) this.pusher.push(app, orderCancelEvent(order, 'buyer'));
    return refusal;
  }

  confirm(app: App, order: Order): Refusal | undefined {
    return faultOfGeneration(order) ?? this.progress.confirm(app, order, 'buyer');
  }

  /** Gets everything back, freight included. */
  refund(app: App, order: Order): Refusal | undefined {
    const open = order.lines.some(({ inAftersale }) => inAftersale > 0);
    if (open) return refuse(ERR.ORDER_STATE, 'an after-sale is open');
    if (order.settlement !== undefined) return refuse(ERR.ORDER_STATE, 'the order is settled');
    const refusal = faultOfGeneration(order) ?? this.progress.move(app, order, 'refund-all');
    if (refusal !== undefined) return refusal;
    order.refundedFen = order.payment?.amountFen ?? 0;
    for (const line of order.lines) {
      line.refunded = line.ordered;
      line.refundedFen = line.paidFen;
    }
    this.pusher.push(app, orderRefundEvent(order));
    return undefined;
  }

  /** Opens the cashier of the first generation; what is paid there goes to the merchant's own number. */
  useTicket(app: App, order: Order): Refusal | undefined {
    const { ticket } = order;
    if (ticket === undefined || ticket.used || ticket.expiresAt <= this.clock.now())
      return refuse(ERR.PAYMENT_REQUEST_FAILED, 'no ticket that opens the cashier');
    ticket.used = true;
    app.revision.advance();
    return undefined;
  }
}

function faultOfParameters({ prepayIds, content }: Order, { prepayId }: CashierVisit): Refusal | undefined {
  if (content.order_detail.price_info.order_price === 0) return refuse(ERR.NOTHING_TO_PAY);
  const good = prepayId === undefined ? prepayIds.length > 0 : prepayIds.includes(prepayId);
  return good ? undefined : refuse(ERR.PAYMENT_REQUEST_FAILED, 'no payment parameters that are good');
}

function faultOfGeneration({ generation }: Order): Refusal | undefined {
  return generation === 'first'
    ? refuse(ERR.UPGRADE_NEEDED, 'in the first generation nothing happens inside WeChat')
    : undefined;
}
