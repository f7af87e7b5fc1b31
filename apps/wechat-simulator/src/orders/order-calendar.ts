import type { App } from '../accounts/app';
import type { DueTimers } from '../time/due-timers';
import type { DueKind, Order } from './order';
import type { OrderStatus } from './order-machine';

/** The only status in which something is waited for. */
const WAITS_IN: Readonly<Partial<Record<DueKind, OrderStatus>>> = {
  expiry: 10,
  payment: 11,
  receipt: 30,
  settlement: 100,
};

/** What is to happen to orders in its time. */
export class OrderCalendar {
  constructor(
    private readonly timers: DueTimers,
    private readonly onDue: (app: App, order: Order, kind: DueKind) => void,
  ) {}

  /** Another time for the same replaces it. */
  put(app: App, order: Order, kind: DueKind, at: Date): void {
    order.due.set(kind, at);
    this.timers.start(keyOf(app, order, kind), at, () => {
      order.due.delete(kind);
      this.onDue(app, order, kind);
    });
  }

  drop(app: App, order: Order, kind: DueKind): void {
    order.due.delete(kind);
    this.timers.stop(keyOf(app, order, kind));
  }

  /** Waits no longer for what cannot happen in the order's present status. */
  dropPast(app: App, order: Order): void {
    for (const kind of order.due.keys()) {
      const status = WAITS_IN[kind];
      if (status !== undefined && status !== order.status) this.drop(app, order, kind);
    }
  }

  /** Goes on waiting for what an earlier run waited for. */
  resume(app: App, order: Order): void {
    for (const [kind, at] of order.due) this.put(app, order, kind, at);
  }
}

function keyOf({ appId }: App, { orderId }: Order, kind: DueKind): string {
  return `${appId}/order/${orderId}/${kind}`;
}
