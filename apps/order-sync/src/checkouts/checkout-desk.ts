import { setTimeout as delay } from 'node:timers/promises';
import { orderPlaced, type CloudEvent, type MerchantOrder, type PaymentParameters } from '@tongbu/contracts';
import { assertUnreachable, CodedError, type Clock, type Database } from '@tongbu/platform';
import { giveHint, hash, REFRESH, type TakenNow } from '@tongbu/sync-engine';
import type { OrderChannel } from '../channel/order-channel';
import type { DesiredOrder, ObservedOrder } from '../orders/order';
import { checkedFacts } from '../orders/order.commands';
import { isSameDocument, orderChanges, type OrderChange } from '../orders/order.intake';
import { ORDER } from '../orders/order.planner';
import { referenceOf } from '../orders/order.reference';
import type { Orders } from '../orders/order.runtime';
import { askInTime } from './ask-in-time';
import { standingOf, standingOfPlaced, type CheckoutResult, type OrderRow, type Standing } from './checkout';

/** CloudEvents `source` of an order that comes as a request. */
const SOURCE = '/checkouts';
const DIFFERS = 'order-differs';
/** Between looks at an order that waits for something, such as an answer that got lost. */
const LOOK_AGAIN_MS = 200;

/** What came of asking for payment parameters. */
export type ParametersResult =
  | { readonly kind: 'ready'; readonly parameters: PaymentParameters }
  | Exclude<Standing, { kind: 'differs' }>
  /** Nobody has placed the order. */
  | { readonly kind: 'unknown-order' }
  /** They could not be had in time, or WeChat cannot be asked now. */
  | { readonly kind: 'late' };

/** An order that was stored, and the end of its drive where that has begun. */
type Placed = Partial<
  Pick<Extract<TakenNow<DesiredOrder, ObservedOrder>, { kind: 'changed' }>, 'generation' | 'ended'>
>;

/** Lets a buyer check out while somebody waits: the same row, worker and rules as for events, in the process of the request. */
export class CheckoutDesk {
  constructor(
    private readonly orders: Orders,
    private readonly channel: OrderChannel,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Stores the order as its event does, has it created, and asks for parameters. `until`: monotonic time. */
  async checkOut(
    appId: string,
    orderId: string,
    order: MerchantOrder,
    until: number,
  ): Promise<CheckoutResult> {
    const { version: _, ...content } = order;
    const entity = { appId, entityId: orderId };
    const placed = await this.place(appId, orderId, order, until);
    if (placed === 'differs') return { kind: 'differs' };
    let { ended } = placed;
    for (;;) {
      let row: OrderRow | undefined;
      if (ended !== undefined) {
        row = await ended(until);
        ended = undefined;
      } else if (this.clock.monotonic() < until) {
        const generation = placed.generation ?? (await this.orders.row(entity))?.generation ?? 0;
        row = await this.orders.driveNow(entity, { generation, until });
      } else {
        // Somebody who does not wait leaves the order to the workers.
        await this.orders.wake([{ ...entity, kind: ORDER, lane: 'checkout' }]).catch(() => undefined);
      }
      row ??= await this.orders.row(entity);
      if (row === undefined) return { kind: 'pending' };
      const standing = standingOfPlaced(row, content, this.clock.now());
      if (standing.kind === 'created') return this.withParameters(standing, appId, row, until);
      if (standing.kind !== 'pending' || this.clock.monotonic() + LOOK_AGAIN_MS >= until) return standing;
      await delay(LOOK_AGAIN_MS);
    }
  }

  /** Fresh ones for one opening of the cashier; never kept. */
  async paymentParameters(appId: string, orderId: string, until: number): Promise<ParametersResult> {
    const entity = { appId, entityId: orderId };
    const row = await this.orders.row(entity);
    if (row === undefined || row.desired.order === null) return { kind: 'unknown-order' };
    const standing = standingOf(row, this.clock.now());
    if (standing.kind === 'differs') return { kind: 'pending' };
    if (standing.kind !== 'created' || standing.order.collectedBy !== 'component') return standing;
    const asked = await this.ask(appId, row, until);
    if (asked.kind !== 'moved') return asked;
    const read = await this.orders.row(entity);
    const now = read && standingOf(read, this.clock.now());
    // WeChat says that it cannot be paid, and yet it shows as unpaid: in a moment it will not.
    return now === undefined || now.kind === 'created' || now.kind === 'differs' ? { kind: 'late' } : now;
  }

  /** Without a generation: the same request came before. */
  private async place(
    appId: string,
    orderId: string,
    order: MerchantOrder,
    until: number,
  ): Promise<Placed | 'differs'> {
    const event: CloudEvent<MerchantOrder> = {
      specversion: '1.0',
      id: `${appId}:${orderId}:${hash(order)}`,
      source: SOURCE,
      type: orderPlaced.type,
      subject: orderId,
      appid: appId,
      data: order,
    };
    try {
      const change = unlessDifferent(order);
      const taken: TakenNow<DesiredOrder, ObservedOrder> =
        this.clock.monotonic() < until
          ? await this.orders.takeNow(event, 'checkout', change, checkedFacts(order))
          : await this.orders.intake.take(event, 'checkout', change);
      return taken.kind === 'changed' ? taken : {};
    } catch (error) {
      if (error instanceof CodedError && error.code === DIFFERS) return 'differs';
      throw error;
    }
  }

  private async withParameters(
    created: Extract<Standing, { kind: 'created' }>,
    appId: string,
    row: OrderRow,
    until: number,
  ): Promise<CheckoutResult> {
    if (created.order.collectedBy !== 'component') return created;
    const asked = await this.ask(appId, row, until);
    switch (asked.kind) {
      case 'ready':
        return { ...created, parameters: asked.parameters };
      case 'parked':
        return asked;
      case 'late':
        return { kind: 'pending', order: created.order };
      case 'moved': {
        const read = await this.orders.row(row);
        const standing = read && standingOf(read, this.clock.now());
        return standing === undefined || standing.kind === 'created' ? { kind: 'pending' } : standing;
      }
    }
  }

  /** `moved`: the order is not in the state we knew, and was read again. */
  private async ask(
    appId: string,
    row: OrderRow,
    until: number,
  ): Promise<
    | Extract<ParametersResult, { kind: 'ready' | 'late' }>
    | Extract<Standing, { kind: 'parked' }>
    | { readonly kind: 'moved' }
  > {
    const reference = referenceOf(row);
    if (reference === undefined) return { kind: 'late' };
    const call = { appId, lane: 'checkout' as const, notAfter: until };
    const asked = await askInTime(this.clock, until, () => this.channel.paymentParameters(call, reference));
    switch (asked.kind) {
      case 'answered':
        return { kind: 'ready', parameters: asked.value };
      case 'late':
        return asked;
      case 'refused':
        return { kind: 'parked', problems: asked.problems };
      case 'contradicted':
        await this.readAgain(row, until);
        return { kind: 'moved' };
      default:
        return assertUnreachable(asked);
    }
  }

  private async readAgain({ appId, entityId }: OrderRow, until: number): Promise<void> {
    const key = { appId, kind: ORDER, entityId };
    const hint = { name: REFRESH, detail: {} };
    const given = await this.database.transaction((tx) => giveHint(tx, key, hint, 'checkout'));
    if (given === undefined) return;
    await this.orders.driveNow({ appId, entityId }, { generation: given.generation, until });
  }
}

/** Other contents under an id that is in use are a mistake of the shop's, not a change. */
function unlessDifferent(order: MerchantOrder): OrderChange {
  const { version: _, ...content } = order;
  return (desired, observed) => {
    if (desired?.order != null && !isSameDocument(desired.order.content, content)) {
      return { kind: 'impossible', code: DIFFERS, message: 'the order has other contents' };
    }
    return orderChanges.placed(order)(desired, observed);
  };
}
