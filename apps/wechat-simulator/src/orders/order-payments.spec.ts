import { OrderBench } from '../testing/order-bench';
import { detailBody, firstBody, lineBody, orderBody, ordinaryBody } from '../testing/orders';
import { SimulatorBench } from '../testing/simulator-bench';

const PAY = '/shop/order/pay';
const PARAMETERS = '/shop/order/getpaymentparams';
const TRANSACTION = '4200001500202603020000000001';
const paid = (bench: OrderBench, changes: Record<string, unknown> = {}) => ({
  action_type: 1,
  transaction_id: TRANSACTION,
  pay_time: bench.now(),
  ...changes,
});

describe('order/pay', () => {
  it('moves an ordinary order to 20, with the number and time it was told, and pushes nothing', () => {
    const bench = new OrderBench();
    bench.add('T1', ordinaryBody(bench, 'T1'));
    const pay_time = bench.now();
    expect(bench.code(PAY, 'T1', paid(bench))).toBe(0);
    expect(bench.view('T1')).toMatchObject({
      status: 20,
      order_detail: {
        pay_info: { pay_method_type: 0, prepay_id: 'wx-T1', transaction_id: TRANSACTION, pay_time },
      },
    });
    expect(bench.order('T1').applied.pay).toBe(1);
    expect(bench.events()).toEqual([]);
  });

  it('is refused the second time with 1000000', () => {
    const bench = new OrderBench();
    bench.add('T1', ordinaryBody(bench, 'T1'));
    expect(bench.code(PAY, 'T1', paid(bench))).toBe(0);
    expect(bench.code(PAY, 'T1', paid(bench))).toBe(1000000);
    expect(bench.order('T1').applied.pay).toBe(1);
  });

  it.each([2, 3, 4, 5, 10])('cancels the order on action %i, without an event', (action_type) => {
    const bench = new OrderBench();
    bench.add('T1', ordinaryBody(bench, 'T1'));
    expect(bench.code(PAY, 'T1', { action_type })).toBe(0);
    expect(bench.order('T1').status).toBe(250);
    expect(bench.code(PAY, 'T1', { action_type })).toBe(1000000);
    expect(bench.events()).toEqual([]);
  });

  it.each<[string, number, (bench: OrderBench) => Record<string, unknown>]>([
    ['no action', 990007, (bench) => ({ pay_time: bench.now(), transaction_id: TRANSACTION })],
    ['action 6', 40097, (bench) => paid(bench, { action_type: 6 })],
    ['an action in quotes', 47001, (bench) => paid(bench, { action_type: '1' })],
    ['no number', 1010007, (bench) => paid(bench, { transaction_id: '' })],
    ['a number of another form', 1010007, (bench) => paid(bench, { transaction_id: 'tx-1' })],
    ['no time', 990007, (bench) => paid(bench, { pay_time: '' })],
    ['a time of another form', 40097, (bench) => paid(bench, { pay_time: '2026-03-02' })],
    ['another buyer', 1010011, (bench) => paid(bench, { openid: 'oSomebodyElse' })],
    ['no order', 1010011, (bench) => paid(bench, { out_order_id: 'T9' })],
  ])('refuses %s with %i', (_name, errcode, body) => {
    const bench = new OrderBench();
    bench.add('T1', ordinaryBody(bench, 'T1'));
    expect(bench.code(PAY, 'T1', body(bench))).toBe(errcode);
    expect(bench.order('T1').status).toBe(10);
  });

  it('refuses a number that paid another order with 1010007, and a sub-merchant order with 1010050', () => {
    const bench = new OrderBench();
    bench.add('T1', ordinaryBody(bench, 'T1'));
    bench.add('T2', ordinaryBody(bench, 'T2'));
    bench.add('T3');
    expect(bench.code(PAY, 'T1', paid(bench))).toBe(0);
    expect(bench.code(PAY, 'T2', paid(bench))).toBe(1010007);
    expect(bench.code(PAY, 'T3', paid(bench, { transaction_id: `${TRANSACTION.slice(0, -1)}2` }))).toBe(
      1010050,
    );
  });

  it('asks no number of WeChat Pay for another method', () => {
    const bench = new OrderBench();
    const order_detail = detailBody({ pay_info: { pay_method_type: 1 } });
    bench.add('T1', ordinaryBody(bench, 'T1', { order_detail }));
    expect(bench.code(PAY, 'T1', paid(bench, { transaction_id: '' }))).toBe(0);
    expect(bench.order('T1').payment).toMatchObject({ transactionId: undefined, amountFen: 11_600 });
  });
});

describe('order/getpaymentparams', () => {
  it('answers new parameters each time', () => {
    const bench = new OrderBench();
    bench.add('T1');
    const ask = () =>
      bench.call(PARAMETERS, { out_order_id: 'T1', openid: bench.order('T1').openid })['payment_params'];
    const first = ask() as Record<string, unknown>;
    expect(first).toEqual({
      timeStamp: Math.floor(bench.time.now().getTime() / 1_000),
      nonceStr: expect.stringMatching(/^[0-9a-f]{32}$/),
      package: expect.stringMatching(/^prepay_id=wx\w{20,}$/),
      paySign: expect.stringMatching(/^[\w+/]+=*$/),
      signType: 'RSA',
    });
    const second = ask() as Record<string, unknown>;
    for (const name of ['nonceStr', 'package', 'paySign']) expect(second[name]).not.toBe(first[name]);
    expect(bench.order('T1')).toMatchObject({ status: 10, applied: { paymentParameters: 2 } });
  });

  it('refuses orders that are not unpaid, ordinary ones, and those that cost nothing', () => {
    const bench = new OrderBench();
    bench.addPaid('Paid');
    bench.add('Ordinary', ordinaryBody(bench, 'Ordinary'));
    const free = detailBody({
      product_infos: [lineBody('P1', { sale_price: 0, sku_real_price: 0 })],
      price_info: { order_price: 0, freight: 0 },
    });
    bench.add('Free', orderBody(bench, 'Free', { order_detail: free }));
    bench.simulator.orderProgress.payLater(bench.app, bench.add('Underway'), 1_000);
    const codes = ['Paid', 'Underway', 'Ordinary', 'Free', 'None'].map((id) => bench.code(PARAMETERS, id));
    expect(codes).toEqual([1010043, 1010043, 1010047, 1010051, 1010011]);
    expect(bench.code(PARAMETERS, 'Ordinary', { openid: 'oSomebodyElse' })).toBe(1010011);
  });

  it('looks at the address of the caller, before anything else is done', () => {
    const bench = new OrderBench({ simulator: { ipAllowList: ['10.0.0.7', '::1'] } });
    bench.add('T1');
    expect(bench.code(PARAMETERS, 'T1')).toBe(40164);
    expect(bench.order('T1').applied.paymentParameters).toBe(0);
    bench.callerIp = '10.0.0.7';
    expect(bench.code(PARAMETERS, 'T1')).toBe(0);
  });

  it('needs a sub-merchant that is open and linked', () => {
    const bench = new OrderBench();
    bench.add('T1');
    bench.app.settings.subMerchant = 'unlinked';
    expect(bench.code(PARAMETERS, 'T1')).toBe(1010044);
    bench.app.settings.subMerchant = 'closed';
    expect(bench.code(PARAMETERS, 'T1')).toBe(48001);
  });

  it('fails to sign when a fault wants it to', () => {
    const bench = new OrderBench();
    bench.add('T1');
    bench.simulator.faults.add({ kind: 'errcode', code: 1010045, path: PARAMETERS });
    expect([bench.code(PARAMETERS, 'T1'), bench.code(PARAMETERS, 'T1')]).toEqual([1010045, 0]);
  });

  it('does not exist before the upgrade', () => {
    const bench = new SimulatorBench({ simulator: { generation: 'first' } });
    const body = firstBody(bench, 'T1');
    expect(bench.call('/shop/order/add', body).errcode).toBe(0);
    expect(bench.call(PARAMETERS, { out_order_id: 'T1', openid: body['openid'] }).errcode).toBe(1010053);
  });
});
