import { z } from 'zod';
import { eventsOf } from './event-definition';
import { fen, lineReference, merchantVersion, openId, quantity, text, wechatId } from './fields';
import { problem } from './problem';
import { topics } from './topics';

const SUBJECT = "the merchant's order id";
const time = z.iso.datetime({ offset: true });
const identified = { wechatOrderId: wechatId, merchantVersion };
const ids = { wechatOrderId: '3309517286640325887', merchantVersion: 1 };

const define = eventsOf(topics.wechatOrders, SUBJECT);

/** A line as WeChat has it. */
export const wechatOrderLine = z.object({
  ...lineReference,
  quantity,
  unitPrice: fen,
  paid: fen.describe('for the whole line after discounts, integer fen'),
});
export type WechatOrderLine = z.output<typeof wechatOrderLine>;

const collectedBy = z
  .enum(['merchant', 'component'])
  .describe("`merchant`: fund type 0; `component`: the component's secondary merchant number, fund type 1");

export const wechatOrderCreated = define(
  'wechat.order.created.v1',
  'The order exists at WeChat.',
  z.object({
    ...identified,
    openId,
    collectedBy,
    lines: z.array(wechatOrderLine).min(1),
    freight: fen,
    total: fen,
    deliveryType: z.enum(['express', 'none', 'merchant', 'pick-up']),
    required: z
      .literal(true)
      .optional()
      .describe(
        'the order begins in a scene whose orders have to be at WeChat, as the shop was told when it asked',
      ),
    ticket: text.optional().describe('first generation: for wx.requestPayment, once'),
    ticketExpiresAt: time.optional(),
  }),
  {
    ...ids,
    openId: 'oQx7WkExampleBuyer01',
    collectedBy: 'component',
    lines: [{ productId: 'P-301', skuId: 'P-301-L', quantity: 2, unitPrice: 4500, paid: 8100 }],
    freight: 800,
    total: 8900,
    deliveryType: 'express',
  },
);

export const paymentParameters = z
  .object({
    timeStamp: z.string(),
    nonceStr: z.string(),
    package: z.string(),
    paySign: z.string(),
    signType: z.string(),
  })
  .describe('for wx.requestOrderPayment, as they are');
export type PaymentParameters = z.output<typeof paymentParameters>;

export const wechatOrderPaymentParametersReady = define(
  'wechat.order.payment-parameters-ready.v1',
  'The parameters that open the cashier, as asked for. They are fresh now and hold for one opening.',
  z.object({ ...identified, checkoutId: z.string(), parameters: paymentParameters }),
  {
    ...ids,
    checkoutId: 'c-1',
    parameters: {
      timeStamp: '1772424920',
      nonceStr: 'c1exampleNonce',
      package: 'prepay_id=wx14201700example',
      paySign: 'ExampleSignature==',
      signType: 'RSA',
    },
  },
);

export const wechatOrderPaymentParametersRefused = define(
  'wechat.order.payment-parameters-refused.v1',
  'No cashier can be opened for the order: it is paid, cancelled or over, or the merchant collects.',
  z.object({
    wechatOrderId: wechatId.nullable(),
    merchantVersion,
    checkoutId: z.string(),
    problems: z.array(problem).min(1),
  }),
  {
    ...ids,
    checkoutId: 'c-1',
    problems: [
      {
        code: 'checkout-paid',
        message: 'The order is paid already.',
        messageZh: '订单已支付。',
        fix: 'Nothing to do.',
        fixZh: '无需处理。',
      },
    ],
  },
);

export const wechatOrderPaid = define(
  'wechat.order.paid.v1',
  'WeChat has the order as paid. Ship it.',
  z.object({
    ...identified,
    collectedBy,
    transactionId: z.string().describe("WeChat Pay's number; empty when not paid by WeChat Pay"),
    paidAt: time.nullable(),
  }),
  {
    ...ids,
    collectedBy: 'component',
    transactionId: '4200001500202603020000000002',
    paidAt: '2026-03-02T04:17:05Z',
  },
);

export const wechatOrderCancelled = define(
  'wechat.order.cancelled.v1',
  'The order is cancelled at WeChat. Release its stock.',
  z.object({
    wechatOrderId: wechatId.nullable().describe('null: it never reached WeChat'),
    merchantVersion,
    by: z
      .enum(['merchant', 'buyer', 'timed-out', 'unknown'])
      .describe('`unknown`: cancelled inside WeChat, and no callback said by whom'),
  }),
  { ...ids, by: 'buyer' },
);

export const wechatOrderPriceChanged = define(
  'wechat.order.price-changed.v1',
  'The new prices are in force. Payment parameters handed out before are void.',
  z.object({ ...identified, lines: z.array(wechatOrderLine).min(1), freight: fen, total: fen }),
  {
    ...ids,
    merchantVersion: 2,
    lines: [{ productId: 'P-301', skuId: 'P-301-L', quantity: 2, unitPrice: 4500, paid: 8000 }],
    freight: 800,
    total: 8800,
  },
);

export const wechatOrderAddressChanged = define(
  'wechat.order.address-changed.v1',
  'WeChat has the new address.',
  z.object(identified),
  { ...ids, merchantVersion: 3 },
);

export const wechatOrderShipped = define(
  'wechat.order.shipped.v1',
  'WeChat has the order as shipped, wholly or in part.',
  z.object({ ...identified, complete: z.boolean().describe('false: more parcels are to come') }),
  { ...ids, complete: true },
);

export const wechatOrderReceived = define(
  'wechat.order.received.v1',
  'The receipt was confirmed: by the shop, by the buyer inside WeChat, or by lapse of time.',
  z.object({ ...identified, receivedAt: time.nullable() }),
  { ...ids, receivedAt: '2026-03-05T10:00:00Z' },
);

export const wechatOrderRefunded = define(
  'wechat.order.refunded.v1',
  'Every line was refunded; the order is over.',
  z.object(identified),
  ids,
);

export const wechatOrderSettled = define(
  'wechat.order.settled.v1',
  'The after-sale window is over and WeChat has settled the order.',
  z.object({
    ...identified,
    settlementNumber: z.string(),
    amount: fen.nullable(),
    settledAt: time.nullable(),
  }),
  { ...ids, settlementNumber: '2000000123', amount: 11600, settledAt: '2026-03-12T10:00:00Z' },
);

export const wechatOrderAttributed = define(
  'wechat.order.attributed.v1',
  'WeChat has found out who brought the sale.',
  z.object({
    ...identified,
    promoterId: z.string().nullable(),
    promoterName: z.string().nullable(),
    sharerOpenId: z.string().nullable(),
    liveStartedAt: time.nullable(),
  }),
  { ...ids, promoterId: 'aB3example', promoterName: '示例频道', sharerOpenId: null, liveStartedAt: null },
);

export const wechatSceneChecked = define(
  'wechat.scene.checked.v1',
  'WeChat was asked whether orders of a launch scene have to be there. Told at most once an hour for each.',
  z.object({ scene: z.int(), mustPush: z.boolean(), requiredFundType: z.int().nullable() }),
  { scene: 1177, mustPush: true, requiredFundType: 1 },
  'the number of the launch scene, as a text',
);

export const wechatOrderCompensationRequired = define(
  'wechat.order.compensation-required.v1',
  'Money was taken for an order that is off: the buyer paid what the merchant has cancelled, or the merchant collected for ' +
    'an order that is over at WeChat. Give the money back or deliver, then publish merchant.order.compensation-resolved.v1. ' +
    'Told once; it stays an open task until then.',
  z.object({
    wechatOrderId: wechatId.nullable().describe('null: it never reached WeChat'),
    merchantVersion,
    collectedBy,
    transactionId: z.string(),
    paidAt: time.nullable(),
    amount: fen,
  }),
  {
    ...ids,
    collectedBy: 'component',
    transactionId: '4200001500202603020000000003',
    paidAt: '2026-03-02T04:31:00Z',
    amount: 11600,
  },
);

export const wechatOrderParked = define(
  'wechat.order.parked.v1',
  'Tongbu cannot go on with this order until something is changed. Every reason at once, with what to do.',
  z.object({ wechatOrderId: wechatId.nullable(), merchantVersion, problems: z.array(problem).min(1) }),
  {
    wechatOrderId: null,
    merchantVersion: 1,
    problems: [
      {
        code: 'total-does-not-balance',
        field: 'total',
        message: 'The lines, freight and surcharge less the discount make 11600 fen, not 11500.',
        messageZh: '商品、运费与附加费减去优惠应为 11600 分，而不是 11500 分。',
        fix: 'Correct the amounts and publish the order again.',
        fixZh: '请更正金额后重新发布订单。',
      },
    ],
  },
);
