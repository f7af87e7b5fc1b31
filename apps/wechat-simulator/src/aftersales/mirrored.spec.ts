import { orderBody, ordinaryBody, reference, withProducts } from '../testing/orders';
import { orderOf } from '../testing/aftersales';
import { SimulatorBench } from '../testing/simulator-bench';
import { beijingTime } from '../time/beijing-time';

function benchWith(body: typeof orderBody): SimulatorBench {
  const bench = withProducts(new SimulatorBench());
  bench.call('/shop/order/add', body(bench, 'T1'));
  bench.simulator.orderProgress.move(bench.app, orderOf(bench), 'pay');
  return bench;
}

const mirror = (bench: SimulatorBench, changes: Record<string, unknown> = {}) => ({
  ...reference('T1'),
  out_aftersale_id: 'A1',
  type: 1,
  create_time: beijingTime(bench.time.now()),
  status: 2,
  finish_all_aftersale: 0,
  path: 'pages/aftersale?id=A1',
  refund: 4_000,
  product_infos: [{ out_product_id: 'P1', out_sku_id: 'P1-A', product_cnt: 1 }],
  ...changes,
});

it('mirrors the after-sale of an order that the merchant collected, once, and its end', () => {
  const bench = benchWith(ordinaryBody);
  expect(bench.call('/shop/aftersale/add', mirror(bench)).errcode).toBe(0);
  expect(bench.call('/shop/aftersale/add', mirror(bench, { refund: 1 })).errcode).toBe(0);
  const update = { ...reference('T1'), out_aftersale_id: 'A1', status: 13, finish_all_aftersale: 1 };
  expect(bench.call('/shop/aftersale/update', update).errcode).toBe(0);
  const { aftersale_infos } = bench.call('/shop/aftersale/get', reference('T1'));
  expect(aftersale_infos).toEqual([
    expect.objectContaining({ out_aftersale_id: 'A1', status: 13, refund: 4_000, finish_all_aftersale: 1 }),
  ]);
  expect(bench.app.mirrored.find('A1')).toMatchObject({ repeatedAdds: 1, applied: { add: 1, update: 1 } });
  expect(orderOf(bench).status).toBe(200);
  expect(bench.call('/shop/aftersale/add', mirror(bench, { out_aftersale_id: 'A2' })).errcode).toBe(100000);
});

it('answers as done for an order of the sub-merchant, and does nothing', () => {
  const bench = benchWith(orderBody);
  expect(bench.call('/shop/aftersale/add', mirror(bench)).errcode).toBe(0);
  expect(bench.app.mirrored.all()).toEqual([]);
  expect(bench.app.mirrored.ignored).toBe(1);
});

it.each<[string, number, Record<string, unknown>]>([
  [
    'a product that is not in the order',
    2747021,
    { product_infos: [{ out_product_id: 'P9', out_sku_id: '', product_cnt: 1 }] },
  ],
  ['more than was paid', 2747014, { refund: 11_601 }],
  ['a status that is none', 40097, { status: 9 }],
  ['no path', 990007, { path: '' }],
  ['another buyer', 1010011, { openid: 'oOther' }],
])('refuses %s: %i', (_what, code, changes) => {
  const bench = benchWith(ordinaryBody);
  expect(bench.call('/shop/aftersale/add', mirror(bench, changes)).errcode).toBe(code);
});

describe('update_deadline', () => {
  const DAY_S = 86_400;
  const receivedBench = () => {
    const bench = benchWith(orderBody);
    const { orderProgress } = bench.simulator;
    orderProgress.move(bench.app, orderOf(bench), 'ship-rest');
    orderProgress.receive(bench.app, orderOf(bench));
    return bench;
  };
  const extend = (bench: SimulatorBench, days: number) =>
    bench.call('/shop/aftersale/update_deadline', {
      ...reference('T1'),
      after_sale_deadline: Math.floor(bench.time.now().getTime() / 1_000) + days * DAY_S,
    }).errcode;

  it('makes the window longer, once, and the settlement later', () => {
    const bench = receivedBench();
    const before = orderOf(bench).due.get('settlement');
    expect(extend(bench, 30)).toBe(0);
    expect(orderOf(bench).due.get('settlement')?.getTime()).toBeGreaterThan(before?.getTime() ?? Infinity);
    expect(extend(bench, 60)).toBe(1010060);
    bench.time.advance(29 * DAY_S * 1_000);
    expect(orderOf(bench).settlement).toBeUndefined();
    bench.time.advance(DAY_S * 1_000);
    expect(orderOf(bench).settlement).toBeDefined();
    expect(extend(bench, 30)).toBe(1010001);
  });

  it.each([6, 3 * 365 + 1])('refuses %i days from now', (days) => {
    expect(extend(receivedBench(), days)).toBe(1010060);
  });

  it('refuses an order that was not received', () => {
    expect(extend(benchWith(orderBody), 30)).toBe(1010001);
  });
});
