import type { FastifyInstance } from 'fastify';
import { FIRST, OrderBench, SECOND } from '../testing/order-bench';
import { BUYER, detailBody, firstBody, lineBody, orderBody, ordinaryBody } from '../testing/orders';
import { APP_ID } from '../testing/simulator-bench';
import { buildControlServer } from './control-server';

const BASE = `/v1/apps/${APP_ID}`;
type Body = Record<string, unknown>;

let bench: OrderBench;
let server: FastifyInstance;
let address: string;
async function start(overrides: Body = {}): Promise<void> {
  bench = new OrderBench(overrides);
  server = buildControlServer(bench.simulator);
  address = await server.listen({ host: '127.0.0.1', port: 0 });
}
beforeEach(() => start());
afterEach(() => server.close());

async function control(method: 'GET' | 'POST' | 'PUT', path: string, body?: Body | number[]) {
  const json = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const answer = await fetch(`${address}${path}`, { method, ...(body === undefined ? {} : json) });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Body };
}

const act = (name: string, body?: Body, id = 'T1') => control('POST', `${BASE}/orders/${id}/${name}`, body);
const DAY_MS = 86_400_000;

describe('paying in the cashier', () => {
  it('needs payment parameters, turns the order 20 and pushes the event of the payment', async () => {
    const { orderId } = bench.add('T1');
    expect(await act('pay')).toMatchObject({ status: 409, body: { error: 'wrong-state' } });
    bench.code('/shop/order/getpaymentparams', 'T1');
    expect(await act('pay')).toMatchObject({
      status: 200,
      body: { status: 20, due: { attribution: expect.any(String) } },
    });
    const { payment } = bench.order('T1');
    expect(payment).toMatchObject({ transactionId: expect.stringMatching(/^\d{28}$/), amountFen: 11_600 });
    expect(bench.events()).toEqual([
      {
        ToUserName: 'gh_111111111111',
        FromUserName: BUYER,
        CreateTime: Math.floor(bench.time.now().getTime() / 1_000),
        MsgType: 'event',
        Event: 'open_product_order_pay',
        order_info: {
          order_id: orderId,
          out_order_id: 'T1',
          transaction_id: payment?.transactionId,
          pay_time: bench.now(),
          amount: 11_600,
        },
      },
    ]);
    expect(bench.deliveries[0]?.delivery.body).toContain(`"order_id":${orderId},`);
    expect(bench.view('T1')).toMatchObject({
      order_detail: { pay_info: { transaction_id: payment?.transactionId, pay_time: bench.now() } },
    });
    expect((await act('pay', { force: true })).status).toBe(409);
  });

  it('takes its time when asked to, and shows 11 meanwhile', async () => {
    bench.add('T1');
    bench.code('/shop/order/getpaymentparams', 'T1');
    expect(await act('pay', { settleAfterMs: 2_000 })).toMatchObject({ body: { status: 11, payment: null } });
    expect(bench.code('/shop/order/close', 'T1')).toBe(1000000);
    expect((await act('cancel')).status).toBe(409);
    bench.time.advance(1_999);
    expect(bench.view('T1')['status']).toBe(11);
    bench.time.advance(1);
    expect(bench.view('T1')['status']).toBe(20);
    bench.time.advance(DAY_MS);
    expect(bench.eventNames()).toEqual(['open_product_order_pay', 'open_product_order_analyze']);
  });

  it('goes on at once when the cashier is visited again', async () => {
    bench.add('T1');
    await act('pay', { force: true, settleAfterMs: 60_000 });
    expect(await act('pay')).toMatchObject({ body: { status: 20 } });
    bench.time.advance(60_000);
    expect(bench.eventNames().filter((name) => name === 'open_product_order_pay')).toHaveLength(1);
  });

  it('does not open with parameters that a new price has voided', async () => {
    bench.add('T1');
    const ask = () => {
      const { payment_params } = bench.call('/shop/order/getpaymentparams', {
        out_order_id: 'T1',
        openid: BUYER,
      });
      return (payment_params as { package: string }).package.replace('prepay_id=', '');
    };
    const old = ask();
    const product_infos = [
      { out_product_id: 'P1', out_sku_id: 'P1-A', sale_price: 4_500, sku_real_price: 8_000 },
      { out_product_id: 'P2', out_sku_id: 'P2-A', sale_price: 3_000, sku_real_price: 2_700 },
    ];
    const price_info = { order_price: 11_500, freight: 800, discounted_price: 1_300 };
    expect(bench.code('/shop/order/change_price', 'T1', { product_infos, price_info })).toBe(0);
    expect((await act('pay')).status).toBe(409);
    const fresh = ask();
    expect((await act('pay', { prepayId: old })).status).toBe(409);
    expect(await act('pay', { prepayId: fresh })).toMatchObject({ body: { payment: { amountFen: 11_500 } } });
  });

  it.each(['cancelled', 'timed out'])(
    'captures the money of an order that is %s only by force',
    async (how) => {
      bench.add('T1');
      bench.code('/shop/order/getpaymentparams', 'T1');
      if (how === 'cancelled') bench.code('/shop/order/close', 'T1');
      else await act('time-out');
      bench.deliveries.length = 0;
      expect((await act('pay')).status).toBe(409);
      expect(await act('pay', { force: true })).toMatchObject({ status: 200, body: { status: 20 } });
      expect(bench.eventNames()).toEqual(['open_product_order_pay']);
    },
  );

  it('is for the order’s own buyer, what costs something, and sub-merchant orders only', async () => {
    bench.add('T1');
    bench.code('/shop/order/getpaymentparams', 'T1');
    expect((await act('pay', { openid: 'oSomebodyElse' })).status).toBe(409);
    bench.add('T2', ordinaryBody(bench, 'T2'));
    expect((await act('pay', { force: true }, 'T2')).status).toBe(409);
    const order_detail = detailBody({
      product_infos: [lineBody('P1', { sale_price: 0, sku_real_price: 0 })],
      price_info: { order_price: 0, freight: 0 },
    });
    bench.add('Free', orderBody(bench, 'Free', { order_detail }));
    expect((await act('pay', {}, 'Free')).status).toBe(409);
    expect(await act('pay', { force: true }, 'Free')).toMatchObject({ body: { status: 20 } });
  });
});

describe('what else happens to orders inside WeChat', () => {
  it('cancels and times out what is unpaid, with the type of it', async () => {
    bench.add('T1');
    bench.add('T2');
    expect(await act('cancel')).toMatchObject({ body: { status: 250 } });
    expect(await act('time-out', undefined, 'T2')).toMatchObject({ body: { status: 181, due: {} } });
    expect(bench.events()).toMatchObject([
      {
        Event: 'open_product_order_cancel',
        FromUserName: BUYER,
        order_info: { out_order_id: 'T1', cancel_type: 1 },
      },
      { Event: 'open_product_order_cancel', order_info: { out_order_id: 'T2', cancel_type: 2 } },
    ]);
    expect([(await act('cancel')).status, (await act('time-out', undefined, 'T2')).status]).toEqual([
      409, 409,
    ]);
  });

  it('confirms the receipt of what was shipped', async () => {
    bench.addPaid('T1');
    expect((await act('confirm')).status).toBe(409);
    bench.ship('T1', 1, [FIRST, SECOND]);
    bench.deliveries.length = 0;
    expect(await act('confirm')).toMatchObject({
      body: { status: 100, receiveTime: bench.time.now().toISOString() },
    });
    expect(bench.events()).toMatchObject([{ Event: 'open_product_order_confirm', FromUserName: BUYER }]);
    expect(bench.code('/shop/delivery/recieve', 'T1')).toBe(1000000);
  });

  it('confirms it by itself after some days', () => {
    bench.addPaid('T1');
    bench.ship('T1', 1, [FIRST, SECOND]);
    bench.time.advance(10 * DAY_MS - 1);
    expect(bench.order('T1').status).toBe(30);
    bench.time.advance(1);
    expect(bench.order('T1').status).toBe(100);
    expect(bench.eventNames().at(-1)).toBe('open_product_order_confirm');
  });

  it('gives everything back, freight included, unless it is paid out or in after-sale', async () => {
    const order = bench.addPaid('T1');
    const [line] = order.lines;
    if (line === undefined) throw new Error('no line');
    bench.simulator.orderProgress.holdPieces(bench.app, order, line, 1);
    expect((await act('refund')).status).toBe(409);
    bench.simulator.orderProgress.releasePieces(bench.app, order, line, 1);
    bench.deliveries.length = 0;
    expect(await act('refund')).toMatchObject({
      body: {
        status: 200,
        refundedFen: 11_600,
        lines: [
          { refunded: 2, refundedFen: 8_100 },
          { refunded: 1, refundedFen: 2_700 },
        ],
      },
    });
    expect(bench.eventNames()).toEqual(['open_product_order_refund']);
    expect((await act('refund')).status).toBe(409);
  });

  it('pays out when the after-sale window ends, less what was given back', async () => {
    const order = bench.addPaid('T1', orderBody(bench, 'T1', { aftersale_duration: 14 }));
    expect((await act('settle')).status).toBe(409);
    bench.ship('T1', 1, [FIRST, SECOND]);
    bench.code('/shop/delivery/recieve', 'T1');
    const [line] = order.lines;
    if (line === undefined) throw new Error('no line');
    bench.simulator.orderProgress.holdPieces(bench.app, order, line, 1);
    bench.time.advance(14 * DAY_MS);
    expect(order.settlement).toBeUndefined();
    expect((await act('settle')).status).toBe(409);
    bench.simulator.orderProgress.refundPieces(bench.app, order, line, 1, 4_000);
    bench.deliveries.length = 0;
    bench.time.advance(3_600_000);
    expect(bench.events()).toMatchObject([
      {
        Event: 'open_product_order_settle',
        order_info: { settle_no: expect.stringMatching(/^\w+$/), amount: 7_600, settle_time: bench.now() },
      },
    ]);
    expect(order).toMatchObject({ status: 100, settlement: { amountFen: 7_600 } });
    expect([(await act('settle')).status, (await act('refund')).status]).toEqual([409, 409]);
  });

  it('pays out at once when told to', async () => {
    bench.addPaid('T1');
    bench.ship('T1', 1, [FIRST, SECOND]);
    bench.code('/shop/delivery/recieve', 'T1');
    expect(await act('settle')).toMatchObject({ body: { settlement: { amountFen: 11_600 }, due: {} } });
    bench.time.advance(8 * DAY_MS);
    expect(bench.eventNames().filter((name) => name === 'open_product_order_settle')).toHaveLength(1);
  });

  it('does none of it for orders of the first generation', async () => {
    await server.close();
    await start({ simulator: { generation: 'first' } });
    bench.add('T1', firstBody(bench, 'T1'));
    for (const name of ['pay', 'cancel', 'confirm', 'refund', 'settle', 'attribute'])
      expect([name, (await act(name)).status]).toEqual([name, 409]);
    expect(await act('use-ticket')).toMatchObject({ body: { ticket: { used: true } } });
    expect((await act('use-ticket')).status).toBe(409);
    expect(bench.events()).toEqual([]);
  });
});

describe('whose sale it is', () => {
  const issue = (body: Body) => control('POST', `${BASE}/trace-ids`, body);
  const list = (path: string, body: Body) =>
    bench.call(`/shop/order/${path}`, { page: 1, page_size: 10, ...body });

  it('is analysed after the payment, from the trace id that the checkout was given', async () => {
    const { status, body } = await issue({
      openid: BUYER,
      promoterId: 'promoter-1',
      finderNickname: '青禾直播',
    });
    expect(status).toBe(201);
    const order = bench.addPaid('T1', orderBody(bench, 'T1', { trace_id: body['traceId'] }));
    bench.add('T2', orderBody(bench, 'T2', { trace_id: body['traceId'] }));
    expect(bench.view('T1')).not.toHaveProperty('promotion_info');
    bench.time.advance(5_000);
    expect(bench.events().at(-1)).toMatchObject({
      Event: 'open_product_order_analyze',
      order_info: { order_id: order.orderId, out_order_id: 'T1', openid: BUYER },
    });
    const promotion_info = { promoter_id: 'promoter-1', finder_nickname: '青禾直播' };
    expect(bench.view('T1')['promotion_info']).toEqual(promotion_info);
    expect(list('get_list_by_finder', { promoter_id: 'promoter-1' })).toMatchObject({
      total_num: 1,
      orders: [{ out_order_id: 'T1', promotion_info }],
    });
    expect(list('get_list_by_finder', { promoter_id: 'promoter-2' })).toMatchObject({
      total_num: 0,
      orders: [],
    });
  });

  it('is nobody’s when the id credits nobody, or there is none', async () => {
    await server.close();
    await start({ simulator: { traceIdRequired: false } });
    bench.addPaid('T1');
    bench.addPaid('T2', orderBody(bench, 'T2', { trace_id: '' }));
    bench.time.advance(60_000);
    expect(bench.events().filter(({ Event }) => Event === 'open_product_order_analyze')).toMatchObject([
      { order_info: { out_order_id: 'T1' } },
    ]);
    expect(bench.view('T1')).not.toHaveProperty('promotion_info');
    expect((await act('attribute', { promoterId: 'p' }, 'T2')).status).toBe(409);
  });

  it('is what the test says it is', async () => {
    bench.addPaid('T1');
    expect(await act('attribute', { sharerOpenid: 'oSharer', liveStartTime: 1_772_400_000 })).toMatchObject({
      body: { attribution: { sharerOpenid: 'oSharer' } },
    });
    bench.time.advance(60_000);
    expect(bench.eventNames().filter((name) => name === 'open_product_order_analyze')).toHaveLength(1);
    expect(bench.view('T1')['promotion_info']).toEqual({
      sharer_openid: 'oSharer',
      live_start_time: 1_772_400_000,
    });
    const paidAt = bench.order('T1').payment?.payTime;
    expect(paidAt).toBeDefined();
    const never = { start_pay_time: '2020-01-01 00:00:00', end_pay_time: '2020-01-02 00:00:00' };
    expect(list('get_list_by_sharer', { sharer_openid: 'oSharer' })).toMatchObject({ total_num: 1 });
    expect(list('get_list_by_sharer', { sharer_openid: 'oSharer', ...never })).toMatchObject({
      total_num: 0,
    });
    expect(list('get_list_by_sharer', {}).errcode).toBe(990007);
    expect(list('get_list_by_finder', {}).errcode).toBe(990007);
    expect(list('get_list_by_finder', { promoter_id: 'p', page_size: 101 }).errcode).toBe(990005);
  });

  it('goes with one user', async () => {
    const { body } = await issue({ openid: 'oSomebodyElse' });
    const order = orderBody(bench, 'T1', { trace_id: body['traceId'] });
    expect(bench.call('/shop/order/add', order).errcode).toBe(1010061);
    bench.simulator.openids.claim('wx2222222222222222', 'oOfAnotherAccount');
    expect(await issue({ openid: 'oOfAnotherAccount' })).toMatchObject({
      status: 400,
      body: { field: 'openid' },
    });
  });
});

describe('looking at orders and steering them', () => {
  it('shows the whole truth, ids as strings, repeated adds too', async () => {
    const { orderId } = bench.addPaid('T1');
    bench.call('/shop/order/add', orderBody(bench, 'T1'));
    bench.ship('T1', 0, [FIRST]);
    const shown = await control('GET', `${BASE}/orders/T1`);
    expect(shown.body).toMatchObject({
      orderId: String(orderId),
      status: 21,
      fundType: 1,
      lines: [
        {
          outProductId: 'P1',
          productId: expect.stringMatching(/^\d+$/),
          ordered: 2,
          shipped: 2,
          refunded: 0,
        },
        { outProductId: 'P2', ordered: 1, shipped: 0 },
      ],
      parcels: [{ deliveryId: 'SF', items: [{ outProductId: 'P1', count: 2 }] }],
      payment: { amountFen: 11_600 },
      applied: { add: 1, send: 1, close: 0 },
      repeatedAdds: 1,
    });
    expect((await control('GET', `${BASE}/orders`)).body).toEqual([shown.body]);
    expect((await control('GET', `${BASE}/orders/none`)).status).toBe(404);
    const stats = await control('GET', '/v1/stats');
    expect(stats.body).toMatchObject({
      apps: [
        {
          orderAddsApplied: { T1: 1 },
          repeatedOrderAdds: { T1: 1 },
          endpoints: { '/shop/order/add': { ok: 2 } },
        },
      ],
    });
  });

  it('moves the clock', async () => {
    const before = bench.time.now().getTime();
    bench.add('T1');
    const { body } = await control('POST', '/v1/clock', { advanceSeconds: 3_600 });
    expect(body).toEqual({ now: new Date(before + 3_600_000).toISOString(), aheadSeconds: 3_600 });
    expect((await control('GET', '/v1/clock')).body).toEqual(body);
    expect(bench.order('T1').status).toBe(181);
    expect(await control('POST', '/v1/reset')).toMatchObject({ status: 204 });
    expect((await control('GET', '/v1/clock')).body).toMatchObject({ aheadSeconds: 0 });
  });

  it('changes the settings that orders go by', async () => {
    const put = (name: string, body: Body | number[]) => control('PUT', `${BASE}/${name}`, body);
    expect(await put('verified-scenes', [1001])).toMatchObject({ body: { verifiedScenes: [1001] } });
    expect(await put('required-fund-type', { requiredFundType: 1 })).toMatchObject({
      body: { requiredFundType: 1 },
    });
    expect(await put('sub-merchant', { subMerchant: 'closed' })).toMatchObject({
      body: { subMerchant: 'closed' },
    });
    expect(await put('ip-allow-list', { ipAllowList: ['10.0.0.1'] })).toMatchObject({
      body: { ipAllowList: ['10.0.0.1'] },
    });
    expect(await put('ip-allow-list', { ipAllowList: null })).toMatchObject({ body: { ipAllowList: null } });
  });

  it.each<['POST' | 'PUT', string, Body | number[], string]>([
    ['PUT', `${BASE}/required-fund-type`, {}, 'requiredFundType'],
    ['PUT', `${BASE}/required-fund-type`, { requiredFundType: 4 }, 'requiredFundType'],
    ['PUT', `${BASE}/sub-merchant`, { subMerchant: 'x' }, 'subMerchant'],
    ['PUT', `${BASE}/ip-allow-list`, { ipAllowList: ['x'] }, 'ipAllowList.0'],
    ['POST', `${BASE}/trace-ids`, {}, 'openid'],
    ['POST', `${BASE}/orders/T1/pay`, { forced: true }, 'forced'],
    ['POST', `${BASE}/orders/T1/cancel`, { reason: 'x' }, 'reason'],
    ['POST', `${BASE}/orders/T1/attribute`, { promoterId: 1 }, 'promoterId'],
    ['POST', '/v1/clock', { advanceSeconds: -1 }, 'advanceSeconds'],
  ])('names the field of wrong input: %s %s %j', async (method, path, body, field) => {
    bench.add('T1');
    expect(await control(method, path, body)).toMatchObject({ status: 400, body: { field } });
  });
});
