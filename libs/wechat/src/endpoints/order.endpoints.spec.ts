import { documented, read, sent } from '../../test-support/wire-text';
import { readAnswer } from '../client/read-answer';
import { parseJson } from '../json';
import type { OrderDraft } from './order-draft.wire';
import * as orders from './index';

const order = { outOrderId: 'T2207140000815', openid: 'oQx7WkExampleBuyer01' };
const reference = '{"out_order_id": "T2207140000815", "openid": "oQx7WkExampleBuyer01"}';
const shirt = {
  productId: 'P-301',
  skuId: 'P-301-L',
  quantity: 2,
  salePriceFen: 4500,
  lineTotalFen: 8100,
  title: 'Linen shirt',
  image: 'https://img.example.com/p301.jpg',
  path: 'pages/product?id=P-301',
};
const cap = {
  productId: 'P-118',
  skuId: '',
  quantity: 1,
  salePriceFen: 3000,
  lineTotalFen: 2700,
  title: 'Cap',
  image: 'https://img.example.com/p118.jpg',
  path: 'pages/product?id=P-118',
};
const sendingAt = new Date('2022-07-14T12:15:31Z');
/** The request as it leaves. */
function stamped(orderDraft: OrderDraft) {
  const prepared = orders.addOrder.prepare(orderDraft);
  return prepared.ok ? { ...prepared, value: orders.addOrder.stamp(prepared.value, sendingAt) } : prepared;
}
const draft = {
  ...order,
  outUserId: 'm-4471',
  path: 'pages/order/detail?out_order_id=T2207140000815',
  lines: [shirt, cap],
  price: { orderPriceFen: 11_600, freightFen: 800, discountFen: 1200, additionalFen: 0 },
  shipping: 'express',
  address: {
    receiverName: 'Lin',
    detailedAddress: '12 Example Road',
    phone: '13000000000',
    country: 'CN',
    province: 'Guangdong',
    city: 'Shenzhen',
    town: 'Nanshan',
  },
  fundType: 'sub-merchant',
  expiresAt: new Date(1_657_803_931_000),
  aftersaleDays: 14,
  traceId: '3_exampletrace',
} satisfies OrderDraft;

describe('addOrder', () => {
  it('sends the documented example', () => {
    expect(sent(stamped(draft))).toBe(
      documented(`{
  "create_time": "2022-07-14 20:15:31",
  "out_order_id": "T2207140000815",
  "openid": "oQx7WkExampleBuyer01",
  "out_user_id": "m-4471",
  "path": "pages/order/detail?out_order_id=T2207140000815",
  "order_detail": {
    "product_infos": [
      {"out_product_id": "P-301", "out_sku_id": "P-301-L", "product_cnt": 2, "sale_price": 4500, "sku_real_price": 8100, "title": "Linen shirt", "head_img": "https://img.example.com/p301.jpg", "path": "pages/product?id=P-301"},
      {"out_product_id": "P-118", "out_sku_id": "", "product_cnt": 1, "sale_price": 3000, "sku_real_price": 2700, "title": "Cap", "head_img": "https://img.example.com/p118.jpg", "path": "pages/product?id=P-118"}
    ],
    "pay_info": {"pay_method_type": 0},
    "price_info": {"order_price": 11600, "freight": 800, "discounted_price": 1200, "additional_price": 0}
  },
  "delivery_detail": {"delivery_type": 1},
  "address_info": {"receiver_name": "Lin", "detailed_address": "12 Example Road", "tel_number": "13000000000", "country": "CN", "province": "Guangdong", "city": "Shenzhen", "town": "Nanshan"},
  "fund_type": 1,
  "expire_time": 1657803931,
  "aftersale_duration": 14,
  "trace_id": "3_exampletrace",
  "stringify_64bits_number": true
}`),
    );
  });

  const { lineTotalFen: _, ...plainShirt } = shirt;
  const first = {
    ...order,
    generation: 'first',
    path: 'p',
    scene: 1177,
    lines: [{ ...plainShirt, unitPaidFen: 4050 }],
    payment: { method: 'wechat-pay', prepayId: 'wx14', prepaidAt: new Date('2022-07-14T12:15:00Z') },
    price: { orderPriceFen: 8100, freightFen: 0 },
    shipping: 'no-shipment',
  } satisfies OrderDraft;

  it('sends the first generation with its scene and the price of one unit, without what came later', () => {
    expect(sent(stamped(first))).toBe(
      documented(`{"create_time":"2022-07-14 20:15:31","out_order_id":"T2207140000815","openid":"oQx7WkExampleBuyer01",
        "path":"p","scene":1177,"order_detail":{"product_infos":[{"out_product_id":"P-301","out_sku_id":"P-301-L",
        "product_cnt":2,"sale_price":4500,"real_price":4050,"title":"Linen shirt",
        "head_img":"https://img.example.com/p301.jpg","path":"pages/product?id=P-301"}],
        "pay_info":{"pay_method_type":0,"prepay_id":"wx14","prepay_time":"2022-07-14 20:15:00"},
        "price_info":{"order_price":8100,"freight":0}},"delivery_detail":{"delivery_type":2}}`),
    );
  });

  it.each<[string, OrderDraft, string]>([
    ['no line', { ...draft, lines: [] }, 'lines: '],
    ['half a fen', { ...draft, lines: [{ ...shirt, lineTotalFen: 0.5 }] }, 'lines.0.lineTotalFen: '],
    ['a negative freight', { ...draft, price: { ...draft.price, freightFen: -1 } }, 'price.freightFen: '],
    ['an id of 128 characters', { ...draft, outOrderId: 'T'.repeat(128) }, 'outOrderId: '],
    ['no openid', { ...draft, openid: '' }, 'openid: '],
    ['six days of after-sales', { ...draft, aftersaleDays: 6 }, 'aftersaleDays: '],
    ['more than three years of after-sales', { ...draft, aftersaleDays: 1096 }, 'aftersaleDays: '],
    ['no phone', { ...draft, address: { ...draft.address, phone: '' } }, 'address.phone: '],
    ['an ordinary order without payment', { ...draft, fundType: 'ordinary' }, 'payment: '],
    [
      'an ordinary order without a prepay id',
      { ...draft, fundType: 'ordinary', payment: { method: 'wechat-pay', prepaidAt: sendingAt } },
      'payment.prepayId: ',
    ],
    ['a sub-merchant order for cash', { ...draft, payment: { method: 'cash-on-delivery' } }, 'payment: '],
    ['a parcel without address', { ...first, shipping: 'express' }, 'address: needed for express'],
  ])('refuses %s and names it', (_name, wrong, problem) => {
    expect(sent(orders.addOrder.prepare(wrong))).toEqual([expect.stringContaining(problem)]);
  });

  it('takes an ordinary order for cash without a prepay id', () => {
    const cash = { ...draft, fundType: 'ordinary', payment: { method: 'cash-on-delivery' } } as const;
    expect(sent(orders.addOrder.prepare(cash))).toContain('"pay_info":{"pay_method_type":1}');
  });

  it.each(['"3309517286640325887"', '3309517286640325887'])('reads the id %s with all its digits', (id) => {
    expect(
      read(orders.addOrder, `{"errcode":0,"errmsg":"ok","data":{"order_id":${id},"out_order_id":"T1"}}`),
    ).toEqual({ ok: true, value: { wechatOrderId: '3309517286640325887', outOrderId: 'T1' } });
  });

  it('reads the ticket of the first generation', () => {
    const answer =
      '{"data":{"order_id":1,"out_order_id":"T1","ticket":"tk","ticket_expire_time":"2022-07-15 20:15:31","final_price":8100}}';
    expect(read(orders.addOrder, answer)).toMatchObject({
      value: { ticket: 'tk', ticketExpiresAt: new Date('2022-07-15T12:15:31Z'), finalPriceFen: 8100 },
    });
  });
});

describe('the other requests', () => {
  it('send the documented examples', () => {
    const month = { from: new Date('2022-06-30T16:00:00Z'), to: new Date('2022-07-31T15:59:59Z') };
    const day = { from: new Date('2022-07-13T16:00:00Z'), to: new Date('2022-07-14T15:59:59Z') };
    const pairs: readonly [Parameters<typeof sent>[0], string][] = [
      [orders.checkScene.prepare({ scene: 1177 }), '{"scene": 1177}'],
      [
        orders.reportPayment.prepare({
          order: { ...order, outOrderId: 'T2207140000816' },
          outcome: 'paid',
          transactionId: '4200001500202207140000000001',
          paidAt: new Date('2022-07-14T12:17:05Z'),
        }),
        '{"out_order_id": "T2207140000816", "openid": "oQx7WkExampleBuyer01", "action_type": 1, "transaction_id": "4200001500202207140000000001", "pay_time": "2022-07-14 20:17:05"}',
      ],
      [orders.getOrder.prepare(order), reference],
      [orders.closeOrder.prepare(order), reference],
      [orders.getPaymentParameters.prepare(order), reference],
      [
        orders.listOrders.prepare({ page: 1, pageSize: 50, sort: 'oldest-first', created: day }),
        '{"page": 1, "page_size": 50, "sort_order": 2, "start_create_time": "2022-07-14 00:00:00", "end_create_time": "2022-07-14 23:59:59"}',
      ],
      [
        orders.listOrdersOfPromoter.prepare({
          promoterId: 'aB3example',
          paid: month,
          page: 1,
          pageSize: 20,
        }),
        '{"promoter_id": "aB3example", "start_pay_time": "2022-07-01 00:00:00", "end_pay_time": "2022-07-31 23:59:59", "page": 1, "page_size": 20}',
      ],
      [
        orders.listOrdersOfSharer.prepare({ sharerOpenid: 'oQx7WkExampleSharer', page: 1, pageSize: 20 }),
        '{"sharer_openid": "oQx7WkExampleSharer", "page": 1, "page_size": 20}',
      ],
      [
        orders.changeOrderPrice.prepare({
          order,
          lines: [
            { productId: 'P-301', skuId: 'P-301-L', salePriceFen: 4500, lineTotalFen: 8000 },
            { productId: 'P-118', skuId: '', salePriceFen: 3000, lineTotalFen: 2700 },
          ],
          price: { orderPriceFen: 11_500, freightFen: 800, discountFen: 1300, additionalFen: 0 },
        }),
        '{"out_order_id": "T2207140000815", "openid": "oQx7WkExampleBuyer01", "product_infos": [{"out_product_id": "P-301", "out_sku_id": "P-301-L", "sale_price": 4500, "sku_real_price": 8000}, {"out_product_id": "P-118", "out_sku_id": "", "sale_price": 3000, "sku_real_price": 2700}], "price_info": {"order_price": 11500, "freight": 800, "discounted_price": 1300, "additional_price": 0}}',
      ],
      [
        orders.updateOrderAddress.prepare({
          order,
          address: { receiverName: 'Lin', detailedAddress: '14 Example Road', phone: '13000000000' },
        }),
        '{"out_order_id": "T2207140000815", "openid": "oQx7WkExampleBuyer01", "address_info": {"receiver_name": "Lin", "detailed_address": "14 Example Road", "tel_number": "13000000000"}}',
      ],
    ];
    for (const [prepared, example] of pairs) expect(sent(prepared)).toBe(documented(example));
  });

  it.each([
    ['failed', 2],
    ['cancelled-by-buyer', 3],
    ['timed-out', 4],
    ['cancelled-by-merchant', 5],
    ['other', 10],
  ] as const)('reports a payment that is %s with the number %d', (outcome, action_type) => {
    expect(sent(orders.reportPayment.prepare({ order, outcome, remark: 'r' }))).toBe(
      documented(`${reference.slice(0, -1)}, "action_type": ${action_type}, "action_remark": "r"}`),
    );
  });

  it('refuse more than 100 rows and times that are reversed', () => {
    const reversed = { from: new Date(2), to: new Date(1) };
    expect(
      sent(orders.listOrders.prepare({ page: 0, pageSize: 101, sort: 'newest-first', created: reversed })),
    ).toEqual([
      expect.stringContaining('page: '),
      expect.stringContaining('pageSize: '),
      'created: expected `from` not after `to`',
    ]);
  });
});

describe('a read order', () => {
  const answer = `{"errcode": 0, "errmsg": "ok", "order": {"order_id": 3309517286640325887, "out_order_id": "T2207140000815", "openid": "oQx7WkExampleBuyer01", "status": 21, "fund_type": 1, "path": "pages/order/detail?out_order_id=T2207140000815", "create_time": "2022-07-14 20:15:31",
 "order_detail": {"product_infos": [{"product_id": 3309000000000000001, "sku_id": 3309000000000000002, "out_product_id": "P-301", "out_sku_id": "P-301-L", "product_cnt": 2, "sale_price": 4500, "sku_real_price": 8100, "title": "Linen shirt", "head_img": "https://img.example.com/p301.jpg", "path": "pages/product?id=P-301"}],
  "pay_info": {"pay_method_type": 0, "transaction_id": "4200001500202207140000000002", "pay_time": "2022-07-14 20:17:05"},
  "price_info": {"order_price": 11600, "freight": 800, "discounted_price": 1200, "additional_price": 0},
  "promotion_info": {"promoter_id": "aB3example", "finder_nickname": "Example channel"}},
 "delivery_detail": {"delivery_type": 1, "finish_all_delivery": 0, "delivery_list": [{"delivery_id": "SF", "waybill_id": "SF100200300", "product_info_list": [{"out_product_id": "P-301", "out_sku_id": "P-301-L", "product_cnt": 2}]}]}}}`;
  const parcel = {
    carrierId: 'SF',
    waybillId: 'SF100200300',
    lines: [{ productId: 'P-301', skuId: 'P-301-L', quantity: 2 }],
  };

  it('has all that the documented example tells, and every digit of the ids', () => {
    expect(read(orders.getOrder, answer)).toEqual({
      ok: true,
      value: {
        wechatOrderId: '3309517286640325887',
        ...order,
        status: 'partly-shipped',
        statusCode: 21,
        fundType: 'sub-merchant',
        path: 'pages/order/detail?out_order_id=T2207140000815',
        createdAt: new Date('2022-07-14T12:15:31Z'),
        lines: [
          {
            ...shirt,
            wechatProductId: '3309000000000000001',
            wechatSkuId: '3309000000000000002',
          },
        ],
        payment: {
          method: 'wechat-pay',
          transactionId: '4200001500202207140000000002',
          paidAt: new Date('2022-07-14T12:17:05Z'),
        },
        price: { orderPriceFen: 11_600, freightFen: 800, discountFen: 1200, additionalFen: 0 },
        attribution: { promoterId: 'aB3example', finderNickname: 'Example channel' },
        delivery: { shipping: 'express', finished: false, parcels: [parcel] },
        aftersales: [],
      },
    });
  });

  const one = (members: string) => {
    const result = orders.getOrder.read(parseJson(`{"order":{"out_order_id":"T1","status":30${members}}}`));
    if (!result.ok) throw new Error(result.problems.join());
    return result.value;
  };

  it.each([
    [10, 'unpaid'],
    [11, 'unpaid'],
    [20, 'paid'],
    [21, 'partly-shipped'],
    [30, 'shipped'],
    [100, 'completed'],
    [181, 'timed-out'],
    [200, 'refunded'],
    [250, 'cancelled'],
    [190, 'other'],
  ])('with status %d is %s', (code, status) => {
    expect(read(orders.getOrder, `{"order":{"status":${code}}}`)).toMatchObject({
      value: { status, statusCode: code },
    });
  });

  it('tells the promoter and the parcels from either place', () => {
    const promotion =
      '"promotion_info":{"promoter_id":"p","sharer_openid":"s","live_start_time":1657800000,"finder_nickname":""}';
    const delivery =
      '"delivery_detail":{"finish_all_delivery":1,"ship_done_time":"2022-07-15 09:30:00","delivery_list":[{"delivery_id":"SF","waybill_id":"1"}]}';
    const expected = {
      attribution: { promoterId: 'p', sharerOpenid: 's', liveStartedAt: new Date(1_657_800_000_000) },
      delivery: {
        finished: true,
        doneAt: new Date('2022-07-15T01:30:00Z'),
        parcels: [{ carrierId: 'SF', waybillId: '1', lines: [] }],
      },
    };
    expect(one(`,${promotion},${delivery}`)).toMatchObject(expected);
    expect(one(`,"order_detail":{${promotion},${delivery}}`)).toMatchObject(expected);
    const empty = '"promotion_info":{"promoter_id":""},"delivery_detail":{"delivery_type":1}';
    expect(one(`,${empty},"order_detail":{${promotion},${delivery}}`)).toMatchObject(expected);
    expect(one(`,${promotion},${delivery},"order_detail":{${empty}}`)).toMatchObject(expected);
  });

  it('tells nothing about a promoter when there is none', () => {
    expect(one(',"promotion_info":{},"order_detail":{"promotion_info":null}').attribution).toBeUndefined();
    expect(one(',"sharer_info":{"sharer_openid":"s"}').attribution).toEqual({ sharerOpenid: 's' });
  });

  it('reads the live time as text too', () => {
    expect(
      one(',"promotion_info":{"promoter_id":"p","live_start_time":"2022-07-14 20:00:00"}'),
    ).toMatchObject({
      attribution: { liveStartedAt: new Date('2022-07-14T12:00:00Z') },
    });
  });

  it('has the times, after-sales and settlement that it tells', () => {
    expect(
      one(
        `,"expire_time":1657803931,"receive_time":"0","aftersale_duration":14,"settlement_info":{"x":[1]},
         "related_aftersale_info":{"aftersale_list":[{"aftersale_id":9007199254740993,"out_aftersale_id":""}]}`,
      ),
    ).toMatchObject({
      expiresAt: new Date(1_657_803_931_000),
      receivedAt: undefined,
      aftersaleDays: 14,
      settlement: { x: [1] },
      aftersales: [{ aftersaleId: '9007199254740993', outAftersaleId: undefined }],
    });
    expect(one(',"settlement_info":""').settlement).toBeUndefined();
  });

  it('of the first generation tells the price of one unit', () => {
    const { lines } = one(
      ',"order_detail":{"product_infos":[{"out_product_id":"P","product_cnt":2,"real_price":4050,"head_image":"i","can_after_sale":false}]}',
    );
    expect(lines).toMatchObject([{ skuId: '', lineTotalFen: 8100, image: 'i', canAftersale: false }]);
  });

  it('is found under either member, and missed when there is none', () => {
    expect(read(orders.getOrder, '{"data":{"status":20}}')).toMatchObject({ value: { status: 'paid' } });
    expect(read(orders.getOrder, '{"errcode":0}')).toMatchObject({ ok: false });
    expect(read(orders.getOrder, '{"order":{"out_order_id":"T1"}}')).toMatchObject({ ok: false });
  });

  it('stands on pages too', () => {
    const page = '{"errcode":0,"orders":[{"order_id":3309517286640325887,"status":100}],"total_num":7}';
    for (const list of [orders.listOrders, orders.listOrdersOfPromoter, orders.listOrdersOfSharer]) {
      expect(read(list, page)).toMatchObject({
        value: { total: 7, orders: [{ wechatOrderId: '3309517286640325887', status: 'completed' }] },
      });
    }
    expect(read(orders.listOrders, '{"errcode":0}')).toEqual({ ok: true, value: { total: 0, orders: [] } });
  });
});

describe('checkScene', () => {
  it.each([
    ['{"errcode": 0, "errmsg": "ok", "is_matched": 1, "requiredFundType": 1}', true, 'sub-merchant'],
    ['{"is_matched":1,"requiredFundType":0}', true, 'ordinary'],
    ['{"is_matched":1,"requiredFundType":2}', true, 'either'],
    ['{"is_matched":1,"requiredFundType":4}', true, 'other'],
    ['{"is_matched":0,"requiredFundType":1}', false, undefined],
  ])('reads %s', (answer, needsOrder, fundType) => {
    expect(read(orders.checkScene, answer)).toEqual({ ok: true, value: { needsOrder, fundType } });
  });
});

describe('getPaymentParameters', () => {
  const params = (timeStamp: string, prepay: string) =>
    `{"errcode": 0, "errmsg": "ok", "payment_params": {"timeStamp": ${timeStamp}, "nonceStr": "c1exampleNonce", "package": "${prepay}", "paySign": "ExampleSignature==", "signType": "RSA"}}`;

  it.each(['1657801020', '"1657801020"'])('gives the time %s as text', (timeStamp) => {
    expect(read(orders.getPaymentParameters, params(timeStamp, 'prepay_id=wx14201700example'))).toEqual({
      ok: true,
      value: {
        timestamp: '1657801020',
        nonce: 'c1exampleNonce',
        package: 'prepay_id=wx14201700example',
        signature: 'ExampleSignature==',
        signType: 'RSA',
      },
    });
  });

  it('takes an answer without a prepay id for no answer', () => {
    const body = params('1657801020', 'prepay_id=');
    expect(
      readAnswer(orders.getPaymentParameters, { kind: 'answer', status: 200, body }, 5, (text) => text),
    ).toMatchObject({ ok: false, error: { kind: 'unknown-outcome', reason: 'unexpected-response' } });
  });
});
