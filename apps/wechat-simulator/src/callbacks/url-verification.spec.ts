import { signPush } from '@tongbu/wechat';
import { SimulatorBench } from '../testing/simulator-bench';
import { checkAtStart } from './start-check';

const verify = (bench: SimulatorBench) =>
  bench.simulator.urlVerification.faultOf(bench.account, 'http://shop.test/push?shop=1');

const echo = (url: string) => new URL(url).searchParams.get('echostr') ?? '';

describe('the verification of a callback URL', () => {
  it('asks by GET, signed over token, timestamp and nonce, and is content with the bare echostr', async () => {
    const bench = new SimulatorBench();
    bench.receiver = ({ url }) => Promise.resolve({ status: 200, body: echo(url) });
    expect(await verify(bench)).toBeUndefined();
    const { method, url } = bench.deliveries[0]?.delivery ?? { method: '', url: 'http://none' };
    const query = new URL(url).searchParams;
    const [timestamp, nonce] = [query.get('timestamp') ?? '', query.get('nonce') ?? ''];
    expect(method).toBe('GET');
    expect(query.get('shop')).toBe('1');
    expect(query.get('signature')).toBe(signPush(['push-token', timestamp, nonce]));
  });

  it.each([
    ['success', 200, () => 'success'],
    ['a quoted echo', 200, (url: string) => JSON.stringify(echo(url))],
    ['an echo with a line break', 200, (url: string) => `${echo(url)}\n`],
    ['an echo with status 403', 403, echo],
  ])('is not content with %s', async (_name, status, bodyOf) => {
    const bench = new SimulatorBench();
    bench.receiver = ({ url }) => Promise.resolve({ status, body: bodyOf(url) });
    expect(await verify(bench)).toMatch(/echostr/);
  });

  it('says why there was no answer', async () => {
    const bench = new SimulatorBench();
    const cause = new Error('connect ECONNREFUSED');
    bench.receiver = () => Promise.reject(new TypeError('fetch failed', { cause }));
    expect(await verify(bench)).toBe('GET with echostr was not answered: connect ECONNREFUSED');
  });

  it('at the start waits some seconds for the shop, then only reports it', async () => {
    const bench = new SimulatorBench();
    const reports: string[] = [];
    const { app, time, simulator } = bench;
    void checkAtStart(app, simulator.urlVerification, time, (sentence) => reports.push(sentence));
    for (const pause of [1_000, 2_000, 4_000, 8_000]) {
      await bench.settle();
      expect(reports).toEqual([]);
      time.advance(pause);
    }
    await bench.settle();
    expect(reports).toEqual([expect.stringContaining(`http://shop.test/push of ${app.appId}: GET`)]);
    expect(bench.deliveries).toHaveLength(5);
  });
});
