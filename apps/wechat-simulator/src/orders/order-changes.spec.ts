import { FIRST, OrderBench } from '../testing/order-bench';
import { firstBody, ordinaryBody } from '../testing/orders';
import { SimulatorBench } from '../testing/simulator-bench';

const CLOSE = '/shop/order/close';
const PRICE = '/shop/order/change_price';
const ADDRESS = '/shop/order/update_address';

describe('order/close', () => {
  it('cancels an unpaid order of either kind, once, without an event', () => {
    const bench = new OrderBench();
    bench.add('T1');
    bench.add('T2', ordinaryBody(bench, 'T2'));
    expect([bench.code(CLOSE, 'T1'), bench.code(CLOSE, 'T2'), bench.code(CLOSE, 'T1')]).toEqual([
      0, 0, 1000000,
    ]);
    expect(bench.order('T1')).toMatchObject({ status: 250, applied: { close: 1 } });
    bench.time.advance(86_400_000);
    expect(bench.order('T1').status).toBe(250);
    expect(bench.events()).toEqual([]);
  });

  it('does not reach an order that is paid, or whose money is on its way', () => {
    const bench = new OrderBench();
    bench.addPaid('T1');
    bench.simulator.orderProgress.payLater(bench.app, bench.add('T2'), 60_000);
    expect([bench.code(CLOSE, 'T1'), bench.code(CLOSE, 'T2')]).toEqual([1000000, 1000000]);
    expect(bench.order('T1').applied.close).toBe(0);
  });
});

describe('order/change_price', () => {
  const LINES = [
    { out_product_id: 'P1', out_sku_id: 'P1-A', sale_price: 4_500, sku_real_price: 8_000 },
    { out_product_id: 'P2', out_sku_id: 'P2-A', sale_price: 3_000, sku_real_price: 2_700 },
  ];
  const change = (changes: Record<string, unknown> = {}) => ({
    product_infos: LINES,
    price_info: { order_price: 11_500, freight: 800, discounted_price: 1_300 },
    ...changes,
  });

  it('replaces the prices, once, and voids the payment parameters', () => {
    const bench = new OrderBench();
    bench.add('T1');
    bench.code('/shop/order/getpaymentparams', 'T1');
    expect(bench.code(PRICE, 'T1', change({ product_infos: LINES.toReversed() }))).toBe(0);
    expect(bench.view('T1')['order_detail']).toMatchObject({
      product_infos: [{ title: '青瓷手作茶杯 单只装', sku_real_price: 8_000 }, { sku_real_price: 2_700 }],
      price_info: { order_price: 11_500, discounted_price: 1_300 },
    });
    expect(bench.order('T1')).toMatchObject({
      prepayIds: [],
      lines: [{ paidFen: 8_000 }, { paidFen: 2_700 }],
    });
    expect(bench.code(PRICE, 'T1', change())).toBe(1010006);
    expect(bench.order('T1').applied.changePrice).toBe(1);
  });

  it.each([
    ['a line left out', 1010003, { product_infos: LINES.slice(0, 1) }],
    ['a line too many', 1010003, { product_infos: [...LINES, { ...LINES[0], out_sku_id: 'X' }] }],
    ['a line twice', 1010003, { product_infos: [...LINES, LINES[0]] }],
    ['the name of the table', 1010003, { product_infos: undefined, product_info: LINES }],
    ['a price in quotes', 1010003, { product_infos: [{ ...LINES[0], sale_price: '1' }, LINES[1]] }],
    ['no price_info', 1010005, { price_info: undefined }],
    [
      'a sum that is 1 fen off',
      1010005,
      { price_info: { order_price: 11_501, freight: 800, discounted_price: 1_300 } },
    ],
    [
      'line prices that are 1 fen off',
      1010005,
      { product_infos: [{ ...LINES[0], sku_real_price: 7_999 }, LINES[1]] },
    ],
    ['another buyer', 1010011, { openid: 'oSomebodyElse' }],
  ])('refuses %s with %i', (_name, errcode, changes) => {
    const bench = new OrderBench();
    bench.add('T1');
    expect(bench.code(PRICE, 'T1', JSON.parse(JSON.stringify(change(changes))))).toBe(errcode);
    expect(bench.order('T1')).toMatchObject({ priceChanged: false, lines: [{ paidFen: 8_100 }, {}] });
  });

  it('is too late once the order is paid, and too early before the upgrade', () => {
    const bench = new OrderBench();
    bench.addPaid('T1');
    expect(bench.code(PRICE, 'T1', change())).toBe(1000000);
    const first = new SimulatorBench({ simulator: { generation: 'first' } });
    const body = firstBody(first, 'T1');
    first.call('/shop/order/add', body);
    const answer = first.call(PRICE, { out_order_id: 'T1', openid: body['openid'], ...change() });
    expect(answer.errcode).toBe(1010053);
  });
});

describe('order/update_address', () => {
  const address_info = { receiver_name: '周墨', detailed_address: '示例路 14 号', tel_number: '13100000000' };

  it('replaces the address until something is shipped', () => {
    const bench = new OrderBench();
    bench.add('T1');
    expect(bench.code(ADDRESS, 'T1', { address_info })).toBe(0);
    expect(bench.view('T1')['address_info']).toEqual(address_info);
    bench.simulator.orderProgress.capture(bench.app, bench.order('T1'));
    expect(bench.code(ADDRESS, 'T1', { address_info })).toBe(0);
    expect(bench.ship('T1', 0, [FIRST])).toBe(0);
    expect(bench.code(ADDRESS, 'T1', { address_info })).toBe(1010034);
    expect(bench.order('T1').applied.updateAddress).toBe(2);
  });

  it('refuses malformed addresses with 1010009, and cancelled orders with 1010034', () => {
    const bench = new OrderBench();
    bench.add('T1');
    expect(bench.code(ADDRESS, 'T1')).toBe(1010009);
    expect(bench.code(ADDRESS, 'T1', { address_info: { ...address_info, tel_number: 131 } })).toBe(1010009);
    bench.code(CLOSE, 'T1');
    expect(bench.code(ADDRESS, 'T1', { address_info })).toBe(1010034);
  });
});
