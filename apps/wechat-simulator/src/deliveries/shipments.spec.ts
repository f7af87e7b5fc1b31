import { FIRST, OrderBench, parcel, SECOND } from '../testing/order-bench';
import { BUYER, firstBody, ordinaryBody } from '../testing/orders';

const SEND = '/shop/delivery/send';
const RECEIVE = '/shop/delivery/recieve';

function paidBench(): OrderBench {
  const bench = new OrderBench();
  bench.addPaid('T1');
  bench.deliveries.length = 0;
  return bench;
}

describe('delivery/get_company_list', () => {
  it('lists carriers at the top level, OTHERS among them', () => {
    const list = new OrderBench().call('/shop/delivery/get_company_list')['company_list'] as {
      delivery_id: string;
    }[];
    expect(list.length).toBeGreaterThan(24);
    const ids = list.map(({ delivery_id }) => delivery_id);
    expect(ids).toEqual(expect.arrayContaining(['SF', 'ZTO', 'OTHERS']));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('delivery/send', () => {
  it('adds parcel by parcel, to 21 and then to 30', () => {
    const bench = paidBench();
    expect(bench.ship('T1', 0, [FIRST])).toBe(0);
    expect(bench.view('T1')).toMatchObject({
      status: 21,
      delivery_detail: {
        finish_all_delivery: 0,
        delivery_list: [{ delivery_id: 'SF', product_info_list: [FIRST] }],
      },
    });
    const ship_done_time = bench.now();
    expect(bench.ship('T1', 1, [SECOND])).toBe(0);
    expect(bench.view('T1')).toMatchObject({
      status: 30,
      delivery_detail: {
        finish_all_delivery: 1,
        ship_done_time,
        delivery_list: [{}, { product_info_list: [SECOND] }],
      },
    });
    expect(bench.order('T1')).toMatchObject({
      applied: { send: 2 },
      lines: [{ shipped: 2 }, { shipped: 1 }],
    });
    expect(bench.ship('T1', 1, [SECOND])).toBe(1000000);
    expect(bench.events()).toEqual([]);
  });

  it('may finish without a parcel when everything has one', () => {
    const bench = paidBench();
    expect(bench.ship('T1', 0, [FIRST, SECOND])).toBe(0);
    expect(bench.order('T1').status).toBe(21);
    expect(bench.ship('T1', 1)).toBe(0);
    expect(bench.order('T1').status).toBe(30);
  });

  it('takes a line in one parcel only, even when pieces are left (1010037)', () => {
    const bench = paidBench();
    const half = { ...FIRST, product_cnt: 1 };
    expect(bench.ship('T1', 0, [half, half])).toBe(1010037);
    expect(bench.order('T1').parcels).toEqual([]);
    expect(bench.ship('T1', 0, [half])).toBe(0);
    expect(bench.ship('T1', 0, [half])).toBe(1010037);
    expect(bench.ship('T1', 1, [half, SECOND])).toBe(1010037);
    expect(bench.ship('T1', 1, [SECOND])).toBe(0);
    expect(bench.order('T1')).toMatchObject({
      status: 30,
      lines: [{ ordered: 2, shipped: 1 }, { shipped: 1 }],
    });
  });

  it('does not finish while an item has no logistics, not even one in after-sale (1010042)', () => {
    const bench = paidBench();
    const order = bench.order('T1');
    const [, second] = order.lines;
    if (second === undefined) throw new Error('no line');
    expect(bench.ship('T1', 1, [FIRST])).toBe(1010042);
    const { orderProgress } = bench.simulator;
    orderProgress.holdPieces(bench.app, order, second, 1);
    expect(bench.ship('T1', 1, [FIRST])).toBe(1010042);
    expect(order).toMatchObject({ status: 20, parcels: [], applied: { send: 0 } });
    expect(bench.ship('T1', 0, [FIRST])).toBe(0);
    expect(bench.ship('T1', 1)).toBe(1010042);
    orderProgress.refundPieces(bench.app, order, second, 1, 2_700);
    expect(bench.ship('T1', 1)).toBe(0);
  });

  it.each<[string, number, Record<string, unknown>]>([
    ['no finish_all_delivery', 990007, { finish_all_delivery: undefined }],
    ['finish_all_delivery 2', 40097, { finish_all_delivery: 2 }],
    ['a flag in quotes', 47001, { finish_all_delivery: '1' }],
    ['no parcels', 990007, { delivery_list: undefined }],
    ['no items', 990007, { delivery_list: [{ delivery_id: 'SF', waybill_id: '1' }] }],
    ['an empty waybill', 1010029, { delivery_list: [{ ...parcel([FIRST, SECOND]), waybill_id: '' }] }],
    ['no waybill', 1010029, { delivery_list: [{ ...parcel([FIRST, SECOND]), waybill_id: undefined }] }],
    [
      'a carrier that is not listed',
      1010029,
      { delivery_list: [{ ...parcel([FIRST, SECOND]), delivery_id: 'X' }] },
    ],
    [
      'an item of another order',
      1010029,
      { delivery_list: [parcel([FIRST, SECOND, { ...FIRST, out_product_id: 'P3' }])] },
    ],
    [
      'more pieces than ordered',
      1010029,
      { delivery_list: [parcel([{ ...FIRST, product_cnt: 3 }, SECOND])] },
    ],
    ['a count in quotes', 47001, { delivery_list: [parcel([{ ...FIRST, product_cnt: '2' }, SECOND])] }],
    ['no time', 990007, { ship_done_time: undefined }],
    ['a time of another form', 40097, { ship_done_time: '2026-03-02' }],
    ['another buyer', 1010011, { openid: 'oSomebodyElse' }],
  ])('refuses %s with %i', (_name, errcode, changes) => {
    const bench = paidBench();
    const whole = {
      finish_all_delivery: 1,
      delivery_list: [parcel([FIRST, SECOND])],
      ship_done_time: bench.now(),
    };
    expect(bench.code(SEND, 'T1', JSON.parse(JSON.stringify({ ...whole, ...changes })))).toBe(errcode);
    expect(bench.order('T1')).toMatchObject({ status: 20, parcels: [] });
    expect(bench.code(SEND, 'T1', whole)).toBe(0);
  });

  it('is refused for an order that is not paid', () => {
    const bench = new OrderBench();
    bench.add('T1');
    expect(bench.ship('T1', 1, [FIRST, SECOND])).toBe(1000000);
  });

  it('needs no parcels where nothing goes by express', () => {
    const bench = new OrderBench();
    bench.add('T1', ordinaryBody(bench, 'T1', { delivery_detail: { delivery_type: 4 } }));
    bench.simulator.orderProgress.move(bench.app, bench.order('T1'), 'pay');
    expect(bench.ship('T1', 0)).toBe(990007);
    expect(bench.ship('T1', 1)).toBe(0);
    expect(bench.order('T1')).toMatchObject({ status: 30, lines: [{ shipped: 2 }, { shipped: 1 }] });
  });

  it('records waybills only, in the first generation', () => {
    const bench = new OrderBench({ simulator: { generation: 'first' } });
    bench.add('T1', firstBody(bench, 'T1'));
    const code = bench.code('/shop/order/pay', 'T1', {
      action_type: 1,
      transaction_id: '4200001500202603020000000001',
      pay_time: bench.now(),
    });
    expect(code).toBe(0);
    const bare = { delivery_id: 'SF', waybill_id: '1' };
    expect(bench.ship('T1', 0, [], { delivery_list: [bare] })).toBe(0);
    expect(bench.ship('T1', 1, [], { delivery_list: [bare] })).toBe(1010037);
    expect(bench.ship('T1', 1, [], { delivery_list: [{ ...bare, waybill_id: '2' }] })).toBe(0);
    const view = bench.view('T1');
    expect(view).toMatchObject({
      status: 30,
      order_detail: { delivery_detail: { delivery_list: [bare, {}] } },
    });
    expect(view).not.toHaveProperty('delivery_detail');
    expect(bench.order('T1').lines).toMatchObject([{ shipped: 2 }, { shipped: 1 }]);
  });
});

describe('delivery/recieve', () => {
  it('confirms the receipt of what is shipped, once, without an event', () => {
    const bench = paidBench();
    expect(bench.code(RECEIVE, 'T1')).toBe(1000000);
    bench.ship('T1', 1, [FIRST, SECOND]);
    expect(bench.code(RECEIVE, 'T1', { openid: 'oSomebodyElse' })).toBe(1010011);
    const receive_time = Math.floor(bench.time.now().getTime() / 1_000);
    expect([bench.code(RECEIVE, 'T1'), bench.code(RECEIVE, 'T1')]).toEqual([0, 1000000]);
    expect(bench.view('T1')).toMatchObject({ openid: BUYER, status: 100, receive_time });
    expect(bench.order('T1').applied.receive).toBe(1);
    expect(bench.events()).toEqual([]);
  });
});
