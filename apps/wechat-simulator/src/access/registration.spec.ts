import { AccessBench } from '../testing/access-bench';
import { categoryRequest } from '../testing/qualifications';
import { SimulatorBench } from '../testing/simulator-bench';
import {
  FIRST_REGISTRATION,
  nextRegistration,
  REGISTRATION_TRANSITIONS,
  REGISTRATIONS,
  type RegistrationAction,
} from './registration-machine';

const APPLY = '/shop/register/apply';
const CHECK = '/shop/register/check';
const HOUR = 3_600_000;

describe('the table of registrations', () => {
  it('has no state that nothing leads to', () => {
    const reached = new Set([
      FIRST_REGISTRATION,
      ...Object.values(REGISTRATION_TRANSITIONS).map(({ to }) => to),
    ]);
    expect(REGISTRATIONS.filter((state) => !reached.has(state))).toEqual([]);
  });

  it.each<[RegistrationAction, (string | number)[]]>([
    ['apply', ['confirming', 1040003, 1040002, 'confirming', 1040002]],
    ['confirm', [1040003, 'opened', 1040002, 1040003, 1040002]],
    ['lapse', [1040003, 'absent', 1040002, 1040003, 1040002]],
    ['withdraw', [1040003, 'withdrawn', 'withdrawn', 1040003, 1040002]],
    ['open-at-once', ['opened', 'opened', 1040002, 'opened', 1040002]],
    ['ban', [1040003, 1040003, 'banned', 1040003, 1040002]],
    ['lift-ban', [1040003, 1040003, 1040002, 1040003, 'opened']],
  ])('%s, from absent, confirming, opened, withdrawn and banned', (action, expected) => {
    const outcomes = REGISTRATIONS.map((registration) => {
      const next = nextRegistration(registration, action);
      return next.ok ? next.value : next.errcode;
    });
    expect(outcomes).toEqual(expected);
  });
});

describe('register/apply', () => {
  it('waits for the administrator, and opens the component when that confirms', async () => {
    const bench = new AccessBench();
    expect([bench.code(APPLY), bench.code(CHECK)]).toEqual([0, 1040003]);
    expect(bench.pushed()).toEqual([]);
    bench.time.advance(24 * HOUR - 1);
    expect(await bench.control('POST', 'access/confirm')).toMatchObject({
      status: 200,
      registration: 'opened',
      openedAt: bench.time.now().toISOString(),
    });
    expect(bench.pushed()).toEqual([
      {
        ToUserName: 'gh_111111111111',
        FromUserName: 'oSimWeChatTeam00000000000001',
        CreateTime: Math.floor(bench.time.now().getTime() / 1_000),
        MsgType: 'event',
        Event: 'open_product_account_register',
        OpenProductAccountRegister: { status: 2 },
      },
    ]);
    expect([bench.code(CHECK), bench.code(APPLY)]).toEqual([0, 1040002]);
  });

  it('lapses after 24 hours without a confirmation, of which nobody is told, and may be made again', async () => {
    const bench = new AccessBench();
    bench.call(APPLY);
    bench.time.advance(24 * HOUR);
    expect(await bench.control('POST', 'access/confirm')).toMatchObject({
      status: 409,
      error: 'wrong-state',
    });
    expect([bench.code(CHECK), bench.pushed()]).toEqual([1040003, []]);
    expect(bench.code(APPLY)).toBe(0);
    expect((await bench.control('POST', 'access/confirm')).status).toBe(200);
    expect(bench.code(CHECK)).toBe(0);
  });

  it('does not wait longer when it is repeated', async () => {
    const bench = new AccessBench();
    bench.call(APPLY);
    bench.time.advance(23 * HOUR);
    expect(bench.code(APPLY)).toBe(0);
    expect(await bench.control('GET', 'access')).toMatchObject({ repeatedApplications: 1 });
    bench.time.advance(HOUR);
    expect(bench.app.access.registration).toBe('absent');
  });

  it('takes the deprecated action_type only as what it does anyway', () => {
    const bench = new AccessBench();
    expect([1, 2].map((action_type) => bench.code(APPLY, { action_type }))).toEqual([990022, 990022]);
    expect(bench.code(APPLY, { action_type: 7 })).toBe(40097);
    expect(bench.code(APPLY, { action_type: 0 })).toBe(0);
  });

  it('is 1040002 for an account that is open from the start', () => {
    expect(new SimulatorBench().call(APPLY).errcode).toBe(1040002);
  });
});

describe('the component before it is open', () => {
  const PATHS = [
    '/shop/register/check',
    '/shop/register/finish_access_info',
    '/shop/register/apply_scene',
    '/shop/account/get_category_list',
    '/shop/account/get_brand_list',
    '/shop/cat/get',
    '/shop/img/upload',
    '/shop/audit/result',
    '/shop/spu/get',
    '/shop/order/get_list',
    '/shop/ecaftersale/get_list',
    '/shop/complaint/get_list',
  ];
  const BODIES: Readonly<Record<string, object>> = {
    '/shop/register/finish_access_info': { access_info_item: 6 },
    '/shop/register/apply_scene': { scene_group_id: 1 },
  };

  it.each(PATHS)('answers %s with 1040003', (path) => {
    const bench = new AccessBench();
    const code = () => bench.code(path, BODIES[path]);
    expect(code()).toBe(1040003);
    bench.call(APPLY);
    expect(code()).toBe(1040003);
    bench.simulator.registrations.confirm(bench.app);
    expect(code()).not.toBe(1040003);
    bench.simulator.registrations.withdraw(bench.app, false);
    expect(code()).toBe(1040003);
  });

  it('is applied for by an account that has everything but that', () => {
    const bench = new AccessBench({ simulator: { access: 'open', enabled: false } });
    expect([bench.code(CHECK), bench.code('/shop/cat/get'), bench.code(APPLY)]).toEqual([
      1040003, 1040003, 0,
    ]);
    bench.simulator.registrations.confirm(bench.app);
    expect(bench.check()).toMatchObject({
      access_info: { open_product_task_finished: 1 },
      scene_group_list: [{ status: 1 }, {}],
    });
  });

  it('counts calls of what is closed against no quota', () => {
    const bench = new AccessBench({ quotas: { catGetPerDay: 1 } });
    expect([bench.code('/shop/cat/get'), bench.code('/shop/cat/get')]).toEqual([1040003, 1040003]);
    bench.open();
    expect([bench.code('/shop/cat/get'), bench.code('/shop/cat/get')]).toEqual([0, 45009]);
  });
});

describe('a withdrawal', () => {
  it('keeps orders and products, clears what was approved, and is told', async () => {
    const bench = new AccessBench({ simulator: { access: 'open' } });
    bench.addReviewed('P1');
    bench.deliveries.length = 0;
    expect((await bench.control('POST', 'access/withdraw')).status).toBe(200);
    expect(bench.pushed()).toMatchObject([
      { Event: 'open_product_account_register', OpenProductAccountRegister: { status: 10 } },
    ]);
    expect(bench.code('/shop/spu/get', { out_product_id: 'P1' })).toBe(1040003);

    bench.open();
    expect(bench.code('/shop/spu/get', { out_product_id: 'P1' })).toBe(0);
    expect(bench.call('/shop/account/get_brand_list')['data']).toEqual([]);
    const categories = bench.call('/shop/account/get_category_list')['data'] as { third_cat_id: number }[];
    expect(categories.map(({ third_cat_id }) => third_cat_id)).not.toContain(13_000_201);
    const { access_info, scene_group_list } = bench.check();
    expect(Object.values(access_info)).not.toContain(1);
    expect(scene_group_list).toMatchObject([{ status: 3 }, { status: 3 }]);
    expect(bench.code('/shop/spu/update', bench.product('P1'))).toBe(1000042);
  });

  it('drops the audits of brands and categories, those under review too', async () => {
    const bench = new AccessBench({ simulator: { access: 'open' } });
    const { audit_id } = bench.call('/shop/audit/audit_category', categoryRequest(bench));
    expect(audit_id).toBeDefined();
    await bench.control('POST', 'access/withdraw');
    bench.open();
    bench.letReviewsEnd();
    expect(bench.code('/shop/audit/result', { audit_id })).toBe(1050005);
    expect(bench.pushed().map(({ Event }) => Event)).not.toContain('open_product_category_audit');
  });

  it('ends an application that waits, too', async () => {
    const bench = new AccessBench();
    bench.call(APPLY);
    await bench.control('POST', 'access/withdraw');
    expect(bench.pushed()).toMatchObject([{ OpenProductAccountRegister: { status: 10 } }]);
    bench.time.advance(25 * HOUR);
    expect(await bench.control('GET', 'access')).toMatchObject({
      registration: 'withdrawn',
      confirmBy: null,
    });
    expect([bench.code(APPLY), bench.code(CHECK)]).toEqual([0, 1040003]);
  });

  it('may leave an account that the interface calls joined and that is not, until the console applies', async () => {
    const bench = new AccessBench().open();
    await bench.control('POST', 'access/withdraw', { refuseReapplication: true });
    expect([bench.code(APPLY), bench.code(CHECK)]).toEqual([1040002, 1040003]);
    expect((await bench.control('POST', 'access/apply')).status).toBe(200);
    await bench.control('POST', 'access/confirm');
    expect(bench.code(CHECK)).toBe(0);
  });
});

describe('the component switched by the control API', () => {
  it('is gone and back at once; only categories and brands are lost on the way', async () => {
    const bench = new AccessBench({ simulator: { access: 'open' } });
    const turn = (enabled: boolean) => bench.control('PUT', 'component', { enabled });
    expect(await turn(false)).toMatchObject({
      status: 200,
      enabled: false,
      sceneGroups: [1],
      approvedBrands: [],
    });
    await turn(false);
    expect(bench.code(CHECK)).toBe(1040003);
    expect(await turn(true)).toMatchObject({ enabled: true });
    expect(bench.pushed().map(({ OpenProductAccountRegister }) => OpenProductAccountRegister)).toEqual([
      { status: 10 },
      { status: 2 },
    ]);
    expect(bench.check().access_info).toMatchObject({ open_product_task_finished: 1 });
    expect(bench.call('/shop/account/get_brand_list')['data']).toEqual([]);
    expect(bench.code('/shop/spu/add', bench.product('P1'))).toBe(0);
  });

  it('spares a new account the application, and nothing else', async () => {
    const bench = new AccessBench();
    await bench.control('PUT', 'component', { enabled: true });
    expect(new Set(Object.values(bench.check().access_info))).toEqual(new Set([0]));
    expect(bench.code('/shop/register/apply_scene', { scene_group_id: 1 })).toBe(1040041);
  });
});

describe('a ban', () => {
  it('is status 3 with its reason, and blocks everything else until it is lifted', async () => {
    const bench = new AccessBench().open();
    expect(await bench.control('POST', 'access/ban', {})).toMatchObject({ status: 400, field: 'reason' });
    await bench.control('POST', 'access/ban', { reason: '售卖违禁品' });
    expect(bench.check()).toMatchObject({ status: 3, reject_reason: '售卖违禁品' });
    expect([bench.code('/shop/cat/get'), bench.declare(6), bench.code(APPLY)]).toEqual([
      48004,
      [48004],
      1040002,
    ]);
    await bench.control('POST', 'access/lift-ban');
    expect(bench.check()).toMatchObject({ status: 2 });
    expect(bench.check()).not.toHaveProperty('reject_reason');
    expect(bench.code('/shop/cat/get')).toBe(0);
  });
});
