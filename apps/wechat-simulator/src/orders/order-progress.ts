import { assertUnreachable, type Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import { refuse, type Refusal } from '../api/result';
import type { EventPusher } from '../callbacks/events';
import {
  orderAnalyzeEvent,
  orderCancelEvent,
  orderConfirmEvent,
  orderPayEvent,
  orderRefundEvent,
  orderSettleEvent,
} from '../callbacks/order-events';
import type { DueTimers } from '../time/due-timers';
import {
  isSubMerchantOrder,
  type Attribution,
  type DueKind,
  type Order,
  type OrderLine,
  type Payment,
} from './order';
import { OrderCalendar } from './order-calendar';
import { nextStatus, type OrderAction } from './order-machine';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** WeChat documentation: default of the after-sale window. */
const AFTERSALE_DAYS = 7;

/** Moves orders on, whoever causes it: calls, the buyer, time, or the after-sale desk. */
export class OrderProgress {
  private readonly calendar: OrderCalendar;

  constructor(
    private readonly clock: Clock,
    timers: DueTimers,
    private readonly pusher: EventPusher,
  ) {
    this.calendar = new OrderCalendar(timers, (app, order, kind) => this.fallDue(app, order, kind));
  }

  /** Moves an order to its next status, or says why it does not move. */
  move(app: App, order: Order, action: OrderAction): Refusal | undefined {
    const next = nextStatus(order.status, action);
    if (!next.ok) return next;
    order.status = next.value;
    this.calendar.dropPast(app, order);
    this.changed(app, order);
    return undefined;
  }

  /** Something about the order is no longer as it was. */
  changed(app: App, order: Order): void {
    order.updateTime = this.clock.now();
    app.revision.advance();
  }

  /** How long it may stay unpaid. */
  expireAt(app: App, order: Order, at: Date): void {
    this.calendar.put(app, order, 'expiry', at);
  }

  /** The buyer has left the cashier; the money comes in later. */
  payLater(app: App, order: Order, delayMs: number): Refusal | undefined {
    const refusal = this.move(app, order, 'finish-cashier');
    if (refusal === undefined) this.putIn(app, order, 'payment', delayMs);
    return refusal;
  }

  /** When the after-sale window ends and the money is paid out. */
  settleAt(app: App, order: Order, at: Date): void {
    this.calendar.put(app, order, 'settlement', at);
    this.changed(app, order);
  }

  /** Goes on waiting for what an earlier run waited for. */
  resume(app: App, order: Order): void {
    this.calendar.resume(app, order);
  }

  /** The order is paid. The analysis of whose sale it is follows. */
  pay(app: App, order: Order, payment: Payment, action: 'pay' | 'capture-late' = 'pay'): Refusal | undefined {
    const refusal = this.move(app, order, action);
    if (refusal !== undefined) return refusal;
    app.orders.putPayment(order, payment);
    if (isAttributable(order) && order.attribution === undefined)
      this.putIn(app, order, 'attribution', app.account.simulator.attributionDelayMs);
    return undefined;
  }

  /** The money of a sub-merchant order has come in. */
  capture(app: App, order: Order, action: 'pay' | 'capture-late' = 'pay'): Refusal | undefined {
    const payment: Payment = {
      transactionId: `4200${order.orderId}`.padEnd(28, '0'),
      payTime: this.clock.now(),
      amountFen: order.content.order_detail.price_info.order_price,
    };
    const refusal = this.pay(app, order, payment, action);
    if (refusal !== undefined) return refusal;
    // Paid by what the merchant's call has given the cashier, and not past it.
    if (order.applied.paymentParameters > 0) app.witness('orders');
    this.pusher.push(app, orderPayEvent(order, payment));
    return undefined;
  }

  /** Not paid in time. */
  timeOut(app: App, order: Order): Refusal | undefined {
    const refusal = this.move(app, order, 'time-out');
    if (refusal === undefined) this.pusher.push(app, orderCancelEvent(order, 'time-out'));
    return refusal;
  }

  /** Everything is on its way; the receipt is confirmed by itself if nobody does. */
  shipped(app: App, order: Order): void {
    if (order.generation === 'second')
      this.putIn(app, order, 'receipt', app.account.simulator.automaticReceiptDays * DAY_MS);
  }

  receive(app: App, order: Order): Refusal | undefined {
    const refusal = this.move(app, order, 'receive');
    if (refusal !== undefined) return refusal;
    order.receiveTime = this.clock.now();
    const days = order.content.aftersale_duration ?? AFTERSALE_DAYS;
    if (isSubMerchantOrder(order)) this.putIn(app, order, 'settlement', days * DAY_MS);
    return undefined;
  }

  /** Received in another way than by the merchant's call: by the buyer inside WeChat, or by itself. */
  confirm(app: App, order: Order, by: 'buyer' | 'time'): Refusal | undefined {
    const refusal = this.receive(app, order);
    if (refusal === undefined) this.pusher.push(app, orderConfirmEvent(order, by));
    return refusal;
  }

  /** Pays out what the sub-merchant has collected. */
  settle(app: App, order: Order): Refusal | undefined {
    if (!isSubMerchantOrder(order)) return refuse(ERR.NOT_SUB_MERCHANT_ORDER);
    if (order.settlement !== undefined) return refuse(ERR.ORDER_STATE, 'the order is settled already');
    if (order.lines.some(({ inAftersale }) => inAftersale > 0))
      return refuse(ERR.ORDER_STATE, 'an after-sale is open');
    const refusal = this.move(app, order, 'settle');
    if (refusal !== undefined) return refusal;
    this.calendar.drop(app, order, 'settlement');
    const settlement = {
      settleNo: `S${order.orderId}`,
      amountFen: (order.payment?.amountFen ?? 0) - order.refundedFen,
      settleTime: this.clock.now(),
    };
    order.settlement = settlement;
    this.pusher.push(app, orderSettleEvent(order, settlement));
    return undefined;
  }

  /** The analysis is finished; an attribution without members credits nobody. */
  attribute(app: App, order: Order, attribution: Attribution): Refusal | undefined {
    if (!isAttributable(order)) return refuse(ERR.TRACE_ID, 'the order has no trace_id');
    this.calendar.drop(app, order, 'attribution');
    order.attribution = attribution;
    this.changed(app, order);
    this.pusher.push(app, orderAnalyzeEvent(order));
    return undefined;
  }

  /** An after-sale about pieces of a line was opened. */
  holdPieces(app: App, order: Order, line: OrderLine, pieces: number): void {
    line.inAftersale += pieces;
    this.changed(app, order);
  }

  /** The after-sale ended without a refund. */
  releasePieces(app: App, order: Order, line: OrderLine, pieces: number): void {
    line.inAftersale -= pieces;
    this.changed(app, order);
  }

  /** The after-sale ended with a refund of pieces that were held. When nothing is left, the order is over. */
  refundPieces(app: App, order: Order, line: OrderLine, pieces: number, amountFen: number): void {
    line.inAftersale -= pieces;
    line.refunded += pieces;
    line.refundedFen += amountFen;
    order.refundedFen += amountFen;
    this.changed(app, order);
    if (order.lines.some(({ ordered, refunded }) => refunded < ordered)) return;
    if (this.move(app, order, 'refund-all') === undefined) this.pusher.push(app, orderRefundEvent(order));
  }

  private fallDue(app: App, order: Order, kind: DueKind): void {
    switch (kind) {
      case 'expiry':
        this.timeOut(app, order);
        return;
      case 'payment':
        this.capture(app, order);
        return;
      case 'receipt':
        this.confirm(app, order, 'time');
        return;
      case 'settlement':
        // An open after-sale holds the money back.
        if (this.settle(app, order) !== undefined) this.putIn(app, order, 'settlement', HOUR_MS);
        return;
      case 'attribution':
        this.attribute(app, order, app.traces.find(order.content.trace_id ?? '')?.attribution ?? {});
        return;
      default:
        assertUnreachable(kind);
    }
  }

  private putIn(app: App, order: Order, kind: DueKind, delayMs: number): void {
    this.calendar.put(app, order, kind, new Date(this.clock.now().getTime() + delayMs));
  }
}

function isAttributable({ generation, content }: Order): boolean {
  return generation === 'second' && (content.trace_id ?? '') !== '';
}
