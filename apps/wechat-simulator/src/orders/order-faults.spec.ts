import { FIRST, OrderBench, parcel, SECOND } from '../testing/order-bench';
import { BUYER, orderBody, ordinaryBody } from '../testing/orders';

type Body = Record<string, unknown>;
const T1 = { out_order_id: 'T1', openid: BUYER };
const page = { page: 1, page_size: 10 };

/** Every write of the two groups: how the order comes to where it can be called, and how often it was applied then. */
const WRITES: readonly [string, (bench: OrderBench) => Body][] = [
  ['/shop/order/add', (bench) => orderBody(bench, 'T1')],
  [
    '/shop/order/pay',
    (bench) => {
      bench.add('T1', ordinaryBody(bench, 'T1'));
      return { ...T1, action_type: 1, transaction_id: '4200001500202603020000000001', pay_time: bench.now() };
    },
  ],
  [
    '/shop/order/getpaymentparams',
    (bench) => {
      bench.add('T1');
      return T1;
    },
  ],
  [
    '/shop/order/close',
    (bench) => {
      bench.add('T1');
      return T1;
    },
  ],
  [
    '/shop/delivery/send',
    (bench) => {
      bench.addPaid('T1');
      return { ...T1, finish_all_delivery: 0, delivery_list: [parcel([FIRST])] };
    },
  ],
  [
    '/shop/delivery/recieve',
    (bench) => {
      bench.addPaid('T1');
      bench.ship('T1', 1, [FIRST, SECOND]);
      return T1;
    },
  ],
];

const APPLIED = {
  '/shop/order/add': 'add',
  '/shop/order/pay': 'pay',
  '/shop/order/getpaymentparams': 'paymentParameters',
  '/shop/order/close': 'close',
  '/shop/delivery/send': 'send',
  '/shop/delivery/recieve': 'receive',
} as const;
const appliedOf = (bench: OrderBench, path: string) =>
  bench.app.orders.findByOutId('T1')?.applied[APPLIED[path as keyof typeof APPLIED]] ?? 0;

describe('faults of the calls about orders', () => {
  it.each(WRITES)('%s takes effect though its answer is lost', (path, prepare) => {
    const bench = new OrderBench();
    const body = prepare(bench);
    bench.simulator.faults.add({ kind: 'applied-but-timed-out', path });
    expect(() => bench.call(path, body)).toThrow('no answer');
    expect(appliedOf(bench, path)).toBe(1);
  });

  it.each(WRITES)('%s has no effect when WeChat is busy', (path, prepare) => {
    const bench = new OrderBench();
    const body = prepare(bench);
    bench.simulator.faults.add({ kind: 'system-error', path });
    expect(bench.call(path, body).errcode).toBe(-1);
    expect(appliedOf(bench, path)).toBe(0);
    expect(bench.call(path, body).errcode).toBe(0);
    expect(appliedOf(bench, path)).toBe(1);
  });

  it.each<[string, Body]>([
    ['/shop/scene/check', { scene: 1_177 }],
    ['/shop/order/get', T1],
    ['/shop/order/get_list', { ...page, sort_order: 1 }],
    ['/shop/order/get_list_by_finder', { ...page, promoter_id: 'p' }],
    ['/shop/order/get_list_by_sharer', { ...page, sharer_openid: 'oSharer' }],
    ['/shop/delivery/get_company_list', {}],
    ...WRITES.slice(0, 1).map(([path]): [string, Body] => [path, T1]),
  ])('%s meets quotas, and is counted', (path, body) => {
    const bench = new OrderBench({ quotas: { otherPerDay: 1 } });
    const first = bench.call(path, body).errcode ?? 0;
    expect(bench.call(path, body).errcode).toBe(45009);
    expect(bench.app.statistics.report()).toMatchObject({
      endpoints: { [path]: { total: 2, accepted: 1, quotaRefusals: 1, errcodes: { [first]: 1, 45009: 1 } } },
    });
    expect(bench.call('/cgi-bin/openapi/quota/get', { cgi_path: path })).toMatchObject({
      quota: { daily_limit: 1, used: 1 },
    });
  });
});

describe('faults of the callbacks about orders', () => {
  it('says the opposite of what happened, while the API tells the truth', () => {
    const bench = new OrderBench();
    bench.simulator.faults.add({ kind: 'contradict', probability: 1 });
    bench.addPaid('T1');
    bench.time.advance(5_000);
    bench.ship('T1', 1, [FIRST, SECOND]);
    bench.simulator.orderBuyer.confirm(bench.app, bench.order('T1'));
    bench.simulator.orderBuyer.refund(bench.app, bench.order('T1'));
    bench.simulator.orderBuyer.cancel(bench.app, bench.add('T2'));
    expect(bench.events()).toMatchObject([
      { Event: 'open_product_order_cancel', order_info: { out_order_id: 'T1', cancel_type: 1 } },
      { Event: 'open_product_order_analyze', order_info: { openid: 'oSimNobody' } },
      { Event: 'open_product_order_refund', order_info: { out_order_id: 'T1' } },
      { Event: 'open_product_order_confirm', order_info: { out_order_id: 'T1' } },
      { Event: 'open_product_order_pay', order_info: { out_order_id: 'T2', amount: 1 } },
    ]);
    for (const { order_info } of bench.events()) expect(order_info['order_id']).toBeGreaterThan(2n ** 53n);
    expect([bench.view('T1')['status'], bench.view('T2')['status']]).toEqual([200, 250]);
  });

  it('loses, doubles, delays and reorders them', () => {
    const bench = new OrderBench();
    const event = 'open_product_order_pay';
    bench.simulator.faults.add({ kind: 'drop', event });
    bench.addPaid('Lost');
    bench.simulator.faults.add({ kind: 'double', event });
    bench.addPaid('Twice');
    bench.simulator.faults.add({ kind: 'delay', event, ms: 60_000 });
    bench.addPaid('Late');
    bench.simulator.faults.add({ kind: 'reorder', event, ms: 60_000 });
    bench.addPaid('Behind');
    bench.addPaid('Before');
    const told = () =>
      bench
        .events()
        .flatMap(({ Event, order_info }) => (Event === event ? [order_info['out_order_id']] : []));
    expect(told()).toEqual(['Twice', 'Twice', 'Before', 'Behind']);
    bench.simulator.time.advance(60_000);
    expect(told()).toEqual(['Twice', 'Twice', 'Before', 'Behind', 'Late']);
  });

  it('stay under order_info in the flat layout too', () => {
    const bench = new OrderBench({ layout: 'flat' });
    const { orderId } = bench.addPaid('T1');
    expect(bench.events()).toMatchObject([{ order_info: { order_id: orderId, out_order_id: 'T1' } }]);
  });

  it('come as text in XML, ids with all their digits, from the buyer', () => {
    const bench = new OrderBench({ format: 'xml' });
    const { orderId } = bench.addPaid('T1');
    const { body, url } = bench.deliveries[0]?.delivery ?? { body: '', url: 'http://none' };
    expect(body).toContain(`<FromUserName><![CDATA[${BUYER}]]></FromUserName>`);
    expect(body).toContain(
      `<order_info><order_id>${orderId}</order_id><out_order_id><![CDATA[T1]]></out_order_id>`,
    );
    expect(new URL(url).searchParams.get('openid')).toBe(BUYER);
  });
});
