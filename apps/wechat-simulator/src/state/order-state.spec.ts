import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { orderReport } from '../control/order-report';
import { keeperOn, nextRunOn } from '../testing/kept-runs';
import { FIRST, OrderBench, SECOND } from '../testing/order-bench';
import { BUYER, firstBody, orderBody, ordinaryBody } from '../testing/orders';
import { SimulatorBench } from '../testing/simulator-bench';

const DAY_MS = 86_400_000;
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-orders-'));
  path = join(folder, 'state.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The first run on the file. */
function firstRun(overrides: Record<string, unknown> = {}): OrderBench {
  const bench = new OrderBench(overrides);
  keeperOn(path, bench).restore();
  return bench;
}

const empty = (overrides: Record<string, unknown> = {}) => {
  const bench = new OrderBench(overrides);
  bench.simulator.reset();
  return bench;
};
const nextRun = (bench: OrderBench, overrides: Record<string, unknown> = {}, laterMs = 0) =>
  nextRunOn(path, bench, empty(overrides), laterMs);
const orders = (bench: OrderBench) => bench.app.orders.all().map(orderReport);

describe('orders in the data file', () => {
  it('are found again as they were, in every status, and their ids to the last digit', async () => {
    const bench = firstRun();
    bench.add('Unpaid');
    bench.code('/shop/order/getpaymentparams', 'Unpaid');
    bench.simulator.orderProgress.payLater(bench.app, bench.add('Underway'), 60_000);
    const paid = bench.addPaid(
      'Paid',
      orderBody(bench, 'Paid', {
        aftersale_duration: 14,
        default_receiving_address: { receiver_name: '周', detailed_address: 'x', tel_number: '1' },
      }),
    );
    bench.ship('Paid', 0, [FIRST]);
    const [, line] = paid.lines;
    if (line === undefined) throw new Error('no line');
    bench.simulator.orderProgress.holdPieces(bench.app, paid, line, 1);
    paid.aftersales.push({ aftersaleId: 4_000_000_007_314_883n, outAftersaleId: '' });
    bench.addPaid('Settled');
    bench.ship('Settled', 1, [FIRST, SECOND]);
    bench.code('/shop/delivery/recieve', 'Settled');
    bench.simulator.orderProgress.settle(bench.app, bench.order('Settled'));
    bench.simulator.orderProgress.attribute(bench.app, bench.order('Settled'), {
      promoterId: 'p',
      liveStartTime: 5,
    });
    bench.add('Ordinary', ordinaryBody(bench, 'Ordinary'));
    bench.code('/shop/order/close', 'Ordinary');
    const next = await nextRun(bench);
    expect(orders(next)).toEqual(orders(bench));
    expect(next.app.orders.all()).toEqual(bench.app.orders.all());
    expect(next.app.orders.findByOrderId(paid.orderId)?.outOrderId).toBe('Paid');
    expect(next.view('Paid')).toEqual(bench.view('Paid'));
  });

  it('of the first generation too, with their ticket', async () => {
    const first = { simulator: { generation: 'first' } };
    const bench = firstRun(first);
    bench.add('T1', firstBody(bench, 'T1'));
    const next = await nextRun(bench, first);
    expect(next.app.orders.all()).toEqual(bench.app.orders.all());
    const again = next.call('/shop/order/add', firstBody(next, 'T1'))['data'];
    expect(again).toMatchObject({ ticket: bench.order('T1').ticket?.text });
  });

  it('go on falling due, at once what fell due in between', async () => {
    const bench = firstRun();
    bench.add('Late');
    bench.simulator.orderProgress.payLater(bench.app, bench.add('Underway'), 60_000);
    bench.addPaid('Received');
    bench.ship('Received', 1, [FIRST, SECOND]);
    bench.code('/shop/delivery/recieve', 'Received');
    const next = await nextRun(bench, {}, 2 * 3_600_000);
    next.deliveries.length = 0;
    next.time.advance(0);
    expect(orders(next)).toMatchObject([{ status: 181 }, { status: 20 }, { status: 100, settlement: null }]);
    expect(next.eventNames().sort()).toEqual([
      'open_product_order_analyze',
      'open_product_order_cancel',
      'open_product_order_pay',
    ]);
    next.time.advance(7 * DAY_MS);
    expect(next.order('Received').settlement).toMatchObject({ amountFen: 11_600 });
  });

  it('remember whose a trace id, an openid and a number of WeChat Pay are', async () => {
    const bench = firstRun();
    const traceId = bench.simulator.orderBuyer.checkOut(bench.app, BUYER, { promoterId: 'p' });
    bench.add('T1', ordinaryBody(bench, 'T1', { trace_id: traceId }));
    const transaction_id = '4200001500202603020000000001';
    bench.code('/shop/order/pay', 'T1', { action_type: 1, transaction_id, pay_time: bench.now() });
    const next = await nextRun(bench);
    expect(next.app.traces.find(traceId ?? '')).toEqual({ openid: BUYER, attribution: { promoterId: 'p' } });
    expect(next.simulator.openids.isOfAnother('wx2222222222222222', BUYER)).toBe(true);
    next.add('T2', ordinaryBody(next, 'T2'));
    const pay = { action_type: 1, transaction_id, pay_time: next.now() };
    expect(next.code('/shop/order/pay', 'T2', pay)).toBe(1010007);
    const { orderId } = bench.order('T1');
    expect(next.order('T2').orderId > orderId).toBe(true);
  });

  it('keep the clock as far ahead as it was', async () => {
    const bench = firstRun();
    bench.simulator.time.advance(3 * DAY_MS);
    bench.add('T1');
    const next = await nextRun(bench);
    expect(next.simulator.time.aheadMs).toBe(3 * DAY_MS);
    next.time.advance(3_600_000 - 1);
    expect(next.order('T1').status).toBe(10);
    next.time.advance(1);
    expect(next.order('T1').status).toBe(181);
  });

  it('need not be there, as in files of before', async () => {
    const bench = firstRun();
    bench.simulator.revision.advance();
    await keeperOn(path, bench).close();
    const {
      apps,
      aheadMs: _ahead,
      ...file
    } = JSON.parse(readFileSync(path, 'utf8')) as { apps: object[]; aheadMs: number };
    const old = apps.map((app) => ({ ...app, orders: undefined, traces: undefined }));
    writeFileSync(path, JSON.stringify({ ...file, apps: old }));
    const next = new SimulatorBench();
    keeperOn(path, next).restore();
    expect(next.app.products.all()).toHaveLength(2);
    expect(next.app.orders.all()).toEqual([]);
  });

  it('are refused in one sentence when they are damaged', async () => {
    const bench = firstRun();
    bench.add('T1');
    await keeperOn(path, bench).close();
    writeFileSync(path, readFileSync(path, 'utf8').replace('"order_price"', '"orderprice"'));
    const restore = () => keeperOn(path, new SimulatorBench()).restore();
    expect(restore).toThrow(/orders\.0: order_detail\.price_info\.order_price is wrong/);
  });
});

describe('every action on orders that changes what is kept', () => {
  const actions: [string, (bench: OrderBench) => unknown][] = [
    ['add', (bench) => bench.add('T2')],
    ['repeated add', (bench) => bench.call('/shop/order/add', orderBody(bench, 'T1'))],
    ['payment parameters', (bench) => bench.code('/shop/order/getpaymentparams', 'T1')],
    ['close', (bench) => bench.code('/shop/order/close', 'T1')],
    [
      'new address',
      (bench) =>
        bench.code('/shop/order/update_address', 'T1', {
          address_info: { receiver_name: '周', detailed_address: 'x', tel_number: '1' },
        }),
    ],
    ['shipment', (bench) => bench.ship('Paid', 0, [FIRST])],
    ['payment', (bench) => bench.simulator.orderProgress.capture(bench.app, bench.order('T1'))],
    ['attribution', (bench) => bench.simulator.orderProgress.attribute(bench.app, bench.order('T1'), {})],
    ['trace id', (bench) => bench.simulator.orderBuyer.checkOut(bench.app, BUYER, {})],
    ['time', (bench) => bench.time.advance(3_600_000)],
  ];
  it.each(actions)('is noticed: %s', (_name, act) => {
    const bench = new OrderBench();
    bench.add('T1');
    bench.addPaid('Paid');
    const before = bench.simulator.revision.value;
    act(bench);
    expect(bench.simulator.revision.value).toBeGreaterThan(before);
  });

  it('is told from one that does not', () => {
    const bench = new OrderBench();
    bench.addPaid('Paid');
    const before = bench.simulator.revision.value;
    bench.view('Paid');
    bench.code('/shop/order/close', 'Paid');
    bench.ship('Paid', 1, [FIRST]);
    bench.call('/shop/order/get_list', { page: 1, page_size: 10, sort_order: 1 });
    expect(bench.simulator.revision.value).toBe(before);
  });
});
