import { AccessBench } from '../testing/access-bench';
import {
  BUYER,
  detailBody,
  firstBody,
  lineBody,
  orderBody,
  ordinaryBody,
  priceBody,
} from '../testing/orders';
import { parcel } from '../testing/order-bench';
import { RETURN_TO } from '../testing/aftersales';
import { brandRequest, NUTS } from '../testing/qualifications';
import { applicationBody } from '../testing/merchant-application';
import type { Answer } from '../testing/simulator-bench';

type Body = Record<string, unknown>;
const HOUR = 3_600_000;

/** A shop that does everything by calls, and whoever else acts, through the control API. */
class Shop extends AccessBench {
  must(path: string, body: unknown = {}): Answer {
    const answer = this.call(path, body);
    if (answer.errcode !== 0) throw new Error(`${path}: ${answer.errmsg}`);
    return answer;
  }

  async others(path: string, body: unknown = {}): Promise<Body> {
    const answer = await this.control('POST', path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** A picture by its address: `link`, `media` id or the payment side's `pay` id. */
  image(kind: 'link' | 'media' | 'pay', name: string): string {
    const respType = { media: '0', link: '1', pay: '2' }[kind];
    const query = new URLSearchParams({
      access_token: this.app.tokens.issueStable().access_token,
      resp_type: respType,
      upload_type: '1',
      img_url: `https://shop.test/${name}.jpg`,
    });
    const { img_info } = this.send({ path: '/shop/img/upload', query: query.toString() });
    return Object.values(img_info as Record<string, string>)[0] ?? '';
  }

  events(): string[] {
    return this.pushed().map(({ Event }) => Event);
  }

  orderedNuts(outOrderId: string, traceId: string): Body {
    const line = lineBody('N1', { product_cnt: 1, sale_price: 3_000, sku_real_price: 3_000 });
    const order_detail = detailBody({
      product_infos: [line],
      price_info: priceBody({ order_price: 3_000, freight: 0, discounted_price: 0 }),
    });
    return orderBody(this, outOrderId, { trace_id: traceId, order_detail });
  }

  /** Creates an order and has the buyer pay it with the parameters the shop asked for. */
  async sell(outOrderId: string, traceId: string): Promise<void> {
    const reference = { out_order_id: outOrderId, openid: BUYER };
    this.must('/shop/order/add', this.orderedNuts(outOrderId, traceId));
    this.must('/shop/order/getpaymentparams', reference);
    await this.others(`orders/${outOrderId}/pay`);
  }

  ship(outOrderId: string, carrier: string): Answer {
    return this.call('/shop/delivery/send', {
      out_order_id: outOrderId,
      openid: BUYER,
      finish_all_delivery: 1,
      ship_done_time: '2026-03-05 10:00:00',
      delivery_list: [
        {
          ...parcel([{ out_product_id: 'N1', out_sku_id: 'N1-A', product_cnt: 1 }]),
          delivery_id: carrier,
          waybill_id: `W-${outOrderId}`,
        },
      ],
    });
  }

  refundBody(outOrderId: string): Body {
    return {
      out_order_id: outOrderId,
      out_aftersale_id: `A-${outOrderId}`,
      openid: BUYER,
      type: 1,
      product_info: { out_product_id: 'N1', out_sku_id: 'N1-A', product_cnt: 1 },
      orderamt: 3_000,
      refund_reason: '不想要了',
      refund_reason_type: 3,
    };
  }
}

describe('a new account on its way to selling', () => {
  const shop = new Shop();
  const flags = () => shop.check().access_info;

  it('before: nothing of the component answers', () => {
    expect(shop.code('/shop/register/check')).toBe(1040003);
    expect(shop.code('/shop/cat/get')).toBe(1040003);
  });

  it('1.1: applies in vain, withdraws once, and is confirmed at last', async () => {
    shop.must('/shop/register/apply');
    shop.time.advance(24 * HOUR);
    expect(await shop.control('POST', 'access/confirm')).toMatchObject({ status: 409 });
    shop.must('/shop/register/apply');
    await shop.others('access/withdraw');
    expect(shop.code('/shop/register/check')).toBe(1040003);
    shop.must('/shop/register/apply');
    shop.time.advance(5 * HOUR);
    await shop.others('access/confirm');
    expect(shop.pushed()).toMatchObject([
      { OpenProductAccountRegister: { status: 10 } },
      { OpenProductAccountRegister: { status: 2 } },
    ]);
    expect(new Set(Object.values(flags()))).toEqual(new Set([0]));
    expect(shop.code('/shop/register/apply_scene', { scene_group_id: 1 })).toBe(1040041);
  });

  it('2.1: gets its merchant number, without which no order of the sub-merchant is taken', async () => {
    const picture = (name: string) => ({
      name,
      media_id: shop.image('media', name),
      pay_media_id: shop.image('pay', name),
    });
    const application = applicationBody(shop, {
      business_license_info: {
        legal_person: '林青',
        business_time: '["2020-01-01","长期"]',
        wxa_business_license_copy: picture('licence'),
      },
      qualifications: { pic_file_list: [picture('permit')] },
    });
    shop.must('/shop/wxpay/apply', application);
    await shop.others('merchant-application/reject', {
      fields: [{ field: 'business_license_info', reason: '营业执照不清晰' }],
    });
    shop.must('/shop/wxpay/apply', application);
    await shop.others('merchant-application/ask-validation');
    const { pay_resp } = shop.must('/shop/wxpay/get') as unknown as {
      pay_resp: { account_validation: { pay_amount: number } };
    };
    await shop.others('merchant-application/transfer', { amountFen: pay_resp.account_validation.pay_amount });
    await shop.others('merchant-application/approve');
    await shop.others('merchant-application/sign');
    expect(shop.must('/shop/wxpay/get')).toMatchObject({ pay_resp: { applyment_state: 'FINISH' } });
  });

  it('2.2: has a category, a brand and a product approved, and declares it', () => {
    const image = shop.image('link', 'cup');
    const nuts = (changes: Body = {}) => ({
      ...shop.product('N1', { third_cat_id: NUTS.level3, brand_id: 2_100_000_000, scene_group_list: [] }),
      head_img: [image],
      ...changes,
    });
    expect(shop.code('/shop/spu/add', nuts())).toBe(1000005);
    const license = [shop.image('media', 'licence')];
    const category = { ...NUTS, certificate: [shop.image('media', 'permit')] };
    const submit = (scene_group_list: number[]) =>
      shop.call('/shop/audit/audit_category', {
        audit_req: { license, scene_group_list, category_info: category },
      });
    expect(submit([1]).errcode).toBe(1000042);
    expect(submit([]).errcode).toBe(0);
    const { audit_id } = shop.must('/shop/audit/audit_brand', brandRequest(shop));
    shop.letReviewsEnd();
    const { data } = shop.must('/shop/audit/result', { audit_id }) as unknown as {
      data: { brand_id: number };
    };
    expect(shop.code('/shop/spu/add', nuts({ scene_group_list: [1] }))).toBe(1000042);
    shop.must('/shop/spu/add', nuts({ brand_id: data.brand_id, title: '最好的山核桃' }));
    shop.letReviewsEnd();
    expect([flags()['spu_audit_success'], ...shop.declare(6)]).toEqual([0, 1040041]);
    shop.must('/shop/spu/update', nuts({ brand_id: data.brand_id }));
    shop.letReviewsEnd();
    expect([flags()['spu_audit_success'], ...shop.declare(6)]).toEqual([1, 0]);
  });

  it('2.3: creates an order, has its payment come in, and declares it', async () => {
    expect(shop.must('/shop/scene/check', { scene: 1177 })).toMatchObject({ is_matched: 0 });
    const { traceId, requireOrder } = await shop.others('trace-ids', { openid: BUYER });
    expect(requireOrder).toBe(0);
    shop.must('/shop/order/add', shop.orderedNuts('T1', String(traceId)));
    expect(shop.declare(19)).toEqual([1040041]);
    shop.must('/shop/order/getpaymentparams', { out_order_id: 'T1', openid: BUYER });
    await shop.others('orders/T1/pay');
    expect(shop.events()).toContain('open_product_order_pay');
    expect([...shop.declare(7, 19)]).toEqual([1040041, 0]);
  });

  it('2.4: sends it with a carrier of the list, and declares it', () => {
    expect(shop.declare(8)).toEqual([1040041]);
    const { company_list } = shop.must('/shop/delivery/get_company_list') as unknown as {
      company_list: { delivery_id: string }[];
    };
    expect(shop.ship('T1', 'NOBODY').errcode).toBe(1010029);
    expect(shop.declare(8)).toEqual([1040041]);
    expect(shop.ship('T1', company_list[1]?.delivery_id ?? '').errcode).toBe(0);
    expect(shop.declare(8)).toEqual([0]);
  });

  it('2.5: opens an after-sale, which needs a return address, decides it, and declares it', () => {
    const add = () => shop.code('/shop/ecaftersale/add', shop.refundBody('T1'));
    expect(add()).toBe(2747025);
    shop.must('/shop/account/update_info', {
      service_agent_type: [0],
      default_receiving_address: RETURN_TO,
    });
    expect(add()).toBe(0);
    expect([flags()['ec_after_sale_success'], ...shop.declare(20)]).toEqual([0, 1040041]);
    shop.time.advance(1_000);
    shop.must('/shop/ecaftersale/acceptrefund', { out_aftersale_id: 'A-T1' });
    expect([flags()['ec_after_sale_success'], ...shop.declare(9, 20)]).toEqual([1, 1040041, 0]);
  });

  it('2.6 and 2.7: declares the tests, and the release once there was one', async () => {
    expect(shop.declare(11)).toEqual([1040041]);
    expect(shop.declare(10)).toEqual([0]);
    expect(shop.declare(11)).toEqual([1040041]);
    expect(shop.code('/shop/register/apply_scene', { scene_group_id: 1 })).toBe(1040041);
    await shop.others('access/release');
    expect(shop.declare(11)).toEqual([0]);
    expect(new Set(Object.values(flags()))).toEqual(new Set([1]));
  });

  it('3.1: applies for the scene, is refused, and applies again', async () => {
    const channels = () => shop.check().scene_group_list[0];
    shop.must('/shop/register/apply_scene', { scene_group_id: 1 });
    expect(channels()).toMatchObject({ status: 0 });
    await shop.others('scenes/1/audit', { verdict: 'reject', reason: '未绑定视频号', failedChecks: [2] });
    expect(channels()).toMatchObject({ status: 2, reason: '未绑定视频号' });
    expect(shop.must('/shop/scene/check', { scene: 1177 })).toMatchObject({ is_matched: 0 });
    shop.must('/shop/register/apply_scene', { scene_group_id: 1 });
    shop.letReviewsEnd();
    expect(channels()).toMatchObject({ status: 1, reason: '' });
    expect(shop.events().filter((name) => name === 'open_product_scene_group_audit')).toHaveLength(2);
    const { promoterId } = await shop.others('promoters', { finderNickname: '山核' });
    expect(shop.must('/shop/promoter/list', { page: 1, page_size: 20 })).toMatchObject({
      promoters: [{ promoter_id: promoterId }],
    });
  });

  it('3.2: orders of the verified scenes are asked for from now on', async () => {
    expect(shop.must('/shop/scene/check', { scene: 1177 })).toMatchObject({ is_matched: 1 });
    expect(shop.must('/shop/scene/check', { scene: 1001 })).toMatchObject({ is_matched: 0 });
    expect(await shop.others('trace-ids', { openid: BUYER })).toMatchObject({ requireOrder: 1 });
    expect(await shop.others('trace-ids', { openid: BUYER, scene: 1001 })).toMatchObject({ requireOrder: 0 });
  });

  it('4.1 to 4.5: sells in the scene: created, paid, shipped, received, after-sale', async () => {
    const { brand_id } =
      (shop.must('/shop/account/get_brand_list')['data'] as { brand_id: number }[])[0] ?? {};
    shop.must('/shop/spu/update', shop.product('N1', { third_cat_id: NUTS.level3, brand_id }));
    shop.letReviewsEnd();
    const [promoter] = [...shop.app.promoters.keys()];
    const { liveExportId } = await shop.others('lives', { promoterId: promoter });
    const visit = await shop.others(`lives/${String(liveExportId)}/visits`, { openid: BUYER });
    expect(visit).toMatchObject({ requireOrder: 1 });
    await shop.sell('T2', String(visit['traceId']));
    expect(shop.ship('T2', 'SF').errcode).toBe(0);
    shop.must('/shop/delivery/recieve', { out_order_id: 'T2', openid: BUYER });
    shop.must('/shop/ecaftersale/add', shop.refundBody('T2'));
    shop.time.advance(1_000);
    shop.must('/shop/ecaftersale/acceptrefund', { out_aftersale_id: 'A-T2' });
    shop.time.advance(shop.app.settings.refundDelayMs.max);
    const { order } = shop.must('/shop/order/get', { out_order_id: 'T2', openid: BUYER });
    expect(order).toMatchObject({ status: 200 });
  });

  it('loses all of it when the component is withdrawn, but for orders and products', async () => {
    await shop.others('access/withdraw');
    expect(shop.code('/shop/order/get', { out_order_id: 'T2', openid: BUYER })).toBe(1040003);
    shop.must('/shop/register/apply');
    await shop.others('access/confirm');
    shop.must('/shop/order/get', { out_order_id: 'T2', openid: BUYER });
    shop.must('/shop/spu/get', { out_product_id: 'N1' });
    expect(shop.must('/shop/account/get_brand_list')['data']).toEqual([]);
    expect(new Set(Object.values(flags()))).toEqual(new Set([0]));
    expect(shop.must('/shop/scene/check', { scene: 1177 })).toMatchObject({ is_matched: 0 });
    expect(shop.declare(11)).toEqual([1040041]);
  });
});

describe('a new account of the first generation', () => {
  it('has its orders and after-sales seen by what it reports itself', () => {
    const shop = new Shop({ simulator: { generation: 'first' } }).open();
    shop.must('/shop/order/add', firstBody(shop, 'T1'));
    const reference = { out_order_id: 'T1', openid: BUYER };
    shop.must('/shop/order/pay', {
      ...reference,
      action_type: 1,
      transaction_id: '4200001500202603020000000001',
      pay_time: '2026-03-02 10:00:00',
    });
    expect(shop.declare(19, 7)).toEqual([1040041, 0]);
    const bare = { delivery_id: 'SF', waybill_id: '1' };
    shop.must('/shop/delivery/send', { ...reference, finish_all_delivery: 0, delivery_list: [bare] });
    expect(shop.declare(8)).toEqual([0]);
    const mirrored = { out_order_id: 'T1', out_aftersale_id: 'A1', openid: BUYER, status: 2 };
    shop.must('/shop/aftersale/add', {
      ...mirrored,
      type: 1,
      create_time: '2026-03-02 10:00:00',
      finish_all_aftersale: 0,
      path: 'pages/aftersale?id=A1',
      refund: 100,
      product_infos: [{ out_product_id: 'P1', out_sku_id: 'P1-A', product_cnt: 1 }],
    });
    expect(shop.declare(9)).toEqual([1040041]);
    shop.must('/shop/aftersale/update', { ...mirrored, status: 13, finish_all_aftersale: 0 });
    expect(shop.declare(20, 9)).toEqual([1040041, 0]);
    expect(shop.check().access_info).toMatchObject({
      pay_order_success: 1,
      pay_order_finished: 1,
      add_aftersale_success: 1,
      add_aftersale_finished: 1,
      spu_audit_success: 0,
    });
  });
});

describe('what does not count as seen', () => {
  it('a payment past the cashier, an order that the merchant collects itself, a shipment without a parcel', async () => {
    const shop = new Shop({ simulator: { subMerchant: 'open' } }).open();
    const product = (id: string) => shop.product(id, { scene_group_list: [] });
    for (const id of ['P1', 'P2']) shop.must('/shop/spu/add', product(id));
    shop.letReviewsEnd();
    shop.must('/shop/order/add', orderBody(shop, 'T1'));
    await shop.others('orders/T1/pay', { force: true });
    shop.must('/shop/order/add', ordinaryBody(shop, 'T2', { delivery_detail: { delivery_type: 4 } }));
    shop.must('/shop/order/pay', {
      out_order_id: 'T2',
      openid: BUYER,
      action_type: 1,
      transaction_id: '4200001500202603020000000001',
      pay_time: '2026-03-02 10:00:00',
    });
    shop.must('/shop/delivery/send', {
      out_order_id: 'T2',
      openid: BUYER,
      finish_all_delivery: 1,
      ship_done_time: '2026-03-02 10:00:00',
    });
    expect(shop.declare(19, 8)).toEqual([1040041, 1040041]);
  });

  it('an after-sale that the buyer opened inside WeChat', async () => {
    const shop = new Shop({ simulator: { subMerchant: 'open' } }).open();
    for (const id of ['P1', 'P2']) shop.must('/shop/spu/add', shop.product(id, { scene_group_list: [] }));
    shop.letReviewsEnd();
    shop.must('/shop/order/add', orderBody(shop, 'T1'));
    shop.must('/shop/order/getpaymentparams', { out_order_id: 'T1', openid: BUYER });
    await shop.others('orders/T1/pay');
    const { aftersaleId } = await shop.others('orders/T1/aftersales', {
      type: 'refund',
      outProductId: 'P1',
      outSkuId: 'P1-A',
      pieces: 1,
      amountFen: 100,
    });
    shop.must('/shop/ecaftersale/acceptrefund', { aftersale_id: BigInt(String(aftersaleId)) });
    expect(shop.declare(20)).toEqual([1040041]);
  });
});
