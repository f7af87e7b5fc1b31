import { parseJson } from '@tongbu/wechat';
import type { Order } from '../orders/order';
import { beijingTime } from '../time/beijing-time';
import { BUYER, orderBody, withProducts } from './orders';
import { SimulatorBench } from './simulator-bench';

type Body = Record<string, unknown>;

export interface PushedEvent {
  readonly Event: string;
  readonly FromUserName: string;
  readonly order_info: Body;
}

/** A bench with the products of the example, its callbacks in plain text. */
export class OrderBench extends SimulatorBench {
  constructor(overrides: Record<string, unknown> = {}) {
    super({ mode: 'plaintext', ...overrides });
    withProducts(this);
    this.deliveries.length = 0;
  }

  /** The code that a call about an order of the bench's buyer is answered with. */
  code(path: string, outOrderId: string, body: Body = {}): number | undefined {
    return this.call(path, { out_order_id: outOrderId, openid: BUYER, ...body }).errcode;
  }

  /** An order that was just added. */
  add(outOrderId: string, body: Body = orderBody(this, outOrderId)): Order {
    const { errcode, errmsg } = this.call('/shop/order/add', body);
    if (errcode !== 0) throw new Error(errmsg);
    return this.order(outOrderId);
  }

  /** A sub-merchant order whose money came in. */
  addPaid(outOrderId: string, body?: Body): Order {
    const order = this.add(outOrderId, body);
    this.simulator.orderProgress.capture(this.app, order);
    return order;
  }

  order(outOrderId: string): Order {
    const order = this.app.orders.findByOutId(outOrderId);
    if (order === undefined) throw new Error(`no order ${outOrderId}`);
    return order;
  }

  view(outOrderId: string): Body {
    return this.call('/shop/order/get', { out_order_id: outOrderId, openid: BUYER })['order'] as Body;
  }

  /** Sends lines of an order, each in a parcel of its own. */
  ship(
    outOrderId: string,
    finish: 0 | 1,
    items: readonly Body[] = [],
    changes: Body = {},
  ): number | undefined {
    return this.code('/shop/delivery/send', outOrderId, {
      finish_all_delivery: finish,
      ...(finish === 1 ? { ship_done_time: this.now() } : {}),
      ...(items.length === 0 ? {} : { delivery_list: items.map((item, index) => parcel([item], index)) }),
      ...changes,
    });
  }

  now(): string {
    return beijingTime(this.time.now());
  }

  /** What was pushed so far. */
  events(): PushedEvent[] {
    return this.deliveries.map(({ delivery }) => parseJson(delivery.body) as PushedEvent);
  }

  eventNames(): string[] {
    return this.events().map(({ Event }) => Event);
  }
}

export const FIRST: Body = { out_product_id: 'P1', out_sku_id: 'P1-A', product_cnt: 2 };
export const SECOND: Body = { out_product_id: 'P2', out_sku_id: 'P2-A', product_cnt: 1 };

export function parcel(items: readonly Body[], number = 0): Body {
  return { delivery_id: 'SF', waybill_id: `SF10020030${number}`, product_info_list: items };
}
