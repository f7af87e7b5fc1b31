import type { ParcelCarrier, ParcelLine } from '@tongbu/contracts';
import {
  Driver,
  Killed,
  MemoryRowStore,
  type ChannelCall,
  type ChannelResult,
  type Hint,
  type SyncKey,
} from '@tongbu/sync-engine';
import { FakeClock } from '@tongbu/testing';
import { CarrierFinder } from '../carriers/carrier-finder';
import { matchCarrier } from '../carriers/carrier-match';
import { comparable, namesOf } from '../carriers/carrier-names';
import { nothingHeard, type AftersaleFacts, type Hearsay, type OrderFact } from '../orders/hearsay';
import { OrderNews } from '../orders/order-news';
import {
  nothingDesired,
  type DesiredParcel,
  type DesiredShipment,
  type ObservedShipment,
} from '../shipments/shipment';
import { ShipmentExecutor } from '../shipments/shipment.executor';
import { shipmentHints } from '../shipments/shipment.hint';
import { SHIPMENT, shipmentPlanner } from '../shipments/shipment.planner';
import { WechatOrderModel } from './wechat-order-model';

export const KEY: SyncKey = { appId: 'wx7f3d2a9c5b1e8046', kind: SHIPMENT, entityId: 'T-1' };
export const SHIP_WITHIN_MS = 48 * 3_600_000;

export const line = (productId: string, quantity = 1): ParcelLine => ({ productId, skuId: '', quantity });

export function parcel(
  parcelId: string,
  lines: readonly ParcelLine[],
  changes: Partial<DesiredParcel> = {},
): DesiredParcel {
  return {
    parcelId,
    version: null,
    carrier: { code: 'SF' },
    waybill: `W-${parcelId}`,
    lines,
    dispatchedAt: '2026-03-02T09:00:00.000Z',
    ...changes,
  };
}

/** What was told, by hand. */
class ToldNews extends OrderNews {
  order: OrderFact | null = null;
  aftersales: AftersaleFacts = {};

  override async of(): Promise<Pick<Hearsay, 'order' | 'aftersales'>> {
    return { order: this.order, aftersales: this.aftersales };
  }
}

/** Knows the channel's list by id, and what was mapped. */
class ListedCarriers extends CarrierFinder {
  readonly mapped = new Map<string, string>();

  constructor(private readonly wechat: WechatOrderModel) {
    super();
  }

  override async find(call: ChannelCall, carrier: ParcelCarrier): Promise<ChannelResult<string | null>> {
    const list = await this.wechat.carriers(call);
    if (!list.ok) return list;
    const names = namesOf(carrier);
    const mapped = names.map((name) => this.mapped.get(name)).find((id) => id !== undefined);
    return { ...list, value: mapped ?? matchCarrier(carrier, list.value) };
  }
}

/** One order of a shop: its warehouse, the other services, WeChat, and the shipment between them. */
export class ShipmentWorld {
  readonly clock = new FakeClock(new Date('2026-03-02T10:00:00Z'));
  readonly store = new MemoryRowStore<DesiredShipment, ObservedShipment>(this.clock);
  readonly news = new ToldNews();
  readonly wechat: WechatOrderModel;
  readonly carriers: ListedCarriers;
  private readonly driver;
  desired: DesiredShipment = nothingDesired;

  constructor(lines: readonly ParcelLine[]) {
    this.wechat = new WechatOrderModel(lines, () => this.clock.now());
    this.carriers = new ListedCarriers(this.wechat);
    this.driver = new Driver(
      shipmentPlanner(SHIP_WITHIN_MS),
      new ShipmentExecutor(this.wechat, this.news, this.carriers, this.clock),
      this.store,
      this.clock,
      {},
      () => 0.5,
    );
  }

  /** An order that is paid, and known to be. */
  static paid(...lines: ParcelLine[]): ShipmentWorld {
    const world = new ShipmentWorld(lines);
    world.wechat.pay();
    world.tell();
    return world;
  }

  publish(change: Partial<DesiredShipment>): void {
    this.desired = { ...this.desired, ...change };
    this.store.change(KEY, this.desired);
  }

  dispatch(...parcels: DesiredParcel[]): void {
    const others = this.desired.parcels.filter(
      ({ parcelId }) => !parcels.some((changed) => changed.parcelId === parcelId),
    );
    this.publish({ parcels: [...others, ...parcels] });
  }

  /** The other services tell what WeChat shows now. */
  tell(changes: Partial<OrderFact> = {}): void {
    const { status } = this.wechat;
    const isPaid = status !== 'unpaid' && status !== 'cancelled';
    this.news.order = {
      ...nothingHeard,
      openId: 'buyer',
      delivery: this.wechat.delivery,
      paidAt: isPaid ? '2026-03-02T08:00:00.000Z' : null,
      over: status === 'cancelled' || status === 'refunded' ? status : null,
      shipped: status === 'shipped' || status === 'completed',
      received: status === 'completed',
      ...changes,
    };
    this.news.aftersales = this.wechat.aftersaleFacts();
    this.hint({ name: shipmentHints.heard, detail: {} });
  }

  hint(hint: Hint): void {
    this.store.hint(KEY, hint);
  }

  map(name: string, carrierId: string): void {
    this.carriers.mapped.set(comparable(name), carrierId);
    this.store.wakeWaiting(KEY.appId, SHIPMENT, [`carrier:${comparable(name)}`]);
  }

  async drive(): Promise<void> {
    await this.driver.drive(KEY).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
  }

  row() {
    const row = this.store.row(KEY);
    if (row === undefined) throw new Error('there is no row');
    return row;
  }

  problems(): string[] {
    return (this.row().problems ?? []).map(({ code }) => code);
  }

  /** Names of what the merchant heard, such as `completed`. */
  heard(): string[] {
    return this.store.events.map(({ type }) => type.replace(/^wechat\.shipment\.|\.v1$/g, ''));
  }

  /** What was sent to WeChat, reads left out. */
  writes(): string[] {
    return this.wechat.calls.filter((call) => call !== 'read');
  }

  /** Nobody does anything, and nothing fails any more: drives the row whenever it is due, for so long. */
  async passTime(ms: number): Promise<void> {
    const end = this.clock.now().getTime() + ms;
    for (let drives = 0; drives < 400; drives += 1) {
      const due = this.store.nextTime(KEY);
      if (due === null || due.getTime() > end) break;
      this.clock.advance(Math.max(0, due.getTime() - this.clock.now().getTime()));
      this.wechat.faults.deliver();
      await this.drive();
    }
    this.clock.advance(Math.max(0, end - this.clock.now().getTime()));
    this.wechat.faults.deliver();
  }
}
