import { eventually } from '@tongbu/testing';
import { Claims, RETURNS } from '../claims';
import type { Installation } from '../installation';
import { merchantOrder } from '../merchant-order';
import { linesOf, type Sold } from '../sold-orders';
import { assertUnreachable } from '@tongbu/platform';
import type { DayOrder } from './day-plan';

const PRICE = 5_900;
const SHIPPED = 30;
const RECEIVED = 100;
const PATIENCE = { timeoutMs: 180_000, intervalMs: 250 };

/** A shop and its buyers through a day. Whoever acts does so on what they heard, as late as they hear it. */
export class DayShop {
  private readonly claims: Claims;

  constructor(private readonly installation: Installation) {
    this.claims = new Claims(installation);
  }

  /** Takes an order to its end. */
  async play(order: DayOrder): Promise<void> {
    const { orderId, fate } = order;
    const { simulator, topics } = this.installation;
    await this.place(order);
    switch (fate) {
      case 'never-paid':
        await simulator.actOnOrder(orderId, 'time-out');
        return;
      case 'cancelled-by-the-shop':
        await topics.publish('order.cancelled', orderId, { reason: 'buyer' });
        return;
      case 'cancelled-by-the-buyer':
        await simulator.actOnOrder(orderId, 'cancel');
        return;
      case 'delivered':
        await this.pay(orderId);
        await this.dispatch(orderId, 'A', order.sold);
        return this.receive(order);
      case 'delivered-in-parts':
        await this.pay(orderId);
        await this.dispatchApart(order, Object.keys(order.sold));
        return this.receive(order);
      case 'refunded-before-dispatch':
        await this.pay(orderId);
        for (const [product, pieces] of Object.entries(order.sold))
          await this.refund(orderId, product, pieces);
        return;
      case 'refunded-between-parcels': {
        await this.pay(orderId);
        const [first = '', refunded = '', ...rest] = Object.keys(order.sold);
        await this.dispatchApart(order, [first]);
        await this.refund(orderId, refunded, order.sold[refunded] ?? 1);
        await this.dispatchApart(order, rest);
        return this.receive(order);
      }
      default:
        await this.pay(orderId);
        await this.dispatch(orderId, 'A', order.sold);
        await this.receive(order);
        return this.claim(order, fate);
    }
  }

  private async claim(
    order: DayOrder,
    fate: Exclude<
      DayOrder['fate'],
      | 'never-paid'
      | `cancelled-by-the-${'shop' | 'buyer'}`
      | 'delivered'
      | 'delivered-in-parts'
      | `refunded-be${'fore-dispatch' | 'tween-parcels'}`
    >,
  ): Promise<void> {
    const { topics } = this.installation;
    const { orderId, claimed } = order;
    const amount = (await this.paidFor(orderId, claimed.product)) * claimed.pieces;
    // Buyers claim what they have.
    await this.isShipped(orderId);
    const next = (name: string, id: string) => topics.next(`aftersale.${name}`, id, 1, PATIENCE.timeoutMs);
    const open = (type: 'refund' | 'return') =>
      this.open(orderId, claimed.product, claimed.pieces, amount, type);
    switch (fate) {
      case 'returned': {
        const id = await open('return');
        await topics.publish('aftersale.return-accepted', id, { address: RETURNS });
        await this.standsAt(id, 6);
        await this.claims.act(id, 'send-back', { deliveryId: 'ZTO', waybillId: `Z-${id}` });
        await next('return-shipped', id);
        await topics.publish('aftersale.goods-received', id, {});
        await next('refunded', id);
        return;
      }
      case 'claim-changed': {
        const id = await open('refund');
        await this.claims.act(id, 'edit', { amountFen: Math.max(1, amount - 100) });
        await next('changed', id);
        await topics.publish('aftersale.refund-accepted', id, {});
        await next('refunded', id);
        return;
      }
      case 'claim-withdrawn':
        await this.claims.act(await open('refund'), 'withdraw');
        return;
      case 'opened-by-the-shop': {
        const id = `AS-${orderId}`;
        await topics.publish('aftersale.opened', id, {
          version: 1,
          orderId,
          type: 'refund',
          line: { productId: claimed.product, skuId: `${claimed.product}-S`, quantity: claimed.pieces },
          amount,
          reason: { text: '少发', code: 8 },
          images: [],
        });
        await next('requested', id);
        await topics.publish('aftersale.refund-accepted', id, {});
        await next('refunded', id);
        return;
      }
      case 'judged-for-the-buyer':
      case 'judged-for-the-shop': {
        const id = await open('refund');
        await topics.publish('aftersale.rejected', id, {});
        await this.standsAt(id, 4);
        await this.claims.act(id, 'complain');
        await next('complaint-opened', id);
        await this.claims.actOnComplaint(id, 'ask', { whom: 'merchant', withinSeconds: 86_400 });
        await topics.publish('aftersale.evidence-submitted', id, { text: '发货前已质检', images: [] });
        await eventually(
          async () => (await this.claims.complaint(id)).steps.some(({ by }) => by === 'merchant'),
          PATIENCE,
        );
        const forBuyer = fate === 'judged-for-the-buyer';
        await this.claims.actOnComplaint(id, 'judge', {
          verdict: forBuyer ? 'refund' : 'nothing',
          responsible: forBuyer ? 'merchant' : 'buyer',
        });
        return;
      }
      default:
        assertUnreachable(fate);
    }
  }

  private async place({ orderId, sold, discount }: DayOrder): Promise<void> {
    const { topics } = this.installation;
    const lines = linesOf(sold).map((line) => ({
      ...line,
      unitPrice: PRICE,
      title: '青瓷茶杯',
      image: 'https://img.shop.example/cup/cover.jpg',
      path: `pages/item/index?id=${line.productId}`,
    }));
    const sum = lines.reduce((all, { quantity }) => all + quantity * PRICE, 0);
    const changes = { version: 1, lines, freight: 0, discount, total: sum - discount };
    await topics.publish('order.placed', orderId, merchantOrder(orderId, '', changes));
    await this.hear('created', orderId);
  }

  private async pay(orderId: string): Promise<void> {
    const { simulator, topics } = this.installation;
    await topics.publish('order.checkout-requested', orderId, { checkoutId: `c-${orderId}` });
    const { data } = await this.hear('payment-parameters-ready', orderId);
    await simulator.actOnOrder(orderId, 'pay', {
      prepayId: data.parameters.package.slice('prepay_id='.length),
    });
    await this.hear('paid', orderId);
  }

  private hear(name: string, orderId: string) {
    return this.installation.topics.next(`order.${name}`, orderId, 1, PATIENCE.timeoutMs);
  }

  private dispatch(orderId: string, parcelId: string, sold: Sold): Promise<void> {
    return this.installation.topics.publish('shipment.parcel-dispatched', orderId, {
      parcelId,
      carrier: { code: 'SF' },
      waybill: `SF-${orderId}-${parcelId}`,
      lines: linesOf(sold),
      dispatchedAt: new Date().toISOString(),
    });
  }

  /** A parcel for each product. */
  private async dispatchApart({ orderId, sold }: DayOrder, products: readonly string[]): Promise<void> {
    for (const product of products) await this.dispatch(orderId, product, { [product]: sold[product] ?? 1 });
  }

  private async receive({ orderId, receiptBy }: DayOrder): Promise<void> {
    const { simulator, topics } = this.installation;
    if (receiptBy === 'shop') {
      await topics.publish('order.received', orderId, {});
      return;
    }
    await this.isShipped(orderId);
    await simulator.actOnOrder(orderId, 'confirm');
  }

  private isShipped(orderId: string): Promise<unknown> {
    const { simulator } = this.installation;
    return eventually(
      async () => [SHIPPED, RECEIVED].includes((await simulator.order(orderId)).status),
      PATIENCE,
    );
  }

  /** The buyer wants pieces refunded that were not sent, and the shop agrees. */
  private async refund(orderId: string, product: string, pieces: number): Promise<void> {
    const { topics } = this.installation;
    const amount = (await this.paidFor(orderId, product)) * pieces;
    const id = await this.open(orderId, product, pieces, amount, 'refund');
    await topics.publish('aftersale.refund-accepted', id, {});
    await topics.next('aftersale.refunded', id, 1, PATIENCE.timeoutMs);
  }

  private async open(
    orderId: string,
    product: string,
    pieces: number,
    amountFen: number,
    type: 'refund' | 'return',
  ): Promise<string> {
    const { topics } = this.installation;
    const id = await this.claims.open(orderId, product, { pieces, amountFen, type });
    await topics.next('aftersale.requested', id, 1, PATIENCE.timeoutMs);
    return id;
  }

  private standsAt(id: string, status: number): Promise<unknown> {
    return eventually(async () => (await this.claims.shown(id)).status === status, PATIENCE);
  }

  /** Whole fen that were paid for one piece, as the shop heard. */
  private async paidFor(orderId: string, product: string): Promise<number> {
    const { data } = await this.hear('created', orderId);
    const line = data.lines.find(({ productId }: { productId: string }) => productId === product);
    return Math.floor(line.paid / line.quantity);
  }
}
