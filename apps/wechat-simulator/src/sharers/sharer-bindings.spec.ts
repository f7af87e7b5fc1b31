import { AccessBench } from '../testing/access-bench';
import { APP_ID } from '../testing/simulator-bench';
import {
  FIRST_SHARER_STATE,
  nextSharerState,
  SHARER_STATES,
  SHARER_TRANSITIONS,
  type SharerAction,
  type SharerState,
} from './sharer-machine';

type Body = Record<string, unknown>;
const MINUTE = 60_000;
const DAY = 86_400_000;
const MEI = 'oSharerMei01';
const LIN = 'oSharerLin02';

const openBench = (overrides: Body = {}) => new AccessBench({ ...overrides, simulator: { access: 'open' } });
const bind = (bench: AccessBench, ...openids: string[]) => bench.call('/shop/sharer/bind', { openids });
const unbind = (bench: AccessBench, ...openids: string[]) => bench.call('/shop/sharer/unbind', { openids });
const search = (bench: AccessBench, openid: string) => bench.call('/shop/sharer/search_sharer', { openid });
const user = (bench: AccessBench, openid: string, action: string, body: Body = {}) =>
  bench.control('POST', `sharers/${openid}/${action}`, body);
/** Result and reason of the only user of a call. */
const outcome = (bench: AccessBench, openid: string) => {
  const [result] = bind(bench, openid)['result_list'] as { result_code: number; reason_code: number }[];
  return [result?.result_code, result?.reason_code];
};

async function bound(bench: AccessBench, openid = MEI): Promise<AccessBench> {
  bind(bench, openid);
  await user(bench, openid, 'accept');
  return bench;
}

describe('the table of sharers', () => {
  it('leads to every state', () => {
    const reached = new Set([FIRST_SHARER_STATE, ...Object.values(SHARER_TRANSITIONS).map(({ to }) => to)]);
    expect(SHARER_STATES.filter((state) => !reached.has(state))).toEqual([]);
  });

  it.each<[SharerAction, readonly SharerState[]]>([
    ['invite', ['stranger', 'invited', 'refused', 'expired', 'unbound']],
    ['accept', ['invited']],
    ['refuse', ['invited']],
    ['expire', ['invited']],
    ['unbind', ['bound']],
  ])('%s is possible only from %j', (action, from) => {
    expect(SHARER_STATES.filter((state) => nextSharerState(state, action).ok)).toEqual(from);
  });
});

describe('sharer/bind', () => {
  it('sends invitations; who accepts is bound, and that is told in the name of the user', async () => {
    const bench = openBench();
    expect(bind(bench, MEI, LIN)).toEqual({
      errcode: 0,
      errmsg: 'ok',
      success_list: [MEI, LIN],
      fail_list: [],
      refuse_list: [],
      result_list: [
        { openid: MEI, result_code: 0, reason_code: 0 },
        { openid: LIN, result_code: 0, reason_code: 0 },
      ],
    });
    const invited_time = String(bench.time.now().getTime() / 1_000);
    expect(search(bench, MEI)).toMatchObject({ invited_time, bind_time: '0', bind_status: '3' });
    expect(bench.pushed()).toEqual([]);
    bench.time.advance(MINUTE);
    expect(await user(bench, MEI, 'accept')).toMatchObject({ status: 200, state: 'bound' });
    expect(bench.pushed()).toEqual([
      {
        ToUserName: 'gh_111111111111',
        FromUserName: MEI,
        CreateTime: bench.time.now().getTime() / 1_000,
        MsgType: 'event',
        Event: 'miniprogram_sharer_bind_status_change',
        openid: MEI,
        bind_status: 1,
      },
    ]);
    expect(search(bench, MEI)).toMatchObject({
      nickname: '用户ei01',
      invited_time,
      bind_time: String(bench.time.now().getTime() / 1_000),
      bind_status: '1',
    });
  });

  it('says of each why it was not invited', async () => {
    const bench = await bound(openBench());
    bench.simulator.openids.claim('wx2222222222222222', 'oOfAnotherAccount');
    await bench.control('PUT', 'sharers/oAverse', { refusesInvitations: true });
    expect(bind(bench, MEI, 'o Q', '', 'oOfAnotherAccount', 'oAverse', LIN, LIN)).toMatchObject({
      success_list: [LIN],
      fail_list: [LIN],
      refuse_list: [MEI, 'o Q', '', 'oOfAnotherAccount', 'oAverse'],
      result_list: [
        { openid: MEI, result_code: 2, reason_code: 202 },
        { openid: 'o Q', result_code: 2, reason_code: 201 },
        { openid: '', result_code: 2, reason_code: 201 },
        { openid: 'oOfAnotherAccount', result_code: 2, reason_code: 201 },
        { openid: 'oAverse', result_code: 2, reason_code: 203 },
        { openid: LIN, result_code: 0, reason_code: 0 },
        { openid: LIN, result_code: 1, reason_code: 204 },
      ],
    });
  });

  it('invites nobody twice in 10 minutes, and nobody four times in 24 hours', () => {
    const bench = openBench();
    expect(outcome(bench, MEI)).toEqual([0, 0]);
    bench.time.advance(10 * MINUTE - 1);
    expect(outcome(bench, MEI)).toEqual([1, 204]);
    bench.time.advance(1);
    expect(outcome(bench, MEI)).toEqual([0, 0]);
    bench.time.advance(10 * MINUTE);
    expect(outcome(bench, MEI)).toEqual([0, 0]);
    bench.time.advance(10 * MINUTE);
    expect(outcome(bench, MEI)).toEqual([1, 204]);
    expect(outcome(bench, LIN)).toEqual([0, 0]);
    bench.time.advance(DAY - 30 * MINUTE);
    expect(outcome(bench, MEI)).toEqual([0, 0]);
  });

  it('has 10,000 places; who may still accept takes one, and gives it back by refusing', async () => {
    const bench = openBench();
    const all = Array.from({ length: 10_000 }, (_, index) => `oMany${index}`);
    expect(bind(bench, ...all)['success_list']).toHaveLength(10_000);
    expect(outcome(bench, MEI)).toEqual([2, 200]);
    await user(bench, 'oMany0', 'refuse');
    expect(outcome(bench, MEI)).toEqual([0, 0]);
    expect(outcome(bench, LIN)).toEqual([2, 200]);
    bench.time.advance(10 * MINUTE);
    // Another invitation takes no second place.
    expect(outcome(bench, MEI)).toEqual([0, 0]);
  });

  it('is refused after a refusal only when it is for good', async () => {
    const bench = openBench();
    bind(bench, MEI, LIN);
    await user(bench, MEI, 'refuse');
    await user(bench, LIN, 'refuse', { forGood: true });
    expect([search(bench, MEI)['bind_status'], search(bench, LIN)['bind_status']]).toEqual(['2', '2']);
    bench.time.advance(10 * MINUTE);
    expect([outcome(bench, MEI), outcome(bench, LIN)]).toEqual([
      [0, 0],
      [2, 203],
    ]);
    expect(bench.pushed()).toEqual([]);
  });

  it('expires after 7 days, or when told to', async () => {
    const bench = openBench();
    bind(bench, MEI, LIN);
    await user(bench, LIN, 'expire');
    expect(search(bench, LIN)['bind_status']).toBe('4');
    bench.time.advance(7 * DAY - 1);
    expect(search(bench, MEI)['bind_status']).toBe('3');
    bench.time.advance(1);
    expect(search(bench, MEI)['bind_status']).toBe('4');
    expect(await user(bench, MEI, 'accept')).toMatchObject({ status: 409 });
    expect(outcome(bench, MEI)).toEqual([0, 0]);
  });

  it('cannot be accepted by somebody who shares for five mini programs already', async () => {
    const bench = openBench();
    bind(bench, MEI);
    await bench.control('PUT', `sharers/${MEI}`, { otherMiniPrograms: 5, nickname: '梅' });
    expect(await user(bench, MEI, 'accept')).toMatchObject({ status: 409 });
    await bench.control('PUT', `sharers/${MEI}`, { otherMiniPrograms: 4 });
    expect(await user(bench, MEI, 'accept')).toMatchObject({ status: 200, nickname: '梅' });
  });

  it('is busy with one user where a fault says so', () => {
    const bench = openBench();
    bench.simulator.faults.add({ kind: 'user-busy', appId: APP_ID });
    expect(bind(bench, MEI, LIN)).toMatchObject({
      success_list: [LIN],
      fail_list: [MEI],
      result_list: [{ openid: MEI, result_code: 1, reason_code: 100 }, {}],
    });
    expect(outcome(bench, MEI)).toEqual([0, 0]);
  });

  it.each([
    ['no list', 990007, {}],
    ['an empty one', 990007, { openids: [] }],
    ['one openid in place of a list', 47001, { openids: MEI }],
    ['a number among them', 47001, { openids: [MEI, 7] }],
  ])('refuses %s with %i', (_name, errcode, body) => {
    const bench = openBench();
    expect(bench.code('/shop/sharer/bind', body)).toBe(errcode);
    expect(bench.code('/shop/sharer/unbind', body)).toBe(errcode);
    expect(bench.app.sharers.all()).toEqual([]);
  });

  it('is closed while the component is', () => {
    const bench = new AccessBench();
    expect([bind(bench, MEI).errcode, bench.code('/shop/promoter/list', { page: 1, page_size: 20 })]).toEqual(
      [1040003, 1040003],
    );
  });
});

describe('sharer/unbind', () => {
  it('is refused within 30 days of the binding and for others, then ends it and is told', async () => {
    const bench = await bound(openBench());
    bind(bench, LIN);
    bench.deliveries.length = 0;
    bench.time.advance(30 * DAY - 1);
    expect(unbind(bench, MEI, LIN, 'oNobody')).toEqual({
      errcode: 0,
      errmsg: 'ok',
      success_list: [],
      fail_list: [],
      refuse_list: [MEI, LIN, 'oNobody'],
    });
    bench.time.advance(1);
    bench.simulator.faults.add({ kind: 'user-busy', path: '/shop/sharer/unbind' });
    expect(unbind(bench, MEI)).toMatchObject({ fail_list: [MEI] });
    expect(unbind(bench, MEI)).toMatchObject({ success_list: [MEI] });
    expect(unbind(bench, MEI)).toMatchObject({ refuse_list: [MEI] });
    expect(bench.pushed()).toMatchObject([{ FromUserName: MEI, openid: MEI, bind_status: 2 }]);
    expect(search(bench, MEI).errcode).toBe(990001);
  });

  it('counts 30 days from the last binding, also for a user who leaves', async () => {
    const bench = await bound(openBench());
    expect(await user(bench, MEI, 'leave')).toMatchObject({ status: 409 });
    bench.time.advance(30 * DAY);
    expect(await user(bench, MEI, 'leave')).toMatchObject({ status: 200, state: 'unbound' });
    await bound(bench);
    bench.time.advance(29 * DAY);
    expect(unbind(bench, MEI)).toMatchObject({ refuse_list: [MEI] });
    expect(bench.pushed().map(({ bind_status }) => bind_status)).toEqual([1, 2, 1]);
  });
});

describe('reading sharers', () => {
  it('lists who is bound, in the order of that, with texts for times', async () => {
    const bench = openBench();
    bind(bench, MEI, LIN, 'oSharerWait');
    await user(bench, LIN, 'accept');
    bench.time.advance(1_000);
    await user(bench, MEI, 'accept');
    const list = (body: Body) => bench.call('/shop/sharer/get_sharer_list', body);
    expect(list({ page: 1, page_size: 100 })).toMatchObject({
      total_num: 2,
      sharers: [
        { openid: LIN, nickname: '用户in02', bind_time: expect.stringMatching(/^\d{10}$/) },
        { openid: MEI, invited_time: expect.stringMatching(/^\d{10}$/) },
      ],
    });
    expect(list({ page: 2, page_size: 1 })).toMatchObject({ total_num: 2, sharers: [{ openid: MEI }] });
    expect([list({ page: 1, page_size: 101 }).errcode, list({ page: 0, page_size: 1 }).errcode]).toEqual([
      990005, 40097,
    ]);
  });

  it('knows nothing of somebody who was never invited', async () => {
    const bench = openBench();
    expect([search(bench, MEI).errcode, search(bench, '').errcode]).toEqual([990001, 990004]);
    await bench.control('PUT', `sharers/${MEI}`, {});
    expect(search(bench, MEI).errcode).toBe(990001);
  });
});

describe("a sharer's card", () => {
  it('is told in the name of the sharer, who shares for nobody else', async () => {
    const bench = await bound(openBench());
    await bench.control('POST', 'promoters', {
      finderNickname: '青禾',
      promoterId: 'sph1',
      promoterOpenid: 'oFinder1',
    });
    bench.deliveries.length = 0;
    for (const kind of ['live', 'product', 'shop-window'])
      expect(await user(bench, MEI, 'cards', { kind, promoterId: 'sph1' })).toMatchObject({ pushed: true });
    expect(bench.pushed().map(({ type }) => type)).toEqual([1, 2, 3]);
    expect(bench.pushed()[0]).toEqual({
      ToUserName: 'gh_111111111111',
      FromUserName: MEI,
      CreateTime: expect.any(Number),
      MsgType: 'event',
      Event: 'miniprogram_sharer_action',
      type: 1,
      openid: MEI,
      promoter: { finder_nickname: '青禾', promoter_id: 'sph1', promoter_openid: 'oFinder1' },
    });
    await bench.control('PUT', `sharers/${MEI}`, { otherMiniPrograms: 1 });
    expect(await user(bench, MEI, 'cards', { kind: 'live', promoterId: 'sph1' })).toMatchObject({
      pushed: false,
    });
    await bench.control('POST', 'promoters/sph1/unbind');
    expect(await user(bench, MEI, 'cards', { kind: 'live', promoterId: 'sph1' })).toMatchObject({
      status: 409,
    });
    expect(await user(bench, MEI, 'cards', { kind: 'live', promoterId: 'x' })).toMatchObject({ status: 404 });
    expect(bench.deliveries).toHaveLength(3);
  });

  it('stands beside the event in the flat layout and in XML too', async () => {
    const card = async (overrides: Body) => {
      const bench = await bound(openBench(overrides));
      await bench.control('POST', 'promoters', { finderNickname: 'A', promoterId: 'p', promoterOpenid: 'o' });
      bench.deliveries.length = 0;
      await user(bench, MEI, 'cards', { kind: 'product', promoterId: 'p' });
      return bench.deliveries[0]?.delivery ?? { body: '', url: '' };
    };
    const flat = await card({ layout: 'flat' });
    expect(JSON.parse(flat.body)).toMatchObject({ type: '2', openid: MEI, promoter: { promoter_id: 'p' } });
    expect(new URL(flat.url).searchParams.get('openid')).toBe(MEI);
    const xml = await card({ format: 'xml' });
    expect(xml.body).toContain(`<FromUserName><![CDATA[${MEI}]]></FromUserName>`);
    expect(xml.body).toContain(
      `<type>2</type><openid><![CDATA[${MEI}]]></openid><promoter><finder_nickname><![CDATA[A]]></finder_nickname>`,
    );
  });
});
