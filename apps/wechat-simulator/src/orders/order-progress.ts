import { assertUnreachable, type Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import type { Refusal } from '../api/result';
import type { EventPusher } from '../callbacks/events';
import { orderCancelEvent, orderRefundEvent } from '../callbacks/order-events';
import type { DueTimers } from '../time/due-timers';
import type { DueKind, Order, OrderLine } from './order';
import { nextStatus, type OrderAction, type OrderStatus } from './order-machine';

/** The only status in which something can fall due; an order that leaves it is no longer waited for. */
const WAITS_IN: Readonly<Partial<Record<DueKind, OrderStatus>>> = { expiry: 10 };

/** Moves orders on, whoever causes it: calls, the buyer, time, or the after-sale desk. */
export class OrderProgress {
  constructor(
    private readonly clock: Clock,
    private readonly timers: DueTimers,
    private readonly pusher: EventPusher,
  ) {}

  /** Moves an order to its next status, or says why it does not move. */
  move(app: App, order: Order, action: OrderAction): Refusal | undefined {
    const next = nextStatus(order.status, action);
    if (!next.ok) return next;
    order.status = next.value;
    for (const kind of order.due.keys()) {
      const status = WAITS_IN[kind];
      if (status !== undefined && status !== order.status) this.drop(app, order, kind);
    }
    this.changed(app, order);
    return undefined;
  }

  /** Something about the order is no longer as it was. */
  changed(app: App, order: Order): void {
    order.updateTime = this.clock.now();
    app.revision.advance();
  }

  expireAt(app: App, order: Order, at: Date): void {
    this.waitFor(app, order, 'expiry', at);
  }

  /** Not paid in time. */
  timeOut(app: App, order: Order): Refusal | undefined {
    const refusal = this.move(app, order, 'time-out');
    if (refusal === undefined) this.pusher.push(app, orderCancelEvent(order, 'time-out'));
    return refusal;
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
    this.changed(app, order);
    if (order.lines.some(({ ordered, refunded }) => refunded < ordered)) return;
    if (this.move(app, order, 'refund-all') === undefined) this.pusher.push(app, orderRefundEvent(order));
  }

  /** Goes on waiting for what an earlier run waited for. */
  resume(app: App, order: Order): void {
    for (const [kind, at] of order.due) this.waitFor(app, order, kind, at);
  }

  private waitFor(app: App, order: Order, kind: DueKind, at: Date): void {
    order.due.set(kind, at);
    this.timers.start(timerKey(app, order, kind), at, () => {
      order.due.delete(kind);
      this.fallDue(app, order, kind);
    });
  }

  private drop(app: App, order: Order, kind: DueKind): void {
    order.due.delete(kind);
    this.timers.stop(timerKey(app, order, kind));
  }

  private fallDue(app: App, order: Order, kind: DueKind): void {
    switch (kind) {
      case 'expiry':
        this.timeOut(app, order);
        return;
      default:
        assertUnreachable(kind);
    }
  }
}

function timerKey({ appId }: App, { orderId }: Order, kind: DueKind): string {
  return `${appId}/order/${orderId}/${kind}`;
}
