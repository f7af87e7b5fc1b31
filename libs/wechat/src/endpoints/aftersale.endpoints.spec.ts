import { documented, read, sent } from '../../test-support/wire-text';
import * as wechat from './index';

const order = { outOrderId: 'SO-000731', openid: 'o1' };
const aftersale = { aftersaleId: '9007199254740993' };
const own = { outAftersaleId: 'AS-1' };
const application = {
  type: 'return',
  amountFen: 8100,
  reasonText: 'torn',
  reasonCode: 7,
} as const;
const address = {
  receiverName: 'Shop',
  detailedAddress: '1 Example Road',
  phone: '13000000000',
  province: 'Guangdong',
  city: 'Shenzhen',
  town: 'Nanshan',
};

type Prepared = Parameters<typeof sent>[0];

it('sends what an after-sale is changed by, in whole fen and with every digit of the id', () => {
  const pairs: readonly [Prepared, string][] = [
    [
      wechat.addAftersale.prepare({
        order,
        ...own,
        product: { productId: 'P-301', skuId: 'P-301-L', quantity: 1 },
        ...application,
        media: [{ kind: 'image', url: 'https://mmecimage.cn/p/a' }],
      }),
      `{"out_order_id":"SO-000731","out_aftersale_id":"AS-1","openid":"o1","type":2,
        "product_info":{"out_product_id":"P-301","out_sku_id":"P-301-L","product_cnt":1},"orderamt":8100,
        "refund_reason":"torn","refund_reason_type":7,
        "media_list":[{"type":1,"url":"https://mmecimage.cn/p/a","thumb_url":"https://mmecimage.cn/p/a"}]}`,
    ],
    [
      wechat.addAftersale.prepare({
        order,
        ...own,
        product: { productId: 'P-118', skuId: '', quantity: 2 },
        ...application,
        type: 'refund',
      }),
      `{"out_order_id":"SO-000731","out_aftersale_id":"AS-1","openid":"o1","type":1,
        "product_info":{"out_product_id":"P-118","product_cnt":2},"orderamt":8100,"refund_reason":"torn",
        "refund_reason_type":7}`,
    ],
    [
      wechat.updateAftersale.prepare({ aftersale, openid: 'o1', ...application }),
      '{"aftersale_id":9007199254740993,"openid":"o1","type":2,"orderamt":8100,"refund_reason":"torn","refund_reason_type":7}',
    ],
    [
      wechat.cancelAftersale.prepare({ aftersale: own, openid: 'o1' }),
      '{"out_aftersale_id":"AS-1","openid":"o1"}',
    ],
    [wechat.getAftersale.prepare(aftersale), '{"aftersale_id":9007199254740993}'],
    [wechat.acceptRefund.prepare(aftersale), '{"aftersale_id":9007199254740993}'],
    [wechat.rejectAftersale.prepare(own), '{"out_aftersale_id":"AS-1"}'],
    [
      wechat.acceptReturn.prepare({ aftersale, address }),
      `{"aftersale_id":9007199254740993,"address_info":{"receiver_name":"Shop","detailed_address":"1 Example Road",
        "tel_number":"13000000000","province":"Guangdong","city":"Shenzhen","town":"Nanshan"}}`,
    ],
    [
      wechat.uploadReturnInfo.prepare({ aftersale, openid: 'o1', carrierId: 'SF', waybillId: 'SF1' }),
      '{"aftersale_id":9007199254740993,"openid":"o1","delivery_id":"SF","waybill_id":"SF1"}',
    ],
    [
      wechat.uploadRefundCertificates.prepare({ aftersale, description: 'paid', certificates: ['c'] }),
      '{"aftersale_id":9007199254740993,"refund_desc":"paid","certificates":["c"]}',
    ],
    [
      wechat.forceAftersaleOverdue.prepare({ aftersale, deadline: 'receipt-overdue' }),
      '{"aftersale_id":9007199254740993,"operation":"aftersale_merchant_confirm_receipt_overdue"}',
    ],
    [
      wechat.listAftersales.prepare({
        state: 'refund-requested',
        created: { from: new Date(1_668_413_007_000), to: new Date(1_668_413_008_000) },
        offset: 0,
        limit: 50,
      }),
      '{"status":2,"begin_create_time":1668413007000,"end_create_time":1668413008000,"offset":0,"limit":50}',
    ],
  ];
  for (const [prepared, expected] of pairs) expect(sent(prepared)).toBe(documented(expected));
});

it.each<[string, Prepared, string]>([
  [
    'half a fen',
    wechat.updateAftersale.prepare({ aftersale, openid: 'o1', ...application, amountFen: 0.5 }),
    'amountFen: expected whole fen',
  ],
  ['51 rows', wechat.listAftersales.prepare({ offset: 0, limit: 51 }), 'limit: '],
  [
    'an id that is no number',
    wechat.getAftersale.prepare({ aftersaleId: 'AS-1' }),
    'aftersaleId: expected the digits',
  ],
  [
    'a return address without a town',
    wechat.acceptReturn.prepare({ aftersale, address: { ...address, town: '' } }),
    'address.town: ',
  ],
  [
    'a return without a waybill',
    wechat.uploadReturnInfo.prepare({ aftersale, openid: 'o1', carrierId: 'SF', waybillId: '' }),
    'waybillId: ',
  ],
])('refuses %s and names it', (_name, prepared, problem) => {
  expect(sent(prepared)).toEqual([expect.stringContaining(problem)]);
});

describe('the answers', () => {
  it('give the id of a new after-sale, and nothing without one', () => {
    expect(read(wechat.addAftersale, '{"errcode":0,"aftersale_id":9007199254740993}')).toEqual({
      ok: true,
      value: { aftersaleId: '9007199254740993' },
    });
    expect(read(wechat.addAftersale, '{"errcode":0}')).toMatchObject({ ok: false });
    expect(read(wechat.addAftersale, '{"errcode":0,"aftersale_id":0}')).toMatchObject({ ok: false });
  });

  it('give a whole after-sale', () => {
    const answer = `{"errcode":0,"after_sales_order":{"out_aftersale_id":"","aftersale_id":4000000007314883,
      "out_order_id":"SO-000731","order_id":3309517286640325887,"product_info":{"out_product_id":"P-301","product_id":0,
      "out_sku_id":"P-301-L","sku_id":3309000000000000002,"product_cnt":"1"},"type":2,
      "return_info":{"order_return_time":1668413007123,"delivery_id":"SF","waybill_id":""},"orderamt":8100,
      "refund_reason_type":7,"refund_reason":"","media_list":[{"type":1,"url":"u","thumb_url":"t"}],"status":8,
      "create_time":"1668413007000","update_time":1668413008000,"openid":"o1","refund_pay_detail":{"refund_id":""},
      "return_id":"","complaint_order_id_list":[9007199254740993],"return_address_info":{"receiver_name":"Shop",
      "detailed_address":"1 Example Road","tel_number":"1"}}}`;
    expect(read(wechat.getAftersale, answer)).toEqual({
      ok: true,
      value: {
        aftersaleId: '4000000007314883',
        wechatOrderId: '3309517286640325887',
        ...order,
        product: {
          productId: 'P-301',
          skuId: 'P-301-L',
          wechatSkuId: '3309000000000000002',
          quantity: 1,
        },
        type: 'return',
        state: 'receipt-awaited',
        stateCode: 8,
        amountFen: 8100,
        reasonText: '',
        reason: 'damaged',
        reasonCode: 7,
        media: [{ kind: 'image', url: 'u', thumbnailUrl: 't' }],
        returnShipment: { at: new Date(1_668_413_007_123), carrierId: 'SF' },
        createdAt: new Date(1_668_413_007_000),
        updatedAt: new Date(1_668_413_008_000),
        complaintIds: ['9007199254740993'],
        returnAddress: { receiverName: 'Shop', detailedAddress: '1 Example Road', phone: '1' },
      },
    });
  });

  const one = (members: string) =>
    read(wechat.getAftersale, `{"after_sales_order":{"aftersale_id":1,"orderamt":1${members}}}`);

  it.each([
    [1, 'withdrawn'],
    [2, 'refund-requested'],
    [4, 'refund-rejected'],
    [5, 'return-rejected'],
    [6, 'return-awaited'],
    [7, 'closed'],
    [8, 'receipt-awaited'],
    [11, 'refunding'],
    [13, 'refunded'],
    [21, 'refund-disputed'],
    [23, 'return-requested'],
    [24, 'return-disputed'],
    [25, 'refund-failed'],
    [26, 'other'],
  ])('call state %d %s', (status, state) => {
    expect(one(`,"status":${status}`)).toMatchObject({ value: { state, stateCode: status } });
  });

  it('keep a type and a reason that are not documented, and miss no state', () => {
    expect(one(',"status":2,"type":3,"refund_reason_type":13')).toMatchObject({
      value: { type: 'other', reason: 'other', reasonCode: 13 },
    });
    expect(one('')).toMatchObject({ ok: false });
  });

  it.each(['{"errcode":0}', '{"after_sales_order":null}', '{"after_sales_order":{}}'])(
    'have nothing yet: %s',
    (answer) => {
      expect(read(wechat.getAftersale, answer)).toEqual({ ok: true, value: undefined });
    },
  );

  it('tell of no return while nothing is sent', () => {
    const nothing = '"return_info":{"order_return_time":0,"waybill_id":"","delivery_id":""}';
    expect(one(`,"status":6,${nothing}`)).toMatchObject({ value: { returnShipment: undefined } });
  });

  it('give a page of ids', () => {
    const answer = '{"errcode":0,"after_sales_orders":["4000000007314883",9007199254740993],"has_more":true}';
    expect(read(wechat.listAftersales, answer)).toEqual({
      ok: true,
      value: { aftersaleIds: ['4000000007314883', '9007199254740993'], hasMore: true },
    });
    expect(read(wechat.listAftersales, '{"errcode":0}')).toEqual({
      ok: true,
      value: { aftersaleIds: [], hasMore: false },
    });
  });
});

describe('mirrored after-sales', () => {
  it('are sent in the numbers of the first generation', () => {
    const pairs: readonly [Prepared, string][] = [
      [
        wechat.addMirroredAftersale.prepare({
          order,
          ...own,
          type: 'exchange',
          createdAt: new Date('2022-11-14T08:03:27Z'),
          state: 'replacement-awaited',
          orderFinished: false,
          path: 'pages/aftersale?id=AS-1',
          refundFen: 0,
          lines: [{ productId: 'P-301', skuId: 'P-301-L', quantity: 1 }],
        }),
        `{"out_order_id":"SO-000731","out_aftersale_id":"AS-1","openid":"o1","type":3,
          "create_time":"2022-11-14 16:03:27","status":16,"finish_all_aftersale":0,"path":"pages/aftersale?id=AS-1",
          "refund":0,"product_infos":[{"out_product_id":"P-301","out_sku_id":"P-301-L","product_cnt":1}]}`,
      ],
      [
        wechat.updateMirroredAftersale.prepare({ order, ...own, state: 'refunded', orderFinished: true }),
        '{"out_order_id":"SO-000731","out_aftersale_id":"AS-1","openid":"o1","status":13,"finish_all_aftersale":1}',
      ],
      [wechat.getMirroredAftersales.prepare(order), '{"out_order_id":"SO-000731","openid":"o1"}'],
      [
        wechat.extendAftersalePeriod.prepare({ order, until: new Date(1_670_000_000_000) }),
        '{"out_order_id":"SO-000731","openid":"o1","after_sale_deadline":1670000000}',
      ],
    ];
    for (const [prepared, expected] of pairs) expect(sent(prepared)).toBe(documented(expected));
  });

  it('are read, also without a refund and with a state that is not documented', () => {
    const answer = `{"errcode":0,"aftersale_infos":[{"order_id":3309517286640325887,"out_order_id":"SO-000731",
      "out_aftersale_id":"AS-1","type":1,"create_time":"2022-11-14 16:03:27","path":"p","status":13,"refund":8100,
      "product_infos":[{"out_product_id":"P","out_sku_id":"S","product_cnt":"2"}]},
      {"out_aftersale_id":"AS-2","status":99}]}`;
    expect(read(wechat.getMirroredAftersales, answer)).toEqual({
      ok: true,
      value: [
        {
          outAftersaleId: 'AS-1',
          type: 'refund',
          createdAt: new Date('2022-11-14T08:03:27Z'),
          state: 'refunded',
          stateCode: 13,
          path: 'p',
          refundFen: 8100,
          lines: [{ productId: 'P', skuId: 'S', quantity: 2 }],
        },
        { outAftersaleId: 'AS-2', state: 'other', stateCode: 99, lines: [] },
      ],
    });
    expect(read(wechat.getMirroredAftersales, '{"errcode":0}')).toEqual({ ok: true, value: [] });
  });
});
