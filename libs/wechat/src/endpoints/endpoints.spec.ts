import { testAccount } from '../../test-support/token-store.suite';
import { parseJson } from '../json';
import {
  calledPaths,
  getProduct,
  isWechatImage,
  listProducts,
  quotaGroupsOf,
  readCategoryTree,
} from './index';

const read = <T>(endpoint: { read(answer: unknown): { ok: boolean; value?: T } }, text: string) =>
  endpoint.read(parseJson(text));

describe('the answers of WeChat', () => {
  it('reads a product with the state, times and ids it has', () => {
    const answer = `{"errcode":0,"spu":{"product_id":11111111111111111111,"out_product_id":"P-1","title":"茶杯","path":"p",
      "head_img":["a"],"status":13,"edit_status":3,"audit_info":{"submit_time":"2022-11-14 16:03:27",
      "audit_time":"1970-01-01 08:00:00","reject_reason":"图片不清晰","audit_id":"A1"},"update_time":"",
      "skus":[{"sku_id":12,"out_sku_id":"S","thumb_img":"t","sale_price":1,"market_price":2,"stock_num":0,"barcode":""}],
      "delist_info":{},"something_new":[1]}}`;
    expect(read(getProduct, answer)).toMatchObject({
      ok: true,
      value: {
        productId: 'P-1',
        wechatProductId: '11111111111111111111',
        shelf: 'delisted-by-wechat',
        review: 'rejected',
        audit: {
          submittedAt: new Date('2022-11-14T08:03:27Z'),
          decidedAt: undefined,
          rejectReason: '图片不清晰',
          auditId: 'A1',
        },
        updatedAt: undefined,
        skus: [
          { skuId: 'S', wechatSkuId: '12', salePriceFen: 1, stock: 0, barcode: undefined, attributes: [] },
        ],
      },
    });
  });

  it('reads the nearly empty row of a product that was never approved', () => {
    const answer =
      '{"total_num":1,"spus":[{"out_product_id":"P-1","status":0,"edit_status":2,"skus":null,"head_img":[]}]}';
    expect(read(listProducts, answer)).toMatchObject({
      value: {
        total: 1,
        products: [{ shelf: 'initial', review: 'in-review', skus: [], wechatProductId: undefined }],
      },
    });
  });

  it('tolerates states that are not documented', () => {
    expect(read(getProduct, '{"spu":{"out_product_id":"P","status":20,"edit_status":9}}')).toMatchObject({
      value: { shelf: 'other', review: 'other' },
    });
  });

  it('asks for a span of time in UTC+8', () => {
    const span = { from: new Date('2022-11-14T16:00:00Z'), to: new Date('2022-11-15T16:00:00Z') };
    expect(listProducts.prepare({ page: 1, pageSize: 100, version: 'draft', updated: span })).toMatchObject({
      value: { json: { start_update_time: '2022-11-15 00:00:00', end_update_time: '2022-11-16 00:00:00' } },
    });
  });

  it('reads the category tree', () => {
    const row =
      '{"third_cat_id":3,"third_cat_name":"杯","second_cat_id":2,"second_cat_name":"餐具","first_cat_id":1,"first_cat_name":"家居","qualification":"","qualification_type":1,"product_qualification":"检测报告","product_qualification_type":2}';
    expect(read(readCategoryTree, `{"errcode":0,"third_cat_list":[${row}]}`)).toMatchObject({
      value: [
        {
          id: 3,
          parentIds: [1, 2],
          qualification: { need: 'required' },
          productQualification: { need: 'optional', text: '检测报告' },
        },
      ],
    });
  });
});

describe('isWechatImage', () => {
  it.each([
    ['https://mmecimage.cn/p/wx/a', true],
    ['https://store.mp.video.tencent-cloud.com/x', true],
    ['https://mmecimage.cn/q/a', false],
    ['https://example.com/mmecimage.cn/p/a', false],
    ['https://evilmmbizurl.cn/a', false],
    ['not an address', false],
  ])('%s: %s', (address, expected) => {
    expect(isWechatImage(address)).toBe(expected);
  });
});

describe('quotaGroupsOf', () => {
  const account = testAccount({ quotas: { burstCalls: 100, burstSeconds: 1, spuSubmitPerHour: 7 } });

  it('counts add and update together, and every other interface by itself', () => {
    const names = quotaGroupsOf(account).map(({ name }) => name);
    expect(names).toHaveLength(new Set(names).size);
    expect(names).toHaveLength(calledPaths.length - 1);
    const submissions = quotaGroupsOf(account).find(({ name }) => name === 'spu-submit');
    expect(submissions?.windows).toEqual([
      { kind: 'pace', name: 'pace', limit: 100, windowMs: 1000, burst: 1 },
      { kind: 'sliding', name: 'hour', limit: 7, windowMs: 3_600_000 },
      { kind: 'day', name: 'day', limit: 1000 },
    ]);
  });
});
