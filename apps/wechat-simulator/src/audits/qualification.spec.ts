import { brandRequest, categoryRequest, NUTS } from '../testing/qualifications';
import { SimulatorBench } from '../testing/simulator-bench';

describe('category audits', () => {
  it('open the category once approved, and say so', () => {
    const bench = new SimulatorBench();
    const nuts = () => bench.product('N', { third_cat_id: NUTS.level3 });
    expect(bench.call('/shop/spu/add', nuts()).errcode).toBe(1000005);
    const { audit_id } = bench.call('/shop/audit/audit_category', categoryRequest(bench));
    expect(bench.call('/shop/audit/audit_category', categoryRequest(bench)).errcode).toBe(1050009);
    expect(bench.call('/shop/audit/result', { audit_id })).toMatchObject({ data: { status: 0 } });
    bench.letReviewsEnd();
    expect(bench.call('/shop/audit/result', { audit_id })).toMatchObject({
      data: { status: 1, brand_id: 0 },
    });
    expect(bench.call('/shop/audit/audit_category', categoryRequest(bench)).errcode).toBe(1050003);
    expect(bench.call('/shop/spu/add', nuts()).errcode).toBe(0);
    const { data } = bench.call('/shop/account/get_category_list');
    expect(data).toContainEqual(
      expect.objectContaining({ third_cat_id: NUTS.level3, third_cat_name: '坚果炒货' }),
    );
  });

  it('may be submitted again after a rejection', () => {
    const rule = { match: { categoryId: NUTS.level3 }, verdict: 'reject', reason: '证件不清晰' };
    const bench = new SimulatorBench({ simulator: { auditRules: [rule] } });
    const { audit_id } = bench.call('/shop/audit/audit_category', categoryRequest(bench));
    bench.letReviewsEnd();
    expect(bench.call('/shop/audit/result', { audit_id })).toMatchObject({
      data: { status: 9, reject_reason: '证件不清晰' },
    });
    expect(bench.call('/shop/audit/audit_category', categoryRequest(bench)).errcode).toBe(0);
  });

  it.each([
    ['no scene list', { scene_group_list: undefined }, 1040035],
    ['a closed scene', { scene_group_list: [3] }, 1000042],
    ['a foreign licence', { license: ['https://shop.test/a.jpg'] }, 1070010],
    ['wrong parents', { category_info: { ...NUTS, level1: 1, certificate: ['x'] } }, 1000009],
    ['a level-2 category', { category_info: { ...NUTS, level3: 130_001, certificate: ['x'] } }, 1000007],
    ['no certificate', { category_info: { ...NUTS, certificate: [] } }, 990007],
    [
      'a category that needs nothing',
      { category_info: { level1: 1900, level2: 190_002, level3: 19_000_202, certificate: ['x'] } },
      1050011,
    ],
  ])('with %s are refused', (_name, changes, code) => {
    const bench = new SimulatorBench();
    const { audit_req } = categoryRequest(bench, changes);
    const present = Object.fromEntries(Object.entries(audit_req).filter(([, value]) => value !== undefined));
    expect(bench.call('/shop/audit/audit_category', { audit_req: present }).errcode).toBe(code);
  });
});

describe('brand audits', () => {
  it('give the brand its id once approved', () => {
    const bench = new SimulatorBench();
    const { audit_id } = bench.call('/shop/audit/audit_brand', brandRequest(bench));
    bench.letReviewsEnd();
    const { data } = bench.call('/shop/audit/result', { audit_id });
    const { brand_id } = data as { brand_id: number };
    expect(bench.call('/shop/spu/add', bench.product('B', { brand_id })).errcode).toBe(0);
    expect(bench.call('/shop/account/get_brand_list')['data']).toContainEqual({
      brand_id,
      brand_wording: '云窑',
    });
  });

  it.each([
    ['a class that is a number', { trademark_type: 21 }, 47001],
    ['class 46', { trademark_type: '46' }, 40097],
    ['an agent without authorisation', { brand_management_type: 2 }, 990007],
    ['an applied mark without its application', { brand_audit_type: 2 }, 990007],
  ])('with %s are refused', (_name, changes, code) => {
    const bench = new SimulatorBench();
    expect(bench.call('/shop/audit/audit_brand', brandRequest(bench, changes)).errcode).toBe(code);
  });

  it('do not exist under other ids', () => {
    expect(new SimulatorBench().call('/shop/audit/result', { audit_id: 'x' }).errcode).toBe(1050005);
    expect(new SimulatorBench().call('/shop/audit/result', { audit_id: 5 }).errcode).toBe(47001);
  });
});
