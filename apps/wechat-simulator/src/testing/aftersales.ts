import type { Aftersale } from '../aftersales/aftersale';
import type { Order } from '../orders/order';
import { BUYER, orderBody, withProducts } from './orders';
import { SimulatorBench, type Answer } from './simulator-bench';

type Body = Record<string, unknown>;

/** A bench with one paid order T1 of the products P1 (two pieces, 8100 fen) and P2 (one piece, 2700 fen). */
export function benchWithPaidOrder(overrides: Record<string, unknown> = {}): SimulatorBench {
  const bench = withProducts(new SimulatorBench(overrides));
  bench.call('/shop/order/add', orderBody(bench, 'T1'));
  const { simulator, app } = bench;
  simulator.orderProgress.move(app, orderOf(bench), 'pay');
  return bench;
}

/** The same, and everything was sent. */
export function benchWithShippedOrder(overrides: Record<string, unknown> = {}): SimulatorBench {
  const bench = benchWithPaidOrder(overrides);
  const order = orderOf(bench);
  for (const line of order.lines) line.shipped = line.ordered;
  bench.simulator.orderProgress.move(bench.app, order, 'ship-rest');
  return bench;
}

export function orderOf(bench: SimulatorBench, outOrderId = 'T1'): Order {
  const order = bench.app.orders.findByOutId(outOrderId);
  if (order === undefined) throw new Error(`no order ${outOrderId}`);
  return order;
}

export function aftersaleOf(bench: SimulatorBench, outAftersaleId = 'A1'): Aftersale {
  const aftersale = bench.app.aftersales.findByOutId(outAftersaleId);
  if (aftersale === undefined) throw new Error(`no after-sale ${outAftersaleId}`);
  return aftersale;
}

/** One piece of P1 for 4000 fen, refund only. */
export function openBody(outAftersaleId = 'A1', changes: Body = {}): Body {
  return {
    out_order_id: 'T1',
    out_aftersale_id: outAftersaleId,
    openid: BUYER,
    type: 1,
    product_info: { out_product_id: 'P1', out_sku_id: 'P1-A', product_cnt: 1 },
    orderamt: 4_000,
    refund_reason: '不想要了',
    refund_reason_type: 3,
    ...changes,
  };
}

/** Calls one of the after-sale interfaces, and lets the write take its time. */
export function ask(bench: SimulatorBench, name: string, body: Body): Answer {
  const answer = bench.call(`/shop/ecaftersale/${name}`, body);
  bench.time.advance(bench.app.settings.aftersaleWriteMs);
  return answer;
}

export const byOutId = (outAftersaleId = 'A1', more: Body = {}): Body => ({
  out_aftersale_id: outAftersaleId,
  ...more,
});

export const RETURN_TO: Body = {
  receiver_name: '仓库',
  detailed_address: '示例路 12 号',
  tel_number: '13000000000',
  province: '广东省',
  city: '深圳市',
  town: '南山区',
};

export const PARCEL = { delivery_id: 'SF', waybill_id: 'SF1', delivery_name: '顺丰速运' };

/** The events pushed so far, as the shop received them; accounts of these tests push in plain text. */
export function pushed(bench: SimulatorBench): string[] {
  return bench.deliveries.map(({ delivery }) => /"Event":"(\w+)"/.exec(delivery.body)?.[1] ?? '');
}
