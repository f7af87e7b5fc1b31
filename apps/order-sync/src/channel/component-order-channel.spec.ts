import type { ChannelCall, ChannelResult, ComponentCalls } from '@tongbu/sync-engine';
import { parseJson, stringifyJson, type Endpoint } from '@tongbu/wechat';
import { sentOrder } from '../orders/order.parts';
import type { Generation, OrderDocument } from '../orders/order';
import { merchantOrderAt, ORDER_ID, ordinaryOrderAt, START } from '../testing/order-world';
import { ComponentOrderChannel } from './component-order-channel';

const CALL: ChannelCall = { appId: 'wx7f3d2a9c5b1e8046', lane: 'checkout', notAfter: 0 };
const REF = { orderId: ORDER_ID, openId: 'oQx7WkExampleBuyer01' };

/** Takes the place of the network: what was sent, and an answer as WeChat writes it. */
class Wire {
  sent: unknown;
  path = '';

  constructor(
    private readonly generation: Generation = 'second',
    private readonly answer = '{"errcode":0}',
  ) {}

  account() {
    return { generation: this.generation };
  }

  async call<Request, Response, T>(
    endpoint: Endpoint<Request, Response>,
    request: Request,
    _call: ChannelCall,
    convert: (response: Response) => T,
  ): Promise<ChannelResult<T>> {
    const prepared = endpoint.prepare(request);
    if (!prepared.ok) throw new Error(prepared.problems.join('; '));
    const body = endpoint.stamp(prepared.value, START);
    this.path = endpoint.path;
    this.sent = body.kind === 'json' ? JSON.parse(stringifyJson(body.json)) : body;
    const { errcode } = JSON.parse(this.answer) as { errcode?: number };
    if (errcode !== undefined && errcode !== 0) {
      const error = { kind: 'refused', code: errcode } as never;
      return { ok: false, error, note: { errcode } };
    }
    const response = endpoint.read(parseJson(this.answer));
    if (!response.ok) throw new Error(response.problems.join('; '));
    return { ok: true, value: convert(response.value), note: {} };
  }
}

function channelOn(wire: Wire): ComponentOrderChannel {
  return new ComponentOrderChannel(wire as unknown as ComponentCalls);
}

async function added(order: OrderDocument, by: 'merchant' | 'component', generation: Generation = 'second') {
  const answer = '{"errcode":0,"data":{"order_id":"3309517286640325887","out_order_id":"T1","ticket":"tk"}}';
  const wire = new Wire(generation, answer);
  const sent = sentOrder(order, by, generation, 1);
  const result = await channelOn(wire).add(CALL, { orderId: ORDER_ID, order, sent });
  expect(result).toMatchObject({ value: { wechatId: '3309517286640325887', ticket: 'tk' } });
  return wire.sent as any;
}

it('sends an order of the second generation as WeChat documents it', async () => {
  expect(
    await added(merchantOrderAt({ aftersaleDays: 14, surcharge: 100, total: 11_700 }), 'component'),
  ).toEqual({
    create_time: '2026-03-02 12:15:31',
    out_order_id: ORDER_ID,
    openid: REF.openId,
    out_user_id: 'm-4471',
    path: 'pages/order/detail?id=T2603020000815',
    order_detail: {
      product_infos: [
        {
          out_product_id: 'P-301',
          out_sku_id: 'P-301-L',
          product_cnt: 2,
          sale_price: 4500,
          sku_real_price: 8100,
          title: '亚麻衬衫',
          head_img: 'https://img.shop.example/p301.jpg',
          path: 'pages/product?id=P-301',
        },
        {
          out_product_id: 'P-118',
          out_sku_id: '',
          product_cnt: 1,
          sale_price: 3000,
          sku_real_price: 2700,
          title: '棉质帽子',
          head_img: 'https://img.shop.example/p118.jpg',
          path: 'pages/product?id=P-118',
        },
      ],
      pay_info: { pay_method_type: 0 },
      price_info: { order_price: 11_700, freight: 800, discounted_price: 1200, additional_price: 100 },
    },
    delivery_detail: { delivery_type: 1 },
    address_info: {
      receiver_name: '林',
      detailed_address: '示例路 12 号',
      tel_number: '13000000000',
      province: '广东省',
      city: '深圳市',
      town: '南山区',
    },
    fund_type: 1,
    expire_time: Math.floor(START.getTime() / 1000) + 3_600,
    aftersale_duration: 14,
    trace_id: '3_exampletrace',
    stringify_64bits_number: true,
  });
});

it('sends an order that the merchant collects for with its prepay id, and no trace id when there is none', async () => {
  const wire = await added(
    ordinaryOrderAt({ traceId: '', delivery: { type: 'pick-up', address: home } }),
    'merchant',
  );
  expect(wire).toMatchObject({
    fund_type: 0,
    delivery_detail: { delivery_type: 4 },
    order_detail: {
      pay_info: { pay_method_type: 0, prepay_id: 'wx14201700example', prepay_time: '2026-03-02 12:15:31' },
    },
  });
  expect(wire).not.toHaveProperty('trace_id');
});

const home = { receiverName: '林', phone: '13000000000', detail: '示例路 12 号' };

it('sends the first generation with scene and the price of one piece', async () => {
  const wire = await added(merchantOrderAt({ scene: 1177, payment: {} }), 'merchant', 'first');
  expect(wire).toMatchObject({
    scene: 1177,
    order_detail: { product_infos: [{ real_price: 4050 }, { real_price: 2700 }] },
  });
  for (const later of ['fund_type', 'expire_time', 'trace_id']) expect(wire).not.toHaveProperty(later);
  const none = await added(
    merchantOrderAt({ scene: 1177, payment: {}, delivery: { type: 'none' } }),
    'merchant',
    'first',
  );
  expect(none).not.toHaveProperty('address_info');
});

it('reads an order as WeChat shows it, with every digit of its id', async () => {
  const wire = new Wire(
    'second',
    `{"errcode": 0, "order": {"order_id": 3309517286640325887, "out_order_id": "${ORDER_ID}", "openid": "${REF.openId}", "status": 21, "fund_type": 1,
     "create_time": "2026-03-02 12:15:31", "expire_time": 1772428531, "receive_time": 0,
     "order_detail": {"product_infos": [{"out_product_id": "P-301", "out_sku_id": "P-301-L", "product_cnt": 2, "sale_price": 4500, "sku_real_price": 8100}],
      "pay_info": {"pay_method_type": 0, "transaction_id": "42", "pay_time": "2026-03-02 12:17:05"},
      "price_info": {"order_price": 8900, "freight": 800, "discounted_price": 900},
      "promotion_info": {"promoter_id": "aB3", "finder_nickname": "频道", "live_start_time": 1772420000}},
     "address_info": {"receiver_name": "林", "detailed_address": "示例路 12 号", "tel_number": "130****0000"},
     "delivery_detail": {"delivery_type": 1, "finish_all_delivery": 0, "delivery_list": [{"delivery_id": "SF", "waybill_id": "1"}]}}}`,
  );
  expect(await channelOn(wire).read(CALL, REF)).toMatchObject({
    value: {
      wechatId: '3309517286640325887',
      openId: REF.openId,
      status: 21,
      collectedBy: 'component',
      price: {
        lines: [{ productId: 'P-301', skuId: 'P-301-L', quantity: 2, unitPrice: 4500, paid: 8100 }],
        freight: 800,
        discount: 900,
        surcharge: 0,
        total: 8900,
      },
      deliveryType: 'express',
      payment: { transactionId: '42', paidAt: '2026-03-02T04:17:05.000Z' },
      address: { receiverName: '林', phone: '130****0000', detail: '示例路 12 号' },
      parcels: 1,
      allDispatched: false,
      createdAt: '2026-03-02T04:15:31.000Z',
      expiresAt: '2026-03-02T05:15:31.000Z',
      receivedAt: null,
      attribution: {
        promoterId: 'aB3',
        promoterName: '频道',
        sharerOpenId: null,
        liveStartedAt: '2026-03-02T02:53:20.000Z',
      },
    },
  });
  expect(wire.sent).toEqual({ out_order_id: ORDER_ID, openid: REF.openId });
});

it('does not make up prices or a payment that WeChat does not tell', async () => {
  const wire = new Wire(
    'first',
    `{"order":{"order_id":1,"status":10,"order_detail":{"product_infos":[{"out_product_id":"P","product_cnt":1}],"price_info":{"order_price":5}}}}`,
  );
  expect(await channelOn(wire).read(CALL, REF)).toMatchObject({
    value: {
      price: null,
      payment: null,
      collectedBy: null,
      deliveryType: null,
      address: null,
      attribution: null,
    },
  });
});

it('says that there is no such order', async () => {
  expect(await channelOn(new Wire('second', '{"errcode":1010011}')).read(CALL, REF)).toMatchObject({
    ok: true,
    value: null,
  });
});

it('tells how an order ended', async () => {
  const wire = new Wire();
  await channelOn(wire).cancel(CALL, REF, 'close', undefined);
  expect([wire.path, wire.sent]).toEqual([
    '/shop/order/close',
    { out_order_id: ORDER_ID, openid: REF.openId },
  ]);
  await channelOn(wire).cancel(CALL, REF, 'cancelled-by-buyer', 'too late');
  expect([wire.path, wire.sent]).toEqual([
    '/shop/order/pay',
    { out_order_id: ORDER_ID, openid: REF.openId, action_type: 3, action_remark: 'too late' },
  ]);
  await channelOn(wire).reportPaid(CALL, REF, { transactionId: '42', paidAt: '2026-03-02T12:17:05+08:00' });
  expect(wire.sent).toMatchObject({ action_type: 1, transaction_id: '42', pay_time: '2026-03-02 12:17:05' });
});

it('changes price and address', async () => {
  const wire = new Wire();
  const { price } = sentOrder(merchantOrderAt(), 'component', 'second', null);
  await channelOn(wire).changePrice(CALL, REF, price);
  expect(wire.sent).toMatchObject({
    product_infos: [
      { out_product_id: 'P-301', out_sku_id: 'P-301-L', sale_price: 4500, sku_real_price: 8100 },
      { out_product_id: 'P-118', out_sku_id: '', sale_price: 3000, sku_real_price: 2700 },
    ],
    price_info: { order_price: 11_600, freight: 800, discounted_price: 1200, additional_price: 0 },
  });
  await channelOn(wire).updateAddress(CALL, REF, home);
  expect(wire.sent).toMatchObject({
    address_info: { receiver_name: '林', detailed_address: '示例路 12 号' },
  });
});

it('hands on payment parameters as they are', async () => {
  const params =
    '{"timeStamp": 1657801020, "nonceStr": "n", "package": "prepay_id=wx14", "paySign": "s==", "signType": "RSA"}';
  const wire = new Wire('second', `{"errcode":0,"payment_params":${params}}`);
  expect(await channelOn(wire).paymentParameters(CALL, REF)).toMatchObject({
    value: {
      timeStamp: '1657801020',
      nonceStr: 'n',
      package: 'prepay_id=wx14',
      paySign: 's==',
      signType: 'RSA',
    },
  });
});

it.each([
  ['{"is_matched":1,"requiredFundType":1}', true, 1],
  ['{"is_matched":1,"requiredFundType":0}', true, 0],
  ['{"is_matched":1,"requiredFundType":2}', true, 2],
  ['{"is_matched":1,"requiredFundType":4}', true, null],
  ['{"is_matched":0,"requiredFundType":1}', false, null],
])('reads the check of a scene: %s', async (answer, mustPush, requiredFundType) => {
  const result = await channelOn(new Wire('second', answer)).checkScene(CALL, 1177);
  expect(result).toMatchObject({ value: { mustPush, requiredFundType } });
});
