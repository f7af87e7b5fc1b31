import { hash, type EventDraft, type Reduction } from '@tongbu/sync-engine';
import { wantedOrder } from './order.amounts';
import { checkoutObstacle, pendingCheckout } from './order.checkout';
import { orderEvents } from './order.events';
import { cancellerIn, settlementIn } from './order.hint';
import { isCancelled, moneyConflict } from './order.money';
import { wantedPrice } from './order.parts';
import { isCalledOff, isPaid, phaseOf } from './order.status';
import type { ObservedOrder, OrderNews, OrderState } from './order';

/** Compares what is seen with what the merchant was told, and tells the rest, in the order in which it happened. */
export class OrderTeller {
  private readonly events: EventDraft[] = [];

  constructor(
    private readonly state: OrderState,
    private readonly known: ObservedOrder,
    private observed: ObservedOrder,
    private readonly now: Date,
  ) {}

  tell(): Reduction<ObservedOrder> {
    const { existence } = this.observed;
    if (existence === 'present') this.tellPresent();
    if (existence === 'absent') this.tellAbsent();
    this.tellCheckout();
    return { observed: this.observed, events: this.events };
  }

  private tellPresent(): void {
    const { state, known } = this;
    const phase = phaseOf(this.observed.status);
    this.once('created', () => orderEvents.created(this.teller));
    if (this.observed.priceChangeUsed && this.isWantedPrice()) {
      this.once('price-changed', () => orderEvents.priceChanged(this.teller));
    }
    this.tellMoney();
    if (phase === 'partly-shipped')
      this.once('partly-shipped', () => orderEvents.shipped(this.teller, false));
    // Nobody may have looked between the last parcel and the refund.
    if (
      phase === 'shipped' ||
      phase === 'completed' ||
      (phase === 'refunded' && this.observed.allDispatched)
    ) {
      this.once('shipped', () => orderEvents.shipped(this.teller, true));
    }
    if (phase === 'completed') this.once('received', () => orderEvents.received(this.teller));
    if (phase === 'refunded') this.once('refunded', () => orderEvents.refunded(this.teller));
    if (isCalledOff(phase))
      this.once('cancelled', () => orderEvents.cancelled(this.teller, this.canceller()));
    const { attribution } = this.observed;
    if (attribution !== null && hash(attribution) !== hash(known.attribution)) {
      this.events.push(orderEvents.attributed(this.teller, attribution));
    }
    const settlement = settlementIn(state.hint);
    if (settlement !== undefined) this.once('settled', () => orderEvents.settled(this.teller, settlement));
  }

  /** An order that never reached WeChat ends with the merchant's cancellation, or with its time. */
  private tellAbsent(): void {
    this.tellConflict();
    const { desired } = this.state;
    if (moneyConflict(desired, this.observed) === 'open') return;
    if (isCancelled(desired)) this.once('cancelled', () => orderEvents.cancelled(this.teller, 'merchant'));
    else if (this.isTimeUp() && desired.paid === null) {
      this.once('cancelled', () => orderEvents.cancelled(this.teller, 'timed-out'));
    }
  }

  private tellMoney(): void {
    this.tellConflict();
    const { desired } = this.state;
    const phase = phaseOf(this.observed.status);
    const conflict = moneyConflict(desired, this.observed);
    if (conflict === 'open' || (isCancelled(desired) && conflict !== 'none')) return;
    if (isPaid(phase) || (phase === 'refunded' && !isCancelled(desired))) {
      this.once('paid', () => orderEvents.paid(this.teller));
    }
  }

  private tellConflict(): void {
    if (moneyConflict(this.state.desired, this.observed) !== 'to-be-told') return;
    this.observed = { ...this.observed, compensationSince: this.now.toISOString() };
    this.events.push(orderEvents.compensationRequired(this.teller));
  }

  private tellCheckout(): void {
    const { desired } = this.state;
    const checkoutId = pendingCheckout(desired, this.observed);
    const obstacle = checkoutObstacle(desired, this.observed, this.now);
    if (checkoutId === undefined || obstacle === undefined || obstacle === 'notCreated') return;
    this.observed = { ...this.observed, checkoutAnswered: checkoutId };
    this.events.push(orderEvents.parametersRefused(this.teller, checkoutId, obstacle));
  }

  private once(news: OrderNews, event: () => EventDraft): void {
    if (this.observed.told.includes(news)) return;
    this.observed = { ...this.observed, told: [...this.observed.told, news] };
    this.events.push(event());
  }

  private get teller() {
    return { state: this.state, observed: this.observed };
  }

  private isWantedPrice(): boolean {
    const { desired } = this.state;
    return desired.price !== null && wantedPrice(desired, this.observed) === undefined;
  }

  private isTimeUp(): boolean {
    const expiresAt = wantedOrder(this.state.desired)?.expiresAt;
    return expiresAt !== undefined && Date.parse(expiresAt) <= this.now.getTime();
  }

  private canceller() {
    if (phaseOf(this.observed.status) === 'timed-out') return 'timed-out';
    if (this.observed.cancelSent) return 'merchant';
    return cancellerIn(this.state.hint) ?? 'unknown';
  }
}
