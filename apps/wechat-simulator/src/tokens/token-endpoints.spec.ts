import { APP_ID, SimulatorBench } from '../testing/simulator-bench';

const MINUTE = 60_000;
const STABLE = '/cgi-bin/stable_token';

function stable(bench: SimulatorBench, extra: Record<string, unknown> = {}) {
  return bench.send({ path: STABLE, body: bench.credentials(extra) });
}

function classic(bench: SimulatorBench, changes: Record<string, string> = {}) {
  const query = new URLSearchParams({
    grant_type: 'client_credential',
    appid: APP_ID,
    secret: bench.account.secret,
    ...changes,
  });
  return bench.send({ method: 'GET', path: '/cgi-bin/token', query: query.toString() });
}

function use(bench: SimulatorBench, token: unknown): number | undefined {
  const query = new URLSearchParams({ access_token: String(token) });
  return bench.send({ path: '/shop/register/check', query: query.toString(), body: '{}' }).errcode;
}

describe('tokens', () => {
  it('stable, normal mode: the same token until its last five minutes, then a new one beside the old', () => {
    const bench = new SimulatorBench();
    const first = stable(bench);
    expect(first).toMatchObject({ expires_in: 7200 });
    expect(first).not.toHaveProperty('errcode');
    expect(String(first['access_token'])).toHaveLength(512);
    bench.time.advance(115 * MINUTE - 1_000);
    expect(stable(bench)).toEqual({ access_token: first['access_token'], expires_in: 301 });
    bench.time.advance(1_000);
    const second = stable(bench);
    expect(second['access_token']).not.toBe(first['access_token']);
    expect([use(bench, first['access_token']), use(bench, second['access_token'])]).toEqual([0, 0]);
    bench.time.advance(5 * MINUTE);
    expect([use(bench, first['access_token']), use(bench, second['access_token'])]).toEqual([42001, 0]);
  });

  it('stable, force mode: ends the old token at once, not again within 30 s, 20 times a day', () => {
    const bench = new SimulatorBench();
    const first = stable(bench)['access_token'];
    const forced = stable(bench, { force_refresh: true })['access_token'];
    expect(forced).not.toBe(first);
    expect([use(bench, first), use(bench, forced)]).toEqual([40001, 0]);
    bench.time.advance(29_999);
    expect(stable(bench, { force_refresh: true })['access_token']).toBe(forced);
    for (let count = 2; count <= 20; count += 1) {
      bench.time.advance(30_000);
      expect(stable(bench, { force_refresh: true })).not.toHaveProperty('errcode');
    }
    bench.time.advance(30_000);
    expect(stable(bench, { force_refresh: true }).errcode).toBe(45009);
    expect(stable(bench)).not.toHaveProperty('errcode');
  });

  it('classic: each call retires the token before it, which works five minutes more; the families are separate', () => {
    const bench = new SimulatorBench();
    const stableToken = stable(bench)['access_token'];
    const first = classic(bench)['access_token'];
    const second = classic(bench)['access_token'];
    bench.time.advance(5 * MINUTE - 1);
    expect([first, second, stableToken].map((token) => use(bench, token))).toEqual([0, 0, 0]);
    bench.time.advance(1);
    expect([first, second, stableToken].map((token) => use(bench, token))).toEqual([40001, 0, 0]);
  });

  it.each([
    [{ grant_type: 'x' }, 40002],
    [{ appid: '' }, 41002],
    [{ secret: '' }, 41004],
    [{ appid: 'wx9999999999999999' }, 40013],
    [{ secret: 'wrong' }, 40125],
  ])('credentials with %p are refused with %i', (changes, code) => {
    const bench = new SimulatorBench();
    expect(stable(bench, changes).errcode).toBe(code);
    expect(classic(bench, changes).errcode).toBe(code);
  });

  it('stable_token reads its body only', () => {
    const bench = new SimulatorBench();
    const query = new URLSearchParams({
      grant_type: 'client_credential',
      appid: APP_ID,
      secret: bench.account.secret,
    });
    expect(bench.send({ path: STABLE, query: query.toString(), body: '{}' }).errcode).toBe(40002);
  });

  it('tells apart missing, malformed and unknown tokens', () => {
    const bench = new SimulatorBench();
    expect(bench.send({ path: '/shop/cat/get', body: '{}' }).errcode).toBe(41001);
    expect(use(bench, 'nonsense')).toBe(40014);
    expect(use(bench, `98_${'x'.repeat(509)}`)).toBe(40001);
  });

  it('limits stable_token to 10000 a minute', () => {
    const bench = new SimulatorBench({ quotas: { stableTokenPerMinute: 2 } });
    expect([stable(bench), stable(bench), stable(bench)].map(({ errcode }) => errcode)).toEqual([
      undefined,
      undefined,
      45011,
    ]);
    bench.time.advance(MINUTE);
    expect(stable(bench)).not.toHaveProperty('errcode');
  });
});
