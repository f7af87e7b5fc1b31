import {
  merchantOrder,
  orderPlaced,
  type EventData,
  type orderCancelled,
  type MerchantOrder,
} from '@tongbu/contracts';
import {
  Driver,
  Killed,
  MemoryRowStore,
  type EventDraft,
  type Hint,
  type Step,
  type SyncKey,
} from '@tongbu/sync-engine';
import { FakeClock } from '@tongbu/testing';
import { orderChanges, type OrderChange } from '../orders/order.intake';
import { OrderExecutor } from '../orders/order.executor';
import { ORDER, orderPlanner } from '../orders/order.planner';
import { productFact } from '../orders/order.commands';
import type { DesiredOrder, Generation, ObservedOrder, ProductStanding } from '../orders/order';
import { ProductStandings } from '../products/product-standings';
import { WechatOrderModel } from './wechat-order-model';

export const ORDER_ID = 'T2603020000815';
export const KEY: SyncKey = { appId: 'wx7f3d2a9c5b1e8046', kind: ORDER, entityId: ORDER_ID };
export const START = new Date('2026-03-02T04:15:31Z');
const MINUTE = 60_000;

/** An order WeChat would take at {@link START}, to be paid within an hour. */
export function merchantOrderAt(changes: object = {}): MerchantOrder {
  const { version: _, ...sample } = orderPlaced.sample;
  return merchantOrder.parse({
    ...sample,
    expiresAt: new Date(START.getTime() + 60 * MINUTE).toISOString(),
    ...changes,
  });
}

/** An order that the merchant collects for. */
export function ordinaryOrderAt(changes: object = {}): MerchantOrder {
  const prepay = { id: 'wx14201700example', at: START.toISOString() };
  return merchantOrderAt({ payment: { requiredFundType: 0, prepay }, ...changes });
}

/** Keeps every event as it was drafted, before the outbox leaves out what it has already. */
class TellingStore extends MemoryRowStore<DesiredOrder, ObservedOrder> {
  readonly drafted: EventDraft[] = [];

  override async commit(key: SyncKey, token: string, step: Step<ObservedOrder>) {
    const row = await super.commit(key, token, step);
    if (row !== undefined) this.drafted.push(...step.events);
    return row;
  }
}

/** What has been heard of products; everything is orderable unless told otherwise. */
class HeardProducts extends ProductStandings {
  readonly standings = new Map<string, ProductStanding>();

  override async of(_appId: string, productIds: readonly string[]) {
    return Object.fromEntries(productIds.map((id) => [id, this.standings.get(id) ?? ('orderable' as const)]));
  }
}

/** One order, its merchant, WeChat, and the time. */
export class OrderWorld {
  readonly clock = new FakeClock(START);
  readonly store = new TellingStore(this.clock);
  readonly wechat = new WechatOrderModel(() => this.clock.now());
  readonly products = new HeardProducts();
  private readonly driver;

  constructor(generation: Generation = 'second') {
    const executor = new OrderExecutor(this.wechat, this.products, this.clock);
    this.driver = new Driver(
      orderPlanner(() => generation),
      executor,
      this.store,
      this.clock,
      {},
      () => 0.5,
    );
  }

  /** The merchant says something. Answers the code of a dead letter. */
  say(change: OrderChange, version: number | null = null): string | undefined {
    const changed = change(this.row?.desired, this.row?.observed ?? null);
    if (changed.kind === 'impossible') return changed.code;
    this.store.change(KEY, changed.desired, version);
    return undefined;
  }

  place(order: MerchantOrder): void {
    this.say(orderChanges.placed(order), order.version ?? null);
  }

  cancel(reason: EventData<typeof orderCancelled>['reason'] = 'buyer'): void {
    this.say(orderChanges.cancelled({ reason }));
  }

  hint(name: string, detail: Hint['detail'] = {}): void {
    this.store.hint(KEY, { name, detail });
  }

  /** As the transaction does in which a product's event is taken. */
  product(productId: string, standing: ProductStanding): void {
    this.products.standings.set(productId, standing);
    this.store.wakeWaiting(KEY.appId, ORDER, [productFact(productId)]);
  }

  /** A worker drives the row; one that is killed leaves its lease behind. */
  async drive(): Promise<void> {
    await this.driver.drive(KEY).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
  }

  /** Waits until the row is due, and has it driven. Answers false when nothing is due any more. */
  async comeBack(): Promise<boolean> {
    const due = this.store.nextTime(KEY);
    if (due === null) return false;
    this.clock.advance(Math.max(0, due.getTime() - this.clock.now().getTime()));
    await this.drive();
    return true;
  }

  /** Lets time pass with the row driven whenever it is due. */
  async live(ms: number): Promise<void> {
    const end = this.clock.now().getTime() + ms;
    for (let round = 0; round < 400; round += 1) {
      const due = this.store.nextTime(KEY);
      if (due === null || due.getTime() > end) break;
      await this.comeBack();
    }
    this.clock.advance(Math.max(0, end - this.clock.now().getTime()));
  }

  get row() {
    return this.store.row(KEY);
  }

  /** Without `wechat.order.` and `.v1`, in the order in which they were told. */
  get told(): string[] {
    return this.store.events.map(({ type }) => type.replace(/^wechat\.order\.|\.v1$/g, ''));
  }

  event(name: string): any {
    const found = this.store.events.filter(({ type }) => type === `wechat.order.${name}.v1`);
    if (found.length !== 1) throw new Error(`${found.length} ${name}, and: ${this.told.join(', ')}`);
    return found[0]?.data;
  }

  get problems(): string[] {
    return this.row?.problems?.map(({ code }) => code) ?? [];
  }

  /** Commands run so far, such as `add: fact`. */
  get calls(): string[] {
    return this.store.timeline.filter(({ type }) => type === 'call').map(({ summary }) => summary);
  }
}
