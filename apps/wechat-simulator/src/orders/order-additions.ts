import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import { accept, refuse, type Payload, type Result } from '../api/result';
import type { IdSequence } from '../products/product-shelf';
import { beijingTime, parseBeijingTime } from '../time/beijing-time';
import type { Random } from '../time/random';
import type { SteerableTime } from '../time/steerable-time';
import { finalPriceOf } from './amount-rules';
import { nothingApplied, type Order, type OrderLine, type Ticket } from './order';
import type { OrderContent } from './order-fields';
import { openLines, pricedLine } from './order-lines';
import { FIRST_STATUS } from './order-machine';
import type { OrderProgress } from './order-progress';
import { faultOfOrder } from './order-rules';

const TICKET_LIFE_MS = 24 * 3_600_000;

/** `order/add`. */
export class OrderAdditions {
  constructor(
    private readonly time: SteerableTime,
    private readonly random: Random,
    private readonly ids: IdSequence,
    private readonly progress: OrderProgress,
  ) {}

  add(app: App, content: OrderContent): Result<Payload> {
    const known = app.orders.findByOutId(content.out_order_id);
    if (known === undefined) return this.create(app, content);
    known.repeatedAdds += 1;
    app.revision.advance();
    // Whatever a repeat carries, the first order stays; only the first generation overwrites.
    return known.generation === 'second'
      ? accept(answerOf(known, content))
      : this.overwrite(app, known, content);
  }

  private create(app: App, content: OrderContent): Result<Payload> {
    const opened = this.open(app, content);
    if (!opened.ok) return opened;
    const now = this.time.now();
    const order: Order = {
      orderId: this.ids.next(),
      outOrderId: content.out_order_id,
      openid: content.openid,
      generation: app.generation,
      createTime: parseBeijingTime(content.create_time) ?? now,
      updateTime: now,
      content,
      lines: opened.value,
      status: FIRST_STATUS,
      payment: undefined,
      refundedFen: 0,
      prepayIds: [],
      priceChanged: false,
      parcels: [],
      shipDoneTime: undefined,
      receiveTime: undefined,
      settlement: undefined,
      attribution: undefined,
      aftersales: [],
      ticket: undefined,
      due: new Map(),
      applied: { ...nothingApplied(), add: 1 },
      repeatedAdds: 0,
    };
    app.orders.put(order);
    app.openids.claim(app.appId, order.openid);
    if ((content.trace_id ?? '') !== '') app.traces.claim(content.trace_id ?? '', order.openid);
    if (order.generation === 'first') order.ticket = this.ticketFor(order);
    if (content.expire_time !== undefined)
      this.progress.expireAt(app, order, this.time.momentOf(new Date(content.expire_time * 1_000)));
    app.revision.advance();
    return accept(answerOf(order, content));
  }

  private overwrite(app: App, order: Order, content: OrderContent): Result<Payload> {
    if (order.status !== FIRST_STATUS) return refuse(ERR.ORDER_NOT_UPDATED, 'the order is not unpaid');
    if (order.openid !== content.openid) return refuse(ERR.ORDER_NOT_UPDATED, 'openid is another one');
    const opened = this.open(app, content);
    if (!opened.ok) return opened;
    order.content = content;
    order.lines = opened.value;
    order.updateTime = this.time.now();
    order.ticket = this.ticketFor(order);
    order.applied.add += 1;
    return accept(answerOf(order, content));
  }

  private open(app: App, content: OrderContent): Result<OrderLine[]> {
    const { generation } = app;
    const contents = content.order_detail.product_infos;
    // Merchants' clocks show real time, wherever the simulator's was moved to.
    const now = this.time.real.now();
    const fault = faultOfOrder(app, generation, content, contents.map(pricedLine), now);
    return fault ?? openLines(app, generation, contents);
  }

  /** A ticket that was not used is good for a day; a used or old one is replaced. */
  private ticketFor({ ticket }: Order): Ticket {
    const now = this.time.now();
    if (ticket !== undefined && !ticket.used && ticket.expiresAt > now) return ticket;
    return {
      text: this.random.hex(32),
      expiresAt: new Date(now.getTime() + TICKET_LIFE_MS),
      used: false,
    };
  }
}

function answerOf(order: Order, { stringify_64bits_number }: OrderContent): Payload {
  const { orderId, outOrderId: out_order_id, ticket, content } = order;
  const order_id = stringify_64bits_number === true ? String(orderId) : orderId;
  if (ticket === undefined) return { data: { order_id, out_order_id } };
  const { product_infos, price_info } = content.order_detail;
  return {
    data: {
      order_id,
      out_order_id,
      ticket: ticket.text,
      ticket_expire_time: beijingTime(ticket.expiresAt),
      final_price: finalPriceOf(product_infos.map(pricedLine), price_info),
    },
  };
}
