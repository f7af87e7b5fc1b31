import { beijingTime } from '../time/beijing-time';
import type { SimulatorBench } from './simulator-bench';

export const BUYER = 'oQx7WkBenchBuyer01';
type Body = Record<string, unknown>;

const ADDRESS = {
  receiver_name: '林青',
  detailed_address: '示例路 12 号',
  tel_number: '13000000000',
  country: '中国',
  province: '广东省',
  city: '深圳市',
  town: '南山区',
};

/** One line of two pieces for 8100 fen, list price 4500 each. */
export function lineBody(outProductId = 'P1', changes: Body = {}): Body {
  return {
    out_product_id: outProductId,
    out_sku_id: `${outProductId}-A`,
    product_cnt: 2,
    sale_price: 4_500,
    sku_real_price: 8_100,
    title: '青瓷手作茶杯 单只装',
    head_img: `https://shop.test/${outProductId}.jpg`,
    path: `pages/item/index?id=${outProductId}`,
    ...changes,
  };
}

export const SECOND_LINE: Body = { product_cnt: 1, sale_price: 3_000, sku_real_price: 2_700 };

/** The documentation's worked example, of the products P1 and P2: 11600 fen through the sub-merchant. */
export function orderBody(bench: SimulatorBench, outOrderId: string, changes: Body = {}): Body {
  const now = bench.time.now();
  return {
    create_time: beijingTime(now),
    out_order_id: outOrderId,
    openid: BUYER,
    path: `pages/order/detail?out_order_id=${outOrderId}`,
    order_detail: detailBody(),
    delivery_detail: { delivery_type: 1 },
    address_info: ADDRESS,
    fund_type: 1,
    expire_time: Math.floor(now.getTime() / 1_000) + 3_600,
    trace_id: `trace-of-${BUYER}`,
    ...changes,
  };
}

export function detailBody(changes: Body = {}): Body {
  return {
    product_infos: [lineBody('P1'), lineBody('P2', SECOND_LINE)],
    price_info: priceBody(),
    ...changes,
  };
}

export function priceBody(changes: Body = {}): Body {
  return { order_price: 11_600, freight: 800, discounted_price: 1_200, ...changes };
}

/** The same as an ordinary order, which the merchant's own number collects. */
export function ordinaryBody(bench: SimulatorBench, outOrderId: string, changes: Body = {}): Body {
  const prepay_time = beijingTime(bench.time.now());
  const pay_info = { pay_method_type: 0, prepay_id: `wx-${outOrderId}`, prepay_time };
  return orderBody(bench, outOrderId, { fund_type: 0, order_detail: detailBody({ pay_info }), ...changes });
}

/** The same in the first generation, where the line tells the price of one piece. */
export function firstBody(bench: SimulatorBench, outOrderId: string, changes: Body = {}): Body {
  const {
    fund_type: _fund,
    expire_time: _expiry,
    trace_id: _trace,
    ...common
  } = orderBody(bench, outOrderId);
  const product_infos = [
    lineBody('P1', { sku_real_price: undefined, real_price: 4_050 }),
    lineBody('P2', { ...SECOND_LINE, sku_real_price: undefined, real_price: 2_700 }),
  ];
  const order_detail = detailBody({ product_infos, pay_info: { pay_method_type: 0 } });
  return { ...common, scene: 1_177, order_detail, ...changes };
}

/** A bench with the products of the example approved and listed. */
export function withProducts(bench: SimulatorBench): SimulatorBench {
  bench.addReviewed('P1');
  bench.addReviewed('P2');
  return bench;
}

export const reference = (outOrderId: string, openid = BUYER): Body => ({
  out_order_id: outOrderId,
  openid,
});
