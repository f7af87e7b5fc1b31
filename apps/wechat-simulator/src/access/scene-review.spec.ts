import { AccessBench } from '../testing/access-bench';
import { ACCESS_TASKS } from './access-tasks';
import {
  FIRST_SCENE_STATUS,
  nextSceneStatus,
  SCENE_STATUSES,
  SCENE_TRANSITIONS,
  type SceneStatus,
} from './scenes';

const APPLY = '/shop/register/apply_scene';
const CHANNELS = { scene_group_id: 1 };

/** An account that has everything but a scene behind it. */
function benchWithTasksDone(overrides: Record<string, unknown> = {}): AccessBench {
  const bench = new AccessBench(overrides).open();
  for (const task of ACCESS_TASKS) bench.app.access.declared.add(task);
  bench.deliveries.length = 0;
  return bench;
}

const channels = (bench: AccessBench) => bench.check().scene_group_list[0];

describe('the table of scene reviews', () => {
  it('leads to every status', () => {
    const reached = new Set([FIRST_SCENE_STATUS, ...Object.values(SCENE_TRANSITIONS).map(({ to }) => to)]);
    expect(SCENE_STATUSES.filter((status) => !reached.has(status))).toEqual([]);
  });

  it.each<[keyof typeof SCENE_TRANSITIONS, (SceneStatus | undefined)[]]>([
    ['apply', [undefined, undefined, 0, 0]],
    ['approve', [1, undefined, undefined, undefined]],
    ['reject', [2, undefined, undefined, undefined]],
  ])('%s, from 0, 1, 2 and 3', (action, expected) => {
    const outcomes = SCENE_STATUSES.map((status) => {
      const next = nextSceneStatus(status, action);
      return next.ok ? next.value : undefined;
    });
    expect(outcomes).toEqual(expected);
  });
});

describe('apply_scene', () => {
  it('is 1040041 while a task is open', () => {
    const bench = benchWithTasksDone();
    for (const task of ACCESS_TASKS) {
      bench.app.access.declared.delete(task);
      expect(bench.code(APPLY, CHANNELS)).toBe(1040041);
      bench.app.access.declared.add(task);
    }
    expect(channels(bench)).toMatchObject({ status: 3 });
  });

  it('knows Channels only, by the name of the samples', () => {
    const bench = benchWithTasksDone();
    expect([2, 3].map((id) => bench.code(APPLY, { scene_group_id: id }))).toEqual([40097, 40097]);
    expect(bench.code(APPLY, { scene_group: 1 })).toBe(990007);
    expect(bench.code(APPLY, { scene_group_id: '1' })).toBe(47001);
  });

  it('is reviewed, approved, told, and opens the scene', () => {
    const bench = benchWithTasksDone();
    const sell = () => bench.code('/shop/spu/add', bench.product('P1'));
    expect([sell(), bench.code(APPLY, CHANNELS)]).toEqual([1000042, 0]);
    expect(channels(bench)).toEqual({
      group_id: 1,
      name: '视频号',
      status: 0,
      reason: '',
      scene_group_ext_list: [
        { ext_id: 1, status: 0 },
        { ext_id: 2, status: 0 },
      ],
    });
    expect([sell(), bench.code(APPLY, CHANNELS)]).toEqual([1000042, 990022]);
    bench.letReviewsEnd();
    expect(bench.pushed()).toMatchObject([
      {
        Event: 'open_product_scene_group_audit',
        SceneGroupAudit: {
          group_id: 1,
          name: '视频号',
          reason: '',
          scene_group_ext_list: [
            { ext_id: 1, status: 1, name: '客服与售后' },
            { ext_id: 2, status: 1, name: '电商平台' },
          ],
        },
      },
    ]);
    expect(channels(bench)).toMatchObject({
      status: 1,
      scene_group_ext_list: [{ status: 1 }, { status: 1 }],
    });
    expect([sell(), bench.code(APPLY, CHANNELS)]).toEqual([0, 990022]);
  });

  it('is refused with a reason, by somebody, and may be asked for again', async () => {
    const bench = benchWithTasksDone();
    bench.call(APPLY, CHANNELS);
    const audit = (body: object) => bench.control('POST', 'scenes/1/audit', body);
    expect(await audit({ verdict: 'reject' })).toMatchObject({ status: 400, field: 'reason' });
    expect(await audit({ verdict: 'reject', reason: 'x', failedChecks: [3] })).toMatchObject({ status: 400 });
    const refusal = { verdict: 'reject', reason: '客服入口不可用', failedChecks: [1] };
    expect(await audit(refusal)).toMatchObject({ status: 200, scenes: [{ status: 2 }, { status: 3 }] });
    expect(channels(bench)).toMatchObject({
      status: 2,
      reason: '客服入口不可用',
      scene_group_ext_list: [
        { ext_id: 1, status: 2 },
        { ext_id: 2, status: 1 },
      ],
    });
    expect(bench.pushed()).toMatchObject([{ SceneGroupAudit: { reason: '客服入口不可用' } }]);
    expect(await audit(refusal)).toMatchObject({ status: 409 });

    expect(bench.code(APPLY, CHANNELS)).toBe(0);
    expect(channels(bench)).toMatchObject({ status: 0, reason: '' });
    bench.letReviewsEnd();
    expect(channels(bench)).toMatchObject({ status: 1, reason: '' });
    expect(bench.pushed()).toHaveLength(2);
  });

  it('is decided by the rules of the account', () => {
    const bench = benchWithTasksDone({
      simulator: {
        auditRules: [
          { match: { outProductIdPattern: '.' }, verdict: 'reject', reason: 'of products only' },
          { match: { sceneGroup: 3 }, verdict: 'reject', reason: 'of another scene' },
          { match: { sceneGroup: 1 }, verdict: 'reject', reason: '未绑定视频号' },
        ],
      },
    });
    bench.call(APPLY, CHANNELS);
    bench.letReviewsEnd();
    expect(channels(bench)).toMatchObject({
      status: 2,
      reason: '未绑定视频号',
      scene_group_ext_list: [{ status: 2 }, { status: 2 }],
    });
  });

  it('is not found by the control API before somebody applied', async () => {
    const bench = benchWithTasksDone();
    expect(await bench.control('POST', 'scenes/1/audit', { verdict: 'approve' })).toMatchObject({
      status: 404,
    });
    expect(await bench.control('POST', 'scenes/x/audit', { verdict: 'approve' })).toMatchObject({
      status: 400,
    });
  });

  it('ends without a verdict when the component is withdrawn meanwhile', () => {
    const bench = benchWithTasksDone();
    bench.call(APPLY, CHANNELS);
    bench.simulator.registrations.withdraw(bench.app, false);
    bench.letReviewsEnd();
    expect(bench.pushed().map(({ Event }) => Event)).toEqual(['open_product_account_register']);
    expect(bench.app.isSceneOpen(1)).toBe(false);
  });
});

describe('the push of a scene review', () => {
  const form = async (overrides: Record<string, unknown>) => {
    const bench = benchWithTasksDone(overrides);
    bench.call(APPLY, CHANNELS);
    bench.simulator.sceneReviews.settle(bench.app, bench.app.access.scenes.get(1) ?? raise(), {
      verdict: 'reject',
      reason: 'a',
      failedChecks: [2],
    });
    await bench.settle();
    return bench.deliveries[0]?.delivery.body;
  };
  const raise = () => {
    throw new Error('no review');
  };

  it('repeats an element for each check in XML', async () => {
    expect(await form({ format: 'xml' })).toContain(
      '<SceneGroupAudit><group_id>1</group_id><name><![CDATA[视频号]]></name><reason><![CDATA[a]]></reason>' +
        '<scene_group_ext_list><ext_id>1</ext_id><status>1</status><name><![CDATA[客服与售后]]></name></scene_group_ext_list>' +
        '<scene_group_ext_list><ext_id>2</ext_id><status>2</status><name><![CDATA[电商平台]]></name></scene_group_ext_list>' +
        '</SceneGroupAudit>',
    );
  });

  it('keeps the list in the flat layout, with every value a text', async () => {
    const body = JSON.parse((await form({ layout: 'flat' })) ?? '') as object;
    expect(body).toMatchObject({
      Event: 'open_product_scene_group_audit',
      group_id: '1',
      scene_group_ext_list: [
        { ext_id: '1', status: '1' },
        { ext_id: '2', status: '2' },
      ],
    });
    expect(body).not.toHaveProperty('SceneGroupAudit');
  });
});
