import { APP_ID, SimulatorBench } from '../testing/simulator-bench';

function authorized(bench: SimulatorBench): string {
  return `access_token=${bench.app.tokens.issueStable().access_token}`;
}

describe('every call', () => {
  it('ends its errmsg with a rid that can be asked about', () => {
    const bench = new SimulatorBench();
    const { errmsg } = bench.call('/shop/spu/get', { out_product_id: 'nobody' });
    const rid = / rid: ([0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8})$/.exec(errmsg ?? '')?.[1];
    expect(bench.call('/cgi-bin/openapi/rid/get', { rid })).toMatchObject({
      errcode: 0,
      request: { request_url: '/shop/spu/get', request_body: '{"out_product_id":"nobody"}' },
    });
    expect(bench.call('/cgi-bin/openapi/rid/get', { rid: 'x' }).errcode).toBe(76002);
    expect(bench.call('/cgi-bin/openapi/rid/get', { rid: '00000000-00000000-00000000' }).errcode).toBe(76001);
    bench.time.advance(8 * 24 * 3_600_000);
    expect(bench.call('/cgi-bin/openapi/rid/get', { rid }).errcode).toBe(76004);
  });

  it.each([
    ['', 44002],
    ['{"out_product_id":"P",}', 47001],
    ['{/* why */"out_product_id":"P"}', 47001],
    ['[]', 47001],
    ['out_product_id=P', 47001],
    ['{"out_product_id":5}', 47001],
    ['{}', 1000001],
    ['{"out_product_id":""}', 1000001],
  ])('with the body %j is refused with %i', (body, code) => {
    const bench = new SimulatorBench();
    expect(bench.send({ path: '/shop/spu/get', query: authorized(bench), body }).errcode).toBe(code);
  });

  it('refuses a body that is not UTF-8', () => {
    const bench = new SimulatorBench();
    const body = Buffer.concat([
      Buffer.from('{"out_product_id":"'),
      Buffer.from([0xb2, 0xe8]),
      Buffer.from('"}'),
    ]);
    expect(bench.send({ path: '/shop/spu/get', query: authorized(bench), body }).errcode).toBe(47001);
  });

  it('must name a known path and use the right method', () => {
    const bench = new SimulatorBench();
    expect(bench.send({ path: '/shop/spu/nothing', body: '{}' }).errcode).toBe(40066);
    expect(bench.send({ method: 'GET', path: '/shop/spu/get', query: authorized(bench) }).errcode).toBe(
      43002,
    );
    expect(bench.send({ method: 'POST', path: '/cgi-bin/token' }).errcode).toBe(43001);
  });

  it('needs the component to be enabled', () => {
    expect(new SimulatorBench({ simulator: { enabled: false } }).call('/shop/register/check').errcode).toBe(
      1040003,
    );
  });
});

describe('quotas', () => {
  const submit = (bench: SimulatorBench, id: string) =>
    bench.call('/shop/spu/add', bench.product(id)).errcode;

  it('count add and update together, withdrawn ones too, refused ones not, in any sliding hour', () => {
    const bench = new SimulatorBench({ quotas: { spuSubmitPerHour: 3 } });
    expect(submit(bench, 'A')).toBe(0);
    bench.call('/shop/spu/del_audit', { out_product_id: 'A' });
    bench.time.advance(1_800_000);
    expect(bench.call('/shop/spu/update', bench.product('A')).errcode).toBe(0);
    expect([submit(bench, 'B'), submit(bench, 'C'), submit(bench, 'C')]).toEqual([0, 45011, 45011]);
    bench.call('/shop/spu/get', { out_product_id: 'A' });
    bench.time.advance(1_799_999);
    expect(submit(bench, 'C')).toBe(45011);
    bench.time.advance(1);
    expect([submit(bench, 'C'), submit(bench, 'D')]).toEqual([0, 45011]);
    expect(bench.app.statistics.report()).toMatchObject({
      endpoints: {
        'spu add+update': { total: 8, accepted: 4, ok: 4, quotaRefusals: 4, highestAccepted: { '3600s': 3 } },
      },
    });
  });

  it('do not count audit-free updates as submissions', () => {
    const bench = new SimulatorBench({ quotas: { spuSubmitPerHour: 1 } });
    bench.addReviewed('A');
    const patch = { out_product_id: 'A', skus: [{ out_sku_id: 'A-A', stock_num: 1 }] };
    expect(bench.call('/shop/spu/update_without_audit', patch).errcode).toBe(0);
  });

  it('of a day turn at midnight in Beijing, and can be cleared', () => {
    const bench = new SimulatorBench({ quotas: { catGetPerDay: 1, clearQuotaPerMonth: 1 } });
    const catGet = () => bench.call('/shop/cat/get').errcode;
    expect([catGet(), catGet()]).toEqual([0, 45009]);
    expect(bench.call('/cgi-bin/openapi/quota/get', { cgi_path: '/shop/cat/get' })).toMatchObject({
      quota: { daily_limit: 1, used: 1, remain: 0 },
    });
    expect(bench.call('/cgi-bin/clear_quota', { appid: APP_ID }).errcode).toBe(0);
    expect([catGet(), catGet()]).toEqual([0, 45009]);
    expect(bench.call('/cgi-bin/clear_quota', { appid: APP_ID }).errcode).toBe(48006);
    // The clock of the bench starts at 10:00 in Beijing.
    bench.time.advance(14 * 3_600_000 - 1);
    expect(catGet()).toBe(45009);
    bench.time.advance(1);
    expect(catGet()).toBe(0);
  });

  it('can be cleared for one endpoint, and by the secret without a token, from one allowance a month', () => {
    const bench = new SimulatorBench({ quotas: { catGetPerDay: 1, clearQuotaPerMonth: 2 } });
    const catGet = () => bench.call('/shop/cat/get').errcode;
    const clearOne = (cgi_path: string) => bench.call('/cgi-bin/openapi/quota/clear', { cgi_path }).errcode;
    const bySecret = (body: Record<string, unknown>) =>
      bench.send({ path: '/cgi-bin/clear_quota/v2', body: JSON.stringify(body) });
    const credentials = { appid: APP_ID, appsecret: bench.account.secret };
    expect([catGet(), catGet()]).toEqual([0, 45009]);
    expect(clearOne('shop/cat/get')).toBe(76003);
    expect(clearOne('/nothing')).toBe(76021);
    expect([clearOne('/shop/cat/get'), catGet(), catGet()]).toEqual([0, 0, 45009]);
    expect(bySecret({ ...credentials, appsecret: 'wrong' }).errcode).toBe(40125);
    expect(bySecret({ appsecret: credentials.appsecret }).errcode).toBe(41002);
    expect(bySecret({ appid: APP_ID }).errcode).toBe(41004);
    expect(bySecret(credentials)).toEqual({ errcode: 0, errmsg: 'ok' });
    expect([catGet(), catGet()]).toEqual([0, 45009]);
    expect([bySecret(credentials).errcode, clearOne('/shop/cat/get')]).toEqual([48006, 48006]);
    expect(
      bench.simulator.calls.latest(99).some(({ requestBody }) => requestBody.includes('appsecret')),
    ).toBe(false);
  });

  it('limit the burst of one endpoint', () => {
    const bench = new SimulatorBench({ quotas: { burstCalls: 2, burstSeconds: 30 } });
    const check = () => bench.call('/shop/register/check').errcode;
    expect([check(), check(), check()]).toEqual([0, 0, 300000]);
    expect(bench.call('/shop/account/get_brand_list').errcode).toBe(0);
    bench.time.advance(30_000);
    expect(check()).toBe(0);
  });

  it('are asked about by path, leading slash and no host', () => {
    const bench = new SimulatorBench();
    const ask = (cgi_path: string) => bench.call('/cgi-bin/openapi/quota/get', { cgi_path }).errcode;
    expect([ask('shop/cat/get'), ask('/nothing')]).toEqual([76003, 76021]);
  });
});

describe('faults of calls', () => {
  const codeOfRefusedAdd = (bench: SimulatorBench) =>
    bench.call('/shop/spu/add', bench.product('P', { title: 'no Chinese' })).errcode;
  const add = (bench: SimulatorBench) => bench.call('/shop/spu/add', bench.product('P')).errcode;

  it.each([
    ['system-error', -1],
    ['quota', 45009],
    ['burst', 300000],
    ['minute', 45011],
    ['token-expired', 42001],
  ] as const)('%s answers %i and applies nothing', (kind, code) => {
    const bench = new SimulatorBench();
    bench.simulator.faults.add({ kind, path: '/shop/spu/add', times: 2 });
    expect([add(bench), add(bench)]).toEqual([code, code]);
    expect(bench.app.products.all()).toHaveLength(0);
    expect(add(bench)).toBe(0);
  });

  it('applied-but-timed-out applies and keeps the answer back', () => {
    const bench = new SimulatorBench();
    bench.simulator.faults.add({ kind: 'applied-but-timed-out', path: '/shop/spu/add' });
    expect(() => add(bench)).toThrow('no answer');
    expect(add(bench)).toBe(1000012);
  });

  it.each([1000013, 1000017, 1000021, 1000043, 990010, -2])(
    'errcode answers %i and applies nothing',
    (code) => {
      const bench = new SimulatorBench();
      bench.simulator.faults.add({ kind: 'errcode', code, path: '/shop/spu/add', times: 2 });
      expect([add(bench), add(bench)]).toEqual([code, code]);
      expect(bench.app.products.all()).toHaveLength(0);
      expect(add(bench)).toBe(0);
    },
  );

  it('not-submitted stores what add and update sent, submits nothing and answers 1000017', () => {
    const bench = new SimulatorBench();
    const update = (title: string) => bench.call('/shop/spu/update', bench.product('P', { title })).errcode;
    const draft = () =>
      bench.call('/shop/spu/get', { out_product_id: 'P', need_edit_spu: 1 })['spu'] as Record<
        string,
        unknown
      >;
    bench.simulator.faults.add({ kind: 'not-submitted', times: 2 });
    expect(codeOfRefusedAdd(bench)).toBe(1000045);
    expect(add(bench)).toBe(1000017);
    expect(draft()).toMatchObject({ edit_status: 1, status: 0, title: '青瓷手作茶杯 单只装' });
    expect(update('青瓷茶杯二号')).toBe(1000017);
    bench.letReviewsEnd();
    expect(draft()).toMatchObject({ edit_status: 1, title: '青瓷茶杯二号' });
    expect(update('青瓷茶杯三号')).toBe(0);
    bench.letReviewsEnd();
    expect(draft()).toMatchObject({ edit_status: 4, status: 5 });
  });

  it('hits only calls that contain a text, and lets as many pass as it was told', () => {
    const bench = new SimulatorBench();
    bench.simulator.faults.add({ kind: 'system-error', path: '/shop/spu/get', containing: '"P-2"', skip: 1 });
    const get = (id: string) => bench.call('/shop/spu/get', { out_product_id: id }).errcode;
    expect(['P-1', 'P-2', 'P-1', 'P-2', 'P-2'].map(get)).toEqual([1000011, 1000011, 1000011, -1, 1000011]);
  });

  it('hits only the account it names', () => {
    const bench = new SimulatorBench();
    bench.simulator.faults.add({ kind: 'system-error', appId: 'wx2222222222222222', probability: 1 });
    expect(add(bench)).toBe(0);
  });
});
