import type { Generation } from '../orders/order';
import { AccessBench } from '../testing/access-bench';
import { SimulatorBench } from '../testing/simulator-bench';
import { accessAtStart } from './access-record';
import { ACCESS_ITEMS, accessInfoOf, faultOfDeclaration, SEEN_TASKS, taskOfItem } from './access-tasks';

const flags = (...names: string[]) => Object.fromEntries(names.map((name) => [name, 0]));

describe('the tasks of a generation', () => {
  it.each<[Generation, number[], Record<string, number>]>([
    [
      'first',
      [6, 7, 8, 9, 10, 11],
      flags(
        'spu_audit_success',
        'spu_audit_finished',
        'pay_order_success',
        'pay_order_finished',
        'send_delivery_success',
        'send_delivery_finished',
        'add_aftersale_success',
        'add_aftersale_finished',
        'test_api_finished',
        'deploy_wxa_finished',
        'open_product_task_finished',
      ),
    ],
    [
      'second',
      [6, 8, 10, 11, 19, 20],
      flags(
        'spu_audit_success',
        'spu_audit_finished',
        'ec_order_success',
        'ec_order_finished',
        'send_delivery_success',
        'send_delivery_finished',
        'ec_after_sale_success',
        'ec_after_sale_finished',
        'test_api_finished',
        'deploy_wxa_finished',
        'open_product_task_finished',
      ),
    ],
  ])('%s', (generation, items, info) => {
    expect(ACCESS_ITEMS.filter((item) => taskOfItem(generation, item) !== undefined)).toEqual(items);
    expect(accessInfoOf(accessAtStart({ access: 'new', enabled: true }), generation)).toEqual(info);
    const bench = new AccessBench({ simulator: { generation } }).open();
    expect(bench.check().access_info).toEqual(info);
  });

  it('are all behind an account that is open from the start', () => {
    const { data } = new SimulatorBench().call('/shop/register/check') as unknown as {
      data: { access_info: Record<string, number>; scene_group_list: object[] };
    };
    expect(new Set(Object.values(data.access_info))).toEqual(new Set([1]));
    expect(data).toMatchObject({ status: 2, scene_group_list: [{ group_id: 1, status: 1 }, { status: 3 }] });
  });
});

describe('finish_access_info', () => {
  it('is 1040041 for what was never seen, also for the tasks of the other generation', () => {
    const bench = new AccessBench().open();
    expect(bench.declare(...ACCESS_ITEMS)).toEqual(ACCESS_ITEMS.map(() => 1040041));
    expect(Object.values(bench.check().access_info)).not.toContain(1);
  });

  it('takes no other item', () => {
    const bench = new AccessBench().open();
    expect(bench.declare(0, 1, 5, 12, 18, 21)).toEqual(Array(6).fill(40097));
    expect(bench.code('/shop/register/finish_access_info')).toBe(990007);
    expect(bench.code('/shop/register/finish_access_info', { access_info_item: '6' })).toBe(47001);
  });

  it('takes the products once one is approved, and again', () => {
    const bench = new AccessBench().open();
    bench.call('/shop/spu/add', bench.product('P1', { scene_group_list: [], title: '最好的青瓷茶杯' }));
    bench.letReviewsEnd();
    expect([bench.check().access_info['spu_audit_success'], bench.declare(6)]).toEqual([0, [1040041]]);
    bench.addReviewed('P2', { scene_group_list: [] });
    expect(bench.check().access_info).toMatchObject({ spu_audit_success: 1, spu_audit_finished: 0 });
    expect(bench.declare(6, 6)).toEqual([0, 0]);
    expect(bench.check().access_info).toMatchObject({ spu_audit_success: 1, spu_audit_finished: 1 });
  });

  it('takes the tests after everything that has an interface, and the release after the tests', () => {
    const access = accessAtStart({ access: 'new', enabled: true });
    access.registration = 'opened';
    const code = (task: 'testing' | 'release') => faultOfDeclaration(access, task)?.errcode;
    access.openedAt = new Date(1_000);
    for (const task of SEEN_TASKS) {
      expect(code('testing')).toBe(1040041);
      access.declared.add(task);
    }
    expect(code('testing')).toBeUndefined();
    access.releasedAt = new Date(1_000);
    expect(code('release')).toBe(1040041);
    access.declared.add('testing');
    expect(code('release')).toBeUndefined();
    access.releasedAt = new Date(999);
    expect(code('release')).toBe(1040041);
  });

  it('does not count a release of before the component was opened', async () => {
    const bench = new AccessBench();
    await bench.control('POST', 'access/release');
    bench.time.advance(1);
    bench.open();
    for (const task of SEEN_TASKS) bench.app.witness(task);
    expect(bench.declare(6, 19, 8, 20, 10, 11)).toEqual([0, 0, 0, 0, 0, 1040041]);
    await bench.control('POST', 'access/release');
    expect(bench.declare(11)).toEqual([0]);
    expect(new Set(Object.values(bench.check().access_info))).toEqual(new Set([1]));
  });

  it('sees nothing of what happens while the component is not open', () => {
    const bench = new AccessBench().open();
    bench.call('/shop/spu/add', bench.product('P1', { scene_group_list: [] }));
    bench.simulator.registrations.withdraw(bench.app, false);
    bench.letReviewsEnd();
    expect(bench.app.products.findByOutId('P1')?.editStatus).toBe(4);
    bench.open();
    expect(bench.check().access_info['spu_audit_success']).toBe(0);
  });
});
