import type { Address, PaymentParameters } from '@tongbu/contracts';
import { ChannelFaults, refusedWith, type ChannelCall, type ChannelResult } from '@tongbu/sync-engine';
import {
  OrderChannel,
  type CreatedOrder,
  type NewOrder,
  type OrderReference,
  type SceneCheck,
} from '../channel/order-channel';
import type { ListedOrder } from '../channel/order-listing';
import type { Cancellation, ReadOrder } from '../orders/order.commands';
import type { DesiredOrder, Price } from '../orders/order';

interface ModelOrder {
  readonly orderId: string;
  readonly openId: string;
  readonly collectedBy: 'merchant' | 'component';
  readonly expiresAt: string | null;
  readonly createdAt: string;
  status: number;
  price: Price;
  priceChanges: number;
  address: Address | null;
  payment: ReadOrder['payment'];
  receivedAt: string | null;
  allDispatched: boolean;
}

const done = <T>(value: T): ChannelResult<T> => ({ ok: true, value, note: {} });
const NOTHING = done(undefined);

/**
 * Orders at WeChat, after the documented state machine of the second generation, with the faults of a network and of a
 * killed process. A model for property tests; it shares no code with the simulator.
 */
export class WechatOrderModel extends OrderChannel {
  readonly orders = new Map<string, ModelOrder>();
  readonly faults;
  /** Every `add` that arrived, and how many of them met an order that was there already. */
  adds = 0;
  addsRepeated = 0;
  /** Paths of writes that WeChat did, in order. */
  readonly applied: string[] = [];
  /** Codes that `add` answers with, first to last. */
  readonly refuseAdd: number[] = [];
  /** Code that address changes are refused with. */
  refuseAddress: number | undefined;
  parametersGiven = 0;

  constructor(private readonly now: () => Date) {
    super();
    this.faults = new ChannelFaults(now);
  }

  order(orderId: string): ModelOrder {
    const order = this.orders.get(orderId);
    if (order === undefined) throw new Error(`WeChat has no order ${orderId}`);
    return order;
  }

  /** What happens inside WeChat. Answers false where the state machine does not allow it. */
  happen(
    orderId: string,
    what: 'pay' | 'settle' | 'cancel' | 'confirm' | 'refund' | 'ship' | 'ship-part',
  ): boolean {
    this.faults.deliver();
    const order = this.orders.get(orderId);
    if (order === undefined) return false;
    this.passTime(order);
    const move = (from: readonly number[], to: number) => {
      if (!from.includes(order.status)) return false;
      order.status = to;
      return true;
    };
    switch (what) {
      case 'settle':
        return order.collectedBy === 'component' && move([10], 11);
      case 'pay':
        if (order.collectedBy !== 'component' || !move([10, 11], 20)) return false;
        order.payment = { transactionId: `4200-${orderId}`, paidAt: this.now().toISOString() };
        return true;
      case 'cancel':
        return move([10], 250);
      case 'ship-part':
        return move([20, 21], 21);
      case 'ship':
        if (!move([20, 21], 30)) return false;
        order.allDispatched = true;
        return true;
      case 'confirm':
        if (!move([30], 100)) return false;
        order.receivedAt = this.now().toISOString();
        return true;
      case 'refund':
        return move([20, 21, 30, 100], 200);
    }
  }

  /** As they are listed, oldest first. */
  list(): ListedOrder[] {
    const orders = [...this.orders.values()];
    orders.forEach((order) => this.passTime(order));
    return orders.map((order) => ({ orderId: order.orderId, order: this.shown(order) }));
  }

  override async add(
    _call: ChannelCall,
    { orderId, order, sent }: NewOrder,
  ): Promise<ChannelResult<CreatedOrder>> {
    return this.faults.run(() => {
      const code = this.refuseAdd.shift();
      if (code !== undefined) return refusedWith(code);
      this.adds += 1;
      if (this.orders.has(orderId)) {
        this.addsRepeated += 1;
        return done({ wechatId: idOf(orderId) });
      }
      this.orders.set(orderId, {
        orderId,
        openId: sent.openId,
        collectedBy: sent.collectedBy,
        expiresAt: sent.expiresAt,
        createdAt: this.now().toISOString(),
        status: 10,
        price: sent.price,
        priceChanges: 0,
        address: order.delivery.address ?? null,
        payment: null,
        receivedAt: null,
        allDispatched: false,
      });
      return done({ wechatId: idOf(orderId) });
    });
  }

  override async read(
    _call: ChannelCall,
    reference: OrderReference,
  ): Promise<ChannelResult<ReadOrder | null>> {
    return this.faults.run(() => {
      const order = this.find(reference);
      return done(order === undefined ? null : this.shown(order));
    });
  }

  override async reportPaid(
    _call: ChannelCall,
    reference: OrderReference,
    { transactionId, paidAt }: NonNullable<DesiredOrder['paid']>,
  ): Promise<ChannelResult<void>> {
    return this.write('report-paid', reference, (order) => {
      if (order.collectedBy === 'component') return 1010050;
      if (order.status !== 10) return 100000;
      order.status = 20;
      order.payment = { transactionId, paidAt: new Date(paidAt).toISOString() };
      return undefined;
    });
  }

  override async cancel(
    _call: ChannelCall,
    reference: OrderReference,
    how: Cancellation,
  ): Promise<ChannelResult<void>> {
    return this.write('cancel', reference, (order) => {
      if (how !== 'close' && order.collectedBy === 'component') return 1010050;
      if (order.status !== 10) return 1000000;
      order.status = 250;
      return undefined;
    });
  }

  override async changePrice(
    _call: ChannelCall,
    reference: OrderReference,
    price: Price,
  ): Promise<ChannelResult<void>> {
    return this.write('change-price', reference, (order) => {
      if (order.status !== 10 || order.priceChanges > 0) return 1000000;
      order.price = price;
      order.priceChanges += 1;
      return undefined;
    });
  }

  override async updateAddress(
    _call: ChannelCall,
    reference: OrderReference,
    address: Address,
  ): Promise<ChannelResult<void>> {
    return this.write('update-address', reference, (order) => {
      if (this.refuseAddress !== undefined) return this.refuseAddress;
      if (![10, 11, 20].includes(order.status)) return 1010034;
      order.address = address;
      return undefined;
    });
  }

  override async paymentParameters(
    _call: ChannelCall,
    reference: OrderReference,
  ): Promise<ChannelResult<PaymentParameters>> {
    return this.faults.run(() => {
      const order = this.find(reference);
      if (order === undefined) return refusedWith(1010011);
      if (order.collectedBy !== 'component') return refusedWith(1010047);
      if (order.status !== 10) return refusedWith(1010043);
      if (order.price.total === 0) return refusedWith(1010051);
      this.parametersGiven += 1;
      return done({
        timeStamp: '1772424920',
        nonceStr: `nonce-${this.parametersGiven}`,
        package: `prepay_id=wx${this.parametersGiven}`,
        paySign: 'sign',
        signType: 'RSA',
      });
    });
  }

  override async checkScene(_call: ChannelCall, scene: number): Promise<ChannelResult<SceneCheck>> {
    return this.faults.run(() =>
      done({ mustPush: scene === 1177, requiredFundType: scene === 1177 ? 1 : null }),
    );
  }

  private write(
    name: string,
    reference: OrderReference,
    change: (order: ModelOrder) => number | undefined,
  ): ChannelResult<void> {
    return this.faults.run(() => {
      const order = this.find(reference);
      if (order === undefined) return refusedWith(1010011);
      const code = change(order);
      if (code !== undefined) return refusedWith(code);
      this.applied.push(name);
      return NOTHING;
    });
  }

  private find({ orderId, openId }: OrderReference): ModelOrder | undefined {
    const order = this.orders.get(orderId);
    if (order?.openId !== openId) return undefined;
    this.passTime(order);
    return order;
  }

  private passTime(order: ModelOrder): void {
    const { expiresAt } = order;
    const isOver = expiresAt !== null && Date.parse(expiresAt) <= this.now().getTime();
    if (isOver && (order.status === 10 || order.status === 11)) order.status = 181;
  }

  private shown(order: ModelOrder): ReadOrder {
    const {
      openId,
      status,
      collectedBy,
      price,
      payment,
      address,
      createdAt,
      expiresAt,
      receivedAt,
      allDispatched,
    } = order;
    return {
      wechatId: idOf(order.orderId),
      openId,
      status,
      collectedBy,
      price,
      deliveryType: 'express',
      payment,
      address,
      parcels: status >= 21 && status <= 100 ? 1 : 0,
      allDispatched,
      createdAt,
      expiresAt,
      receivedAt,
      attribution: null,
    };
  }
}

function idOf(orderId: string): string {
  return `33095172866403${orderId.length}5887`;
}
