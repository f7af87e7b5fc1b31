import { SimulatorBench, type Answer } from '../testing/simulator-bench';

const codes = (...answers: Answer[]) => answers.map(({ errcode }) => errcode);
const id = { out_product_id: 'P1' };

function spuOf(bench: SimulatorBench, needEditSpu = 1): Record<string, unknown> {
  const { spu } = bench.call('/shop/spu/get', { ...id, need_edit_spu: needEditSpu });
  return spu as Record<string, unknown>;
}

describe('the life of a product', () => {
  it('is reviewed at once after add, listed on approval, and keeps its ids', () => {
    const bench = new SimulatorBench();
    const added = bench.call('/shop/spu/add', bench.product('P1'));
    expect(added.errcode).toBe(0);
    const { product_id } = added['data'] as { product_id: bigint };
    expect(product_id > 2n ** 53n && product_id < 2n ** 63n).toBe(true);
    expect(spuOf(bench)).toMatchObject({ product_id, status: 0, edit_status: 2 });
    bench.letReviewsEnd();
    expect(spuOf(bench)).toMatchObject({ product_id, status: 5, edit_status: 4 });
    expect(spuOf(bench, 0)).toMatchObject({ title: '青瓷手作茶杯 单只装', status: 5 });
  });

  it('shows a nearly empty spu before the first approval', () => {
    const bench = new SimulatorBench();
    bench.call('/shop/spu/add', bench.product('P1'));
    const spu = spuOf(bench, 0);
    expect(spu).toMatchObject({ out_product_id: 'P1', status: 0, edit_status: 2 });
    expect(spu).not.toHaveProperty('title');
    expect(spu).not.toHaveProperty('skus');
  });

  it('keeps selling the old content while a new draft is rejected', () => {
    const bench = new SimulatorBench();
    bench.addReviewed('P1');
    expect(bench.call('/shop/spu/update', bench.product('P1', { title: '最好的青瓷茶杯' })).errcode).toBe(0);
    bench.letReviewsEnd();
    expect(spuOf(bench)).toMatchObject({ status: 5, edit_status: 3, title: '最好的青瓷茶杯' });
    expect(spuOf(bench)['audit_info']).toMatchObject({ reject_reason: expect.stringContaining('广告法') });
    expect(spuOf(bench, 0)).toMatchObject({ title: '青瓷手作茶杯 单只装' });
  });

  it('refuses an update during a review until the review is withdrawn, and never decides the withdrawn one', () => {
    const bench = new SimulatorBench();
    bench.call('/shop/spu/add', bench.product('P1'));
    expect(codes(bench.call('/shop/spu/update', bench.product('P1')))).toEqual([1000002]);
    expect(codes(bench.call('/shop/spu/del_audit', id), bench.call('/shop/spu/del_audit', id))).toEqual([
      0, 1000016,
    ]);
    bench.letReviewsEnd();
    expect(spuOf(bench)).toMatchObject({ status: 0, edit_status: 1 });
    expect(bench.call('/shop/spu/update', bench.product('P1')).errcode).toBe(0);
  });

  it('replaces the whole draft on update', () => {
    const bench = new SimulatorBench();
    bench.addReviewed('P1', { skus: [bench.sku('P1', 'A'), bench.sku('P1', 'B')], direct_path: 'pages/buy' });
    bench.call('/shop/spu/update', bench.product('P1', { skus: [bench.sku('P1', 'B', { stock_num: 0 })] }));
    const draft = spuOf(bench);
    expect(draft).not.toHaveProperty('direct_path');
    expect(draft['skus']).toMatchObject([{ out_sku_id: 'B', stock_num: 0 }]);
    expect(spuOf(bench, 0)['skus']).toMatchObject([{ out_sku_id: 'A' }, { out_sku_id: 'B' }]);
  });

  it('patches both versions without audit, answers nothing usable, and knows online skus only', () => {
    const bench = new SimulatorBench();
    bench.call('/shop/spu/add', bench.product('P1'));
    const patch = { ...id, skus: [{ out_sku_id: 'P1-A', stock_num: 3 }] };
    expect(bench.call('/shop/spu/update_without_audit', patch).errcode).toBe(1000011);
    bench.letReviewsEnd();
    const answer = bench.call('/shop/spu/update_without_audit', patch);
    expect(answer).toMatchObject({ errcode: 0, data: { product_id: 0, out_product_id: '' } });
    for (const version of [0, 1]) {
      expect(spuOf(bench, version)['skus']).toMatchObject([{ stock_num: 3, sale_price: 5900 }]);
    }
    const stranger = { ...id, skus: [{ out_sku_id: 'X', stock_num: 3 }] };
    expect(bench.call('/shop/spu/update_without_audit', stranger).errcode).toBe(1000004);
  });

  it('moves on and off the shelf without a review', () => {
    const bench = new SimulatorBench();
    bench.call('/shop/spu/add', bench.product('P1'));
    expect(bench.call('/shop/spu/listing', id).errcode).toBe(1000003);
    bench.letReviewsEnd();
    expect(bench.call('/shop/spu/delisting', id).errcode).toBe(0);
    expect(spuOf(bench)['status']).toBe(11);
    bench.call('/shop/spu/update', bench.product('P1', { title: '青瓷茶杯二号' }));
    bench.letReviewsEnd();
    expect(spuOf(bench)).toMatchObject({ status: 11, edit_status: 4 });
    expect(bench.call('/shop/spu/listing', id).errcode).toBe(0);
    expect(spuOf(bench, 0)).toMatchObject({ status: 5, title: '青瓷茶杯二号' });
  });

  it('never gives a deleted id back, and counts what was tried', () => {
    const bench = new SimulatorBench();
    bench.addReviewed('P1');
    expect(codes(bench.call('/shop/spu/del', id), bench.call('/shop/spu/get', id))).toEqual([0, 1000011]);
    expect(codes(bench.call('/shop/spu/update', bench.product('P1')))).toEqual([1000011]);
    expect(codes(bench.call('/shop/spu/add', bench.product('P1')))).toEqual([1000012]);
    expect(bench.app.products.findByOutId('P1')).toMatchObject({
      applied: { add: 1, delete: 1 },
      repeatedAdds: 1,
    });
  });

  it('pages the list and filters it', () => {
    const bench = new SimulatorBench();
    for (const outId of ['P1', 'P2', 'P3']) bench.addReviewed(outId);
    bench.call('/shop/spu/delisting', { out_product_id: 'P2' });
    const page = bench.call('/shop/spu/get_list', { page: 2, page_size: 2 });
    expect(page).toMatchObject({ total_num: 3, spus: [{ out_product_id: 'P3' }] });
    expect(bench.call('/shop/spu/get_list', { page: 1, page_size: 9, status: 11 })).toMatchObject({
      total_num: 1,
    });
    expect(bench.call('/shop/spu/get_list', { page: 1, page_size: 101 }).errcode).toBe(990005);
    expect(bench.call('/shop/spu/get_list', { page: 1, page_size: 5, start_create_time: 'x' }).errcode).toBe(
      990007,
    );
    const never = { start_create_time: '2020-01-01 00:00:00', end_create_time: '2020-01-02 00:00:00' };
    expect(bench.call('/shop/spu/get_list', { page: 1, page_size: 5, ...never })).toMatchObject({
      total_num: 0,
    });
  });

  it('looks products up by the 64-bit id, exactly', () => {
    const bench = new SimulatorBench();
    const { data } = bench.call('/shop/spu/add', bench.product('P1'));
    const { product_id } = data as { product_id: bigint };
    expect(bench.call('/shop/spu/get', { product_id }).errcode).toBe(0);
    expect(bench.call('/shop/spu/get', { product_id: product_id + 1n }).errcode).toBe(1000011);
    expect(bench.call('/shop/spu/get', { product_id: String(product_id) }).errcode).toBe(47001);
  });

  it('limits the submissions of one product in an hour', () => {
    const bench = new SimulatorBench({ quotas: { productSubmitPerHour: 2 } });
    bench.addReviewed('P1');
    bench.call('/shop/spu/update', bench.product('P1'));
    bench.letReviewsEnd();
    expect(bench.call('/shop/spu/update', bench.product('P1')).errcode).toBe(1000019);
    bench.time.advance(3_600_000);
    expect(bench.call('/shop/spu/update', bench.product('P1')).errcode).toBe(0);
  });
});
