import { SimulatorBench, type Answer } from '../testing/simulator-bench';
import {
  BUYER,
  detailBody,
  firstBody,
  lineBody,
  orderBody,
  ordinaryBody,
  priceBody,
  reference,
  SECOND_LINE,
  withProducts,
} from '../testing/orders';
import { beijingTime } from '../time/beijing-time';

const ADD = '/shop/order/add';
const newBench = (overrides: Record<string, unknown> = {}) => withProducts(new SimulatorBench(overrides));
const dataOf = (answer: Answer) => answer['data'] as Record<string, unknown>;
const lines = (...changes: Record<string, unknown>[]) =>
  detailBody({ product_infos: changes.map((change, index) => lineBody(`P${index + 1}`, change)) });

describe('order/add of the second generation', () => {
  it('answers an id above 2^53, as a string when asked to', () => {
    const bench = newBench();
    const { order_id } = dataOf(bench.call(ADD, orderBody(bench, 'T1')));
    expect(typeof order_id === 'bigint' && order_id > 2n ** 53n && order_id < 2n ** 63n).toBe(true);
    const text = dataOf(bench.call(ADD, orderBody(bench, 'T2', { stringify_64bits_number: true })));
    expect(text).toEqual({ order_id: expect.stringMatching(/^\d{19}$/), out_order_id: 'T2' });
  });

  it('keeps the first order when it is repeated, and answers its id again', () => {
    const bench = newBench();
    const first = bench.call(ADD, orderBody(bench, 'T1'));
    const changed = orderBody(bench, 'T1', { order_detail: 'nonsense' });
    expect(bench.call(ADD, changed).errcode).toBe(47001);
    const repeated = bench.call(ADD, orderBody(bench, 'T1', { path: 'other', expire_time: 1 }));
    expect(repeated['data']).toEqual(first['data']);
    expect(bench.app.orders.findByOutId('T1')).toMatchObject({
      repeatedAdds: 1,
      applied: { add: 1 },
      content: { path: 'pages/order/detail?out_order_id=T1' },
    });
  });

  const seconds = (bench: SimulatorBench, offset: number) =>
    Math.floor(bench.time.now().getTime() / 1_000) + offset;
  const at = (bench: SimulatorBench, offset: number) =>
    beijingTime(new Date(bench.time.now().getTime() + offset * 1_000));
  const pay_info = { pay_method_type: 0 };

  it.each<[string, number, (bench: SimulatorBench) => Record<string, unknown>]>([
    ['no openid', 990004, () => ({ openid: '' })],
    ['an openid that is none', 990001, () => ({ openid: 'o Q' })],
    ['an id of 128 characters', 990008, () => ({ out_order_id: 'a'.repeat(128) })],
    ['a strange character in the id', 40097, () => ({ out_order_id: 'T/1' })],
    ['no trace_id', 990007, () => ({ trace_id: undefined })],
    ['no fund_type', 990007, () => ({ fund_type: undefined })],
    ['no expire_time', 990007, () => ({ expire_time: undefined })],
    ['no order_detail', 990007, () => ({ order_detail: undefined })],
    ['a fund_type in quotes', 47001, () => ({ fund_type: '1' })],
    ['an expire_time in quotes', 47001, () => ({ expire_time: '1' })],
    ['a create_time 6 s late', 40097, (bench) => ({ create_time: at(bench, 6) })],
    ['a create_time 6 s early', 40097, (bench) => ({ create_time: at(bench, -6) })],
    ['a create_time that is no day', 40097, () => ({ create_time: '2026-13-40 00:00:00' })],
    ['14 min 59 s to pay', 1010039, (bench) => ({ expire_time: seconds(bench, 899) })],
    ['more than a day to pay', 1010039, (bench) => ({ expire_time: seconds(bench, 86_401) })],
    ['an after-sale window of 6 days', 40097, () => ({ aftersale_duration: 6 })],
    ['a pick-up through the sub-merchant', 40097, () => ({ delivery_detail: { delivery_type: 4 } })],
    ['no address', 1010009, () => ({ address_info: undefined })],
    [
      'an address without a phone',
      1010009,
      () => ({ address_info: { receiver_name: 'L', detailed_address: 'x' } }),
    ],
    ['no lines', 1010003, () => ({ order_detail: detailBody({ product_infos: [] }) })],
    ['lines in an object', 1010003, () => ({ order_detail: detailBody({ product_infos: {} }) })],
    ['a count in quotes', 1010003, () => ({ order_detail: lines({ product_cnt: '2' }) })],
    ['no count', 1010003, () => ({ order_detail: lines({ product_cnt: undefined }) })],
    ['a count of nothing', 1010003, () => ({ order_detail: lines({ product_cnt: 0 }) })],
    ['no line price', 1010003, () => ({ order_detail: lines({ sku_real_price: undefined }) })],
    ['no SKU member', 1010003, () => ({ order_detail: lines({ out_sku_id: undefined }) })],
    ['no picture', 1010003, () => ({ order_detail: lines({ head_img: '' }) })],
    [
      'the same SKU twice',
      1010003,
      () => ({
        order_detail: detailBody({
          product_infos: [
            lineBody('P1', { sale_price: 1_000, sku_real_price: 1_000, product_cnt: 1 }),
            lineBody('P1', { sale_price: 1_000, sku_real_price: 1_000, product_cnt: 1 }),
          ],
          price_info: { order_price: 2_000, freight: 0 },
        }),
      }),
    ],
    ['no prices', 1010005, () => ({ order_detail: detailBody({ price_info: undefined }) })],
    [
      'a price in quotes',
      1010005,
      () => ({ order_detail: detailBody({ price_info: priceBody({ order_price: '11600' }) }) }),
    ],
    [
      'no freight',
      1010005,
      () => ({ order_detail: detailBody({ price_info: priceBody({ freight: undefined }) }) }),
    ],
    [
      'a discount that is 1 fen off',
      1010005,
      () => ({ order_detail: detailBody({ price_info: priceBody({ discounted_price: 1_201 }) }) }),
    ],
    [
      'line prices that are 1 fen off',
      1010005,
      () => ({ order_detail: lines({ sku_real_price: 8_101 }, SECOND_LINE) }),
    ],
    [
      'another method through the sub-merchant',
      1010004,
      () => ({ order_detail: detailBody({ pay_info: { pay_method_type: 1 } }) }),
    ],
    [
      'a prepay id through the sub-merchant',
      1010004,
      () => ({ order_detail: detailBody({ pay_info: { ...pay_info, prepay_id: 'wx1' } }) }),
    ],
    [
      'a method in quotes',
      1010004,
      () => ({ order_detail: detailBody({ pay_info: { pay_method_type: '0' } }) }),
    ],
    ['no pay_info in an ordinary order', 1010004, () => ({ fund_type: 0 })],
    [
      'no prepay id in an ordinary order',
      1010004,
      () => ({ fund_type: 0, order_detail: detailBody({ pay_info }) }),
    ],
  ])('refuses %s with %i', (_name, errcode, changes) => {
    const bench = newBench();
    const answer = bench.call(ADD, JSON.parse(JSON.stringify(orderBody(bench, 'T1', changes(bench)))));
    expect(answer.errcode).toBe(errcode);
    expect(bench.app.orders.all()).toEqual([]);
  });

  it.each([
    ['5 s off', (bench: SimulatorBench) => ({ create_time: at(bench, -5) })],
    ['15 minutes to pay', (bench: SimulatorBench) => ({ expire_time: seconds(bench, 900) })],
    ['a day to pay', (bench: SimulatorBench) => ({ expire_time: seconds(bench, 86_400) })],
    ['the only SKU left unnamed', () => ({ order_detail: lines({ out_sku_id: '' }, SECOND_LINE) })],
    ['127 characters, - and _', () => ({ out_order_id: `T-_${'a'.repeat(124)}` })],
  ])('takes %s', (_name, changes) => {
    const bench = newBench();
    expect(bench.call(ADD, orderBody(bench, 'T1', changes(bench))).errcode).toBe(0);
  });

  it('wants products that are approved and listed, and their SKU', () => {
    const bench = newBench();
    const add = () => bench.call(ADD, orderBody(bench, 'T1')).errcode;
    const strange = orderBody(bench, 'T1', { order_detail: lines({ out_sku_id: 'X' }, SECOND_LINE) });
    expect(bench.call(ADD, strange).errcode).toBe(1010002);
    bench.call('/shop/spu/delisting', { out_product_id: 'P1' });
    expect(add()).toBe(1010008);
    bench.call('/shop/spu/del', { out_product_id: 'P1' });
    expect(add()).toBe(1010002);
    const other = new SimulatorBench();
    expect(other.call(ADD, orderBody(other, 'T1')).errcode).toBe(1010002);
    other.call('/shop/spu/add', other.product('P1'));
    expect(other.call(ADD, orderBody(other, 'T1')).errcode).toBe(1010015);
  });

  it('takes a trace id from one user only, and a user in one account only', () => {
    const bench = newBench();
    bench.app.traces.put('issued', { openid: 'oSomebodyElse', attribution: undefined });
    expect(bench.call(ADD, orderBody(bench, 'T1', { trace_id: 'issued' })).errcode).toBe(1010061);
    expect(bench.call(ADD, orderBody(bench, 'T1')).errcode).toBe(0);
    expect(bench.call(ADD, orderBody(bench, 'T2', { openid: 'oSomebodyElse' })).errcode).toBe(1010061);
    bench.simulator.openids.claim('wx2222222222222222', 'oOfAnotherAccount');
    expect(bench.call(ADD, orderBody(bench, 'T2', { openid: 'oOfAnotherAccount' })).errcode).toBe(1010014);
  });

  it('takes orders without trace_id where the account is told to', () => {
    const bench = newBench({ simulator: { traceIdRequired: false } });
    expect(bench.call(ADD, orderBody(bench, 'T1', { trace_id: '' })).errcode).toBe(0);
  });

  it('refuses the kind of order that the account does not take', () => {
    const own = newBench({ simulator: { requiredFundType: 0 } });
    expect(own.call(ADD, orderBody(own, 'T1')).errcode).toBe(1010053);
    expect(own.call(ADD, ordinaryBody(own, 'T1')).errcode).toBe(0);
    const closed = newBench({ simulator: { subMerchant: 'closed' } });
    expect(closed.call(ADD, orderBody(closed, 'T1')).errcode).toBe(48001);
    const notOpen = new SimulatorBench({ simulator: { enabled: false } });
    expect(notOpen.call(ADD, orderBody(notOpen, 'T1')).errcode).toBe(1040003);
  });

  it('accepts unknown fields and counts them', () => {
    const bench = newBench();
    bench.call(ADD, orderBody(bench, 'T1', { remark: 'x', order_detail: detailBody({ coupon: 1 }) }));
    expect(bench.app.statistics.report()).toMatchObject({
      unknownFieldsSeen: { [ADD]: { remark: 1, 'order_detail.coupon': 1 } },
    });
  });
});

describe('order/add of the first generation', () => {
  const firstBench = () => new SimulatorBench({ simulator: { generation: 'first' } });

  it('takes products that were never uploaded, and answers a ticket and the computed price', () => {
    const bench = firstBench();
    const data = dataOf(bench.call(ADD, firstBody(bench, 'T1')));
    expect(data).toMatchObject({ out_order_id: 'T1', final_price: 11_600 });
    expect(data['ticket_expire_time']).toBe(at24Hours(bench));
    const order = bench.call('/shop/order/get', reference('T1'))['order'];
    expect(order).toMatchObject({
      scene: 1_177,
      order_detail: {
        product_infos: [{ product_id: 0, sku_id: 0, real_price: 4_050 }, {}],
        price_info: { final_price: 11_600 },
      },
    });
    expect(order).not.toHaveProperty('delivery_detail');
  });

  it('overwrites an unpaid order, and keeps an unused ticket for a day', () => {
    const bench = firstBench();
    const first = dataOf(bench.call(ADD, firstBody(bench, 'T1')));
    const again = dataOf(bench.call(ADD, firstBody(bench, 'T1', { path: 'pages/new' })));
    expect(again).toEqual(first);
    const order = bench.app.orders.findByOutId('T1');
    expect(order).toMatchObject({ repeatedAdds: 1, applied: { add: 2 }, content: { path: 'pages/new' } });
    bench.time.advance(86_400_000);
    const third = dataOf(bench.call(ADD, firstBody(bench, 'T1')));
    expect(third['ticket']).not.toBe(first['ticket']);
    if (order?.ticket) order.ticket.used = true;
    expect(dataOf(bench.call(ADD, firstBody(bench, 'T1')))['ticket']).not.toBe(third['ticket']);
    const stranger = firstBody(bench, 'T1', { openid: 'oSomebodyElse' });
    expect(bench.call(ADD, stranger).errcode).toBe(1010006);
    if (order) order.status = 20;
    expect(bench.call(ADD, firstBody(bench, 'T1')).errcode).toBe(1010006);
  });

  it.each([
    ['no scene', 990007, { scene: undefined }],
    ['no unit price', 1010003, { order_detail: detailBody({ pay_info: { pay_method_type: 0 } }) }],
    [
      'no pay_info',
      1010004,
      { order_detail: detailBody({ product_infos: [lineBody('P1', { real_price: 4_050 })] }) },
    ],
    ['a fund_type', 1010053, { fund_type: 1 }],
    ['no address for express', 1010009, { address_info: undefined }],
  ])('refuses %s with %i', (_name, errcode, changes) => {
    const bench = firstBench();
    const body = JSON.parse(JSON.stringify(firstBody(bench, 'T1', changes)));
    expect(bench.call(ADD, body).errcode).toBe(errcode);
  });

  it('needs no address where nothing is shipped', () => {
    const bench = firstBench();
    const body = firstBody(bench, 'T1', { delivery_detail: { delivery_type: 2 } });
    delete body['address_info'];
    expect(bench.call(ADD, body).errcode).toBe(0);
  });

  function at24Hours(bench: SimulatorBench): string {
    return beijingTime(new Date(bench.time.now().getTime() + 86_400_000));
  }
});

describe('the generation', () => {
  it('is the account’s, unless the simulator is told another one', () => {
    const of = (overrides: Record<string, unknown>) => new SimulatorBench(overrides).app.generation;
    expect([
      of({}),
      of({ generation: 'first' }),
      of({ generation: 'first', simulator: { generation: 'second' } }),
    ]).toEqual(['second', 'first', 'second']);
  });
});

describe('reading orders', () => {
  it('finds one by either id and its buyer, exactly', () => {
    const bench = newBench();
    const { order_id } = dataOf(bench.call(ADD, orderBody(bench, 'T1'))) as { order_id: bigint };
    const code = (body: Record<string, unknown>) =>
      bench.call('/shop/order/get', { openid: BUYER, ...body }).errcode;
    expect([code({ out_order_id: 'T1' }), code({ order_id }), code({ order_id: String(order_id) })]).toEqual([
      0, 0, 0,
    ]);
    expect(code({})).toBe(1010001);
    expect(code({ order_id: order_id + 1n })).toBe(1010011);
    expect(code({ order_id: order_id + 1n, out_order_id: 'T1' })).toBe(1010011);
    expect(code({ out_order_id: 'T1', openid: 'oSomebodyElse' })).toBe(1010011);
    expect(code({ order_id: -1 })).toBe(47001);
  });

  it('shows what was sent, with the ids of products and SKUs', () => {
    const bench = newBench();
    bench.call(ADD, orderBody(bench, 'T1', { aftersale_duration: 14, out_user_id: 'm-1' }));
    const product = bench.app.products.findByOutId('P1');
    const { order } = bench.call('/shop/order/get', reference('T1')) as { order?: unknown };
    expect(order).toMatchObject({
      status: 10,
      fund_type: 1,
      out_user_id: 'm-1',
      aftersale_duration: 14,
      create_time: beijingTime(bench.time.now()),
      order_detail: {
        product_infos: [
          {
            product_id: product?.productId,
            sku_id: product?.skuIds.get('P1-A'),
            sku_real_price: 8_100,
            can_after_sale: false,
          },
          { out_product_id: 'P2' },
        ],
        price_info: { order_price: 11_600, freight: 800, discounted_price: 1_200 },
      },
      delivery_detail: { delivery_type: 1, finish_all_delivery: 0, delivery_list: [] },
      address_info: { receiver_name: '林青' },
    });
  });

  it('pages the list in either direction and by time of creation', () => {
    const bench = newBench();
    for (const id of ['T1', 'T2', 'T3']) {
      bench.call(ADD, orderBody(bench, id));
      bench.time.advance(60_000);
    }
    const list = (body: Record<string, unknown>) =>
      bench.call('/shop/order/get_list', { page: 1, page_size: 2, sort_order: 1, ...body });
    expect(list({})).toMatchObject({
      total_num: 3,
      orders: [{ out_order_id: 'T3' }, { out_order_id: 'T2' }],
    });
    expect(list({ sort_order: 2, page: 2 })).toMatchObject({ orders: [{ out_order_id: 'T3' }] });
    const last = beijingTime(new Date(bench.time.now().getTime() - 60_000));
    expect(list({ start_create_time: last, end_create_time: last })).toMatchObject({
      total_num: 1,
      orders: [{ out_order_id: 'T3' }],
    });
    const reversed = { start_create_time: last, end_create_time: '2020-01-01 00:00:00' };
    expect(list(reversed).errcode).toBe(990009);
    expect(list({ page_size: 101 }).errcode).toBe(990005);
    expect(list({ sort_order: 3 }).errcode).toBe(40097);
    expect(bench.call('/shop/order/get_list', { page: 1, page_size: 2 }).errcode).toBe(990007);
  });
});

describe('an order that time and after-sales move', () => {
  it('times out when it is not paid, and says so', async () => {
    const bench = newBench({ mode: 'plaintext' });
    bench.call(ADD, orderBody(bench, 'T1'));
    bench.deliveries.length = 0;
    bench.time.advance(3_600_000 - 1);
    expect(bench.app.orders.findByOutId('T1')?.status).toBe(10);
    bench.time.advance(1);
    expect(bench.app.orders.findByOutId('T1')).toMatchObject({ status: 181, due: new Map() });
    await bench.settle();
    expect(JSON.parse(bench.deliveries[0]?.delivery.body ?? '{}')).toMatchObject({
      Event: 'open_product_order_cancel',
      order_info: { out_order_id: 'T1', cancel_type: 2 },
    });
  });

  it('is over when every piece went through a refund', async () => {
    const bench = newBench({ mode: 'plaintext' });
    bench.call(ADD, orderBody(bench, 'T1'));
    const order = bench.app.orders.findByOutId('T1');
    const [first, second] = order?.lines ?? [];
    if (order === undefined || first === undefined || second === undefined) throw new Error('no order');
    const { orderProgress } = bench.simulator;
    orderProgress.move(bench.app, order, 'pay');
    const lineView = () => {
      const { order_detail } = bench.call('/shop/order/get', reference('T1'))['order'] as {
        order_detail: { product_infos: object[] };
      };
      return order_detail.product_infos[0];
    };
    orderProgress.holdPieces(bench.app, order, first, 2);
    expect(lineView()).toMatchObject({ can_after_sale: false });
    orderProgress.releasePieces(bench.app, order, first, 1);
    expect(lineView()).toMatchObject({ can_after_sale: true });
    orderProgress.refundPieces(bench.app, order, first, 1, 4_000);
    orderProgress.holdPieces(bench.app, order, second, 1);
    orderProgress.refundPieces(bench.app, order, second, 1, 2_700);
    expect(order.status).toBe(20);
    orderProgress.holdPieces(bench.app, order, first, 1);
    orderProgress.refundPieces(bench.app, order, first, 1, 4_100);
    expect(order.status).toBe(200);
    expect(first).toMatchObject({ ordered: 2, refunded: 2, refundedFen: 8_100, inAftersale: 0 });
    await bench.settle();
    const events = bench.deliveries.map(
      ({ delivery }) => (JSON.parse(delivery.body) as { Event: string }).Event,
    );
    expect(events.slice(-1)).toEqual(['open_product_order_refund']);
  });
});
