import { SimulatorBench } from '../testing/simulator-bench';
import { orderBody, withProducts } from '../testing/orders';

describe('orders under a clock that was moved forward', () => {
  it('compares what merchants say about time with real time, and gives an order as long to pay', () => {
    const bench = withProducts(new SimulatorBench());
    const { time } = bench.simulator;
    time.advance(10 * 86_400_000);
    expect(bench.call('/shop/order/add', orderBody(bench, 'T1')).errcode).toBe(0);
    const order = bench.app.orders.findByOutId('T1');
    expect(order?.createTime).toEqual(bench.time.now());
    time.advance(3_599_000);
    expect(order?.status).toBe(10);
    time.advance(1_000);
    expect(order).toMatchObject({ status: 181, updateTime: time.now() });
  });

  it('lets every unpaid order time out on the way', () => {
    const bench = withProducts(new SimulatorBench());
    const inSeconds = (seconds: number) => Math.floor(bench.time.now().getTime() / 1_000) + seconds;
    bench.call('/shop/order/add', orderBody(bench, 'Late', { expire_time: inSeconds(7_200) }));
    bench.call('/shop/order/add', orderBody(bench, 'Early', { expire_time: inSeconds(1_800) }));
    bench.simulator.time.advance(86_400_000);
    const times = bench.app.orders.all().map(({ status, updateTime }) => [status, updateTime.getTime()]);
    const start = bench.time.now().getTime();
    expect(times).toEqual([
      [181, start + 7_200_000],
      [181, start + 1_800_000],
    ]);
  });

  it('ends reviews, tokens and quota days too', () => {
    const bench = new SimulatorBench({ quotas: { otherPerDay: 1 } });
    bench.call('/shop/spu/add', bench.product('P1'));
    const granted = bench.app.tokens.issueClassic().access_token;
    expect(bench.call('/shop/register/check').errcode).toBe(0);
    expect(bench.call('/shop/register/check').errcode).toBe(45009);
    bench.simulator.time.advance(86_400_000);
    expect(bench.app.products.findByOutId('P1')?.editStatus).toBe(4);
    expect(bench.app.tokens.refusalOf(granted)?.errcode).toBe(42001);
    expect(bench.call('/shop/register/check').errcode).toBe(0);
  });
});
