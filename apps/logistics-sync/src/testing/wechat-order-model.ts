import type { ParcelLine } from '@tongbu/contracts';
import { ChannelFaults, refusedWith, type ChannelCall, type ChannelResult } from '@tongbu/sync-engine';
import {
  ShippingChannel,
  type Carrier,
  type OrderReference,
  type Shipment,
} from '../channel/shipping-channel';
import type { AftersaleFacts } from '../orders/hearsay';
import type { DeliveryType, OrderStatus, RecordedParcel } from '../shipments/shipment';
import type { ReadOrder } from '../shipments/shipment.commands';

/**
 * What WeChat makes of a line that was refunded before it was shipped. The documentation tells that finishing is refused
 * (1010042), and nothing of what comes then; shops report each of these.
 * - `forgives`: the order can be finished without the line
 * - `finishes-by-itself`: the last refund moves the order on when all other lines are shipped; before, finishing is refused
 * - `refuses`: finishing is refused for an hour after the refund
 */
export const refundManners = ['forgives', 'finishes-by-itself', 'refuses'] as const;
export type RefundManner = (typeof refundManners)[number];

interface ModelAftersale {
  readonly line: ParcelLine;
  readonly returnsGoods: boolean;
  state: 'open' | 'refunded' | 'ended';
  refundedAt: number;
}

const HOUR = 3_600_000;
const done = <T>(value: T): ChannelResult<T> => ({ ok: true, value, note: {} });
const isSame = (a: ParcelLine, b: ParcelLine) => a.productId === b.productId && a.skuId === b.skuId;

/**
 * One order at WeChat, after the documented state machine, with the faults of a network and of a killed process. A model for
 * property tests; it shares no code with the simulator.
 */
export class WechatOrderModel extends ShippingChannel {
  status: OrderStatus = 'unpaid';
  parcels: RecordedParcel[] = [];
  delivery: DeliveryType = 'express';
  manner: RefundManner = 'forgives';
  readonly aftersales = new Map<string, ModelAftersale>();
  readonly faults;

  /** Codes of everything refused, in order. */
  readonly refusals: number[] = [];
  /** Receipts that we confirmed. */
  receipts = 0;
  /** Writes that followed one whose outcome nobody knows, without a look in between. */
  blindWrites = 0;
  private isDoubtful = false;
  /** Calls of each kind that arrived. */
  readonly calls: string[] = [];
  /** Code that parcels under this waybill are refused with. */
  readonly poisoned = new Map<string, number>();
  carrierList: Carrier[] = [
    { id: 'SF', name: '顺丰速运', isCatchAll: false },
    { id: 'ZTO', name: '中通快递', isCatchAll: false },
    { id: 'OTHERS', name: '其他', isCatchAll: true },
  ];

  constructor(
    readonly lines: readonly ParcelLine[],
    private readonly now: () => Date,
  ) {
    super();
    this.faults = new ChannelFaults(now);
  }

  override async carriers(_: ChannelCall): Promise<ChannelResult<Carrier[]>> {
    return this.faults.run(() => done(this.carrierList));
  }

  override async read(_: ChannelCall, { openId }: OrderReference): Promise<ChannelResult<ReadOrder | null>> {
    const result = this.faults.run((): ChannelResult<ReadOrder | null> => {
      this.calls.push('read');
      if (openId !== 'buyer') return done(null);
      const { status, delivery, lines, parcels } = this;
      const receivedAt = status === 'completed' ? this.now().toISOString() : null;
      return done({
        status,
        wechatId: '3309517286640325887',
        delivery,
        lines,
        parcels: [...parcels],
        receivedAt,
      });
    });
    if (result.ok) this.isDoubtful = false;
    return result;
  }

  override async send(
    _call: ChannelCall,
    _order: OrderReference,
    { parcels, doneAt }: Shipment,
  ): Promise<ChannelResult<void>> {
    return this.write(() => {
      this.calls.push(
        `send ${parcels.map(({ waybill }) => waybill).join()}${doneAt === null ? '' : ' finish'}`,
      );
      if (this.status !== 'paid' && this.status !== 'partly-shipped') return this.refuse(1000000);
      for (const { waybill, lines } of parcels) {
        const poison = waybill === '' ? 1010029 : this.poisoned.get(waybill);
        if (poison === -1) return refusedWith(-1, 'transient');
        if (poison !== undefined) return this.refuse(poison);
        if (lines.some((line) => this.isRecorded(line))) return this.refuse(1010037);
        if (lines.some((line) => !this.lines.some((ordered) => isSame(ordered, line))))
          return this.refuse(1010029);
      }
      const recorded = [...this.parcels, ...parcels];
      if (doneAt !== null && !this.mayFinish(recorded)) return this.refuse(1010042);
      this.parcels = recorded;
      this.status = doneAt === null ? 'partly-shipped' : 'shipped';
      this.moveOnByItself();
      return done(undefined);
    });
  }

  override async confirmReceipt(): Promise<ChannelResult<void>> {
    return this.write(() => {
      this.calls.push('receive');
      if (this.status !== 'shipped') return this.refuse(1000000);
      this.receipts += 1;
      this.status = 'completed';
      return done(undefined);
    });
  }

  private write(apply: () => ChannelResult<void>): ChannelResult<void> {
    if (this.isDoubtful) this.blindWrites += 1;
    this.isDoubtful = true;
    const result = this.faults.run(apply);
    const isKnown =
      result.ok ||
      (result.error.kind === 'refused' ? result.error.code !== -1 : result.error.kind === 'not-sent');
    if (isKnown) this.isDoubtful = false;
    return result;
  }

  pay(): void {
    if (this.status === 'unpaid') this.status = 'paid';
  }

  cancel(): void {
    if (this.status === 'unpaid') this.status = 'cancelled';
  }

  /** The buyer confirms the receipt inside WeChat. */
  confirm(): void {
    if (this.status === 'shipped') this.status = 'completed';
  }

  /** Another program ships all that is left under one waybill. */
  shipElsewhere(waybill: string): void {
    if (this.status !== 'paid' && this.status !== 'partly-shipped') return;
    const lines = this.lines.filter((line) => !this.isRecorded(line));
    this.parcels = [...this.parcels, { carrierId: 'OTHERS', waybill, lines }];
    this.status = 'shipped';
  }

  openAftersale(id: string, line: ParcelLine): void {
    if (this.aftersales.has(id) || ['unpaid', 'cancelled', 'refunded'].includes(this.status)) return;
    this.aftersales.set(id, { line, returnsGoods: this.isRecorded(line), state: 'open', refundedAt: 0 });
  }

  endAftersale(id: string, how: 'refunded' | 'ended'): void {
    const aftersale = this.aftersales.get(id);
    if (aftersale?.state !== 'open') return;
    aftersale.state = how;
    aftersale.refundedAt = this.now().getTime();
    if (this.lines.every((line) => this.piecesOf(line, 'refunded') >= line.quantity))
      this.status = 'refunded';
    this.moveOnByItself();
  }

  /** As events tell them. */
  aftersaleFacts(): AftersaleFacts {
    return Object.fromEntries(
      [...this.aftersales].map(([id, { line, returnsGoods, state }]) => [
        id,
        { lines: [line], returnsGoods, state },
      ]),
    );
  }

  isRecorded(line: ParcelLine): boolean {
    return this.parcels.some(({ lines }) => lines.some((recorded) => isSame(recorded, line)));
  }

  private piecesOf(line: ParcelLine, state: ModelAftersale['state']): number {
    return [...this.aftersales.values()]
      .filter((aftersale) => aftersale.state === state && isSame(aftersale.line, line))
      .reduce((sum, aftersale) => sum + aftersale.line.quantity, 0);
  }

  private mayFinish(recorded: readonly RecordedParcel[]): boolean {
    // Only express is recorded parcel by parcel.
    if (this.delivery !== 'express') return true;
    return this.lines.every((line) => {
      if (recorded.some(({ lines }) => lines.some((other) => isSame(other, line)))) return true;
      return this.isForgiven(line);
    });
  }

  private isForgiven(line: ParcelLine): boolean {
    if (this.piecesOf(line, 'open') > 0 || this.piecesOf(line, 'refunded') < line.quantity) return false;
    if (this.manner === 'forgives') return true;
    if (this.manner === 'finishes-by-itself') return false;
    return [...this.aftersales.values()].every(({ refundedAt }) => this.now().getTime() - refundedAt >= HOUR);
  }

  private moveOnByItself(): void {
    if (this.manner !== 'finishes-by-itself' || this.status !== 'partly-shipped') return;
    const isDone = this.lines.every(
      (line) => this.isRecorded(line) || this.piecesOf(line, 'refunded') >= line.quantity,
    );
    if (isDone) this.status = 'shipped';
  }

  private refuse(code: number): ChannelResult<never> {
    this.refusals.push(code);
    return refusedWith(code);
  }
}
