import type { Clock } from '@tongbu/platform';
import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import { refuse, type Refusal } from '../api/result';
import { aftersaleEvent } from '../callbacks/aftersale-events';
import type { EventPusher } from '../callbacks/events';
import { lineOf } from '../orders/order-book';
import type { OrderProgress } from '../orders/order-progress';
import type { DueTimers } from '../time/due-timers';
import type { Random } from '../time/random';
import type { Aftersale, ReturnAddress } from './aftersale';
import {
  DEADLINES,
  isOver,
  nextStatus,
  type AftersaleAction,
  type AftersaleStatus,
} from './aftersale-machine';

/** Being refunded: the platform pays back after a while. */
const REFUNDING: AftersaleStatus = 11;

/** Moves after-sales on, whoever causes it: calls, the buyer, the platform, or time. */
export class AftersaleProgress {
  constructor(
    private readonly clock: Clock,
    private readonly timers: DueTimers,
    private readonly random: Random,
    private readonly pusher: EventPusher,
    private readonly orders: OrderProgress,
  ) {}

  /** Moves an after-sale to its next status and starts what follows by itself, or says why it does not move. */
  move(app: App, aftersale: Aftersale, action: AftersaleAction): Refusal | undefined {
    const next = nextStatus(aftersale.status, action);
    if (!next.ok) return next;
    aftersale.status = next.value;
    this.entered(app, aftersale);
    return undefined;
  }

  /** An after-sale has begun, or its status or content has changed: its deadline begins anew. */
  entered(app: App, aftersale: Aftersale): void {
    aftersale.updateTime = this.clock.now();
    app.revision.advance();
    this.waitForNext(app, aftersale, this.dueOf(app, aftersale));
    if (isOver(aftersale.status)) this.settlePieces(app, aftersale);
  }

  /** Goes on waiting for what an earlier run waited for. */
  resume(app: App, aftersale: Aftersale): void {
    this.waitForNext(app, aftersale, aftersale.due);
  }

  /** The deadline of the present status has passed. */
  miss(app: App, aftersale: Aftersale): Refusal | undefined {
    const deadline = DEADLINES[aftersale.status];
    if (deadline === undefined)
      return refuse(ERR.AFTERSALE_STATE, `status ${aftersale.status} has no deadline`);
    const refusal = this.move(app, aftersale, deadline.action);
    if (refusal === undefined && deadline.action === 'return-unanswered')
      aftersale.returnAddress = defaultAddressOf(app, aftersale);
    if (refusal === undefined) this.pusher.push(app, aftersaleEvent(aftersale, deadline.event));
    return refusal;
  }

  /** The platform has paid back, or could not. */
  settleRefund(app: App, aftersale: Aftersale, done: boolean): Refusal | undefined {
    const refusal = this.move(app, aftersale, done ? 'refund-done' : 'refund-failed');
    if (refusal !== undefined) return refusal;
    const event = done ? 'aftersale_refund_success' : 'aftersale_wait_merchant_offline_refund';
    this.pusher.push(app, aftersaleEvent(aftersale, event));
    return undefined;
  }

  private dueOf(app: App, { status }: Aftersale): Date | undefined {
    const now = this.clock.now().getTime();
    if (status === REFUNDING) {
      const { min, max } = app.settings.refundDelayMs;
      return new Date(now + this.random.between(min, max));
    }
    const deadline = DEADLINES[status];
    return deadline === undefined ? undefined : new Date(now + deadline.afterMs);
  }

  private waitForNext(app: App, aftersale: Aftersale, due: Date | undefined): void {
    const key = `${app.appId}/aftersale/${aftersale.aftersaleId}`;
    aftersale.due = due;
    if (due === undefined) {
      this.timers.stop(key);
      return;
    }
    this.timers.start(key, due, () => {
      if (aftersale.status === REFUNDING) this.settleRefund(app, aftersale, !app.settings.refundsFail);
      else this.miss(app, aftersale);
    });
  }

  /** The order's pieces are no longer held: refunded, or free again. */
  private settlePieces(app: App, aftersale: Aftersale): void {
    const order = app.orders.findByOrderId(aftersale.orderId);
    const line = order && lineOf(order, aftersale);
    if (order === undefined || line === undefined) return;
    const { pieces, amountFen } = aftersale;
    if (aftersale.status !== 13) {
      this.orders.releasePieces(app, order, line, pieces);
      return;
    }
    aftersale.refundId = `50000${aftersale.aftersaleId}`;
    this.orders.refundPieces(app, order, line, pieces, amountFen);
  }
}

/** Where a return goes that the merchant said nothing about: the order's own address, or the shop's. */
function defaultAddressOf(app: App, { orderId }: Aftersale): ReturnAddress | undefined {
  const { default_receiving_address: ofOrder } = app.orders.findByOrderId(orderId)?.content ?? {};
  return ofOrder ?? app.info?.default_receiving_address;
}
