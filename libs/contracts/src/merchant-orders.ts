import { z } from 'zod';
import { eventsOf } from './event-definition';
import {
  address,
  fen,
  filled,
  imageUrl,
  lineReference,
  openId,
  quantity,
  text,
  time,
  versionOf,
} from './fields';
import { topics } from './topics';

const version = versionOf('order');

/** One line as it is sold. WeChat documentation: orders, product_infos and amount rules. */
const pricedLine = z.object({
  ...lineReference,
  unitPrice: fen.describe('price of one piece before discounts, integer fen'),
  paid: fen
    .optional()
    .describe(
      'what is paid for the whole line after discounts, integer fen. Left out on every line, Tongbu spreads the discount exactly',
    ),
});

export const merchantOrderLine = pricedLine.extend({
  quantity,
  title: filled('the title of the product').describe('shown to the buyer'),
  image: imageUrl.describe('shown to the buyer'),
  path: filled('the mini program path of the product page'),
});
export type MerchantOrderLine = z.output<typeof merchantOrderLine>;

/** All in integer fen: `total` = the lines' unit prices times quantities + freight + surcharge - discount. */
const amounts = {
  freight: fen.default(0),
  discount: fen.default(0).describe('off the lines, integer fen'),
  surcharge: fen.default(0).describe('beside the lines, such as packing, integer fen'),
  surchargeNote: text.optional(),
  total: fen.describe('what the buyer pays, integer fen'),
};

/**
 * An order as the merchant's shop knows it. Shapes and types are checked here, and a mistake makes the event a dead letter.
 * Whether amounts add up and what WeChat limits is checked when the order is planned, and a mistake parks it with every
 * reason at once.
 */
export const merchantOrder = z.object({
  version,
  placedAt: time.describe('when the buyer placed it'),
  expiresAt: time
    .optional()
    .describe(
      'until when the buyer may pay; WeChat takes 15 minutes to 1 day. Needed in the second generation',
    ),
  buyer: z.object({
    openId,
    userId: text.max(128).optional().describe("the merchant's own id of the buyer"),
  }),
  path: filled('the mini program path of the order page').describe('WeChat opens it from its order list'),
  payment: z
    .object({
      collectedBy: z
        .enum(['merchant', 'component'], { error: 'expected merchant or component' })
        .optional()
        .describe(
          "who collects: the merchant's own WeChat Pay number (fund type 0), or the component's secondary number (1). " +
            'Left out, it follows from requiredFundType',
        ),
      requiredFundType: z
        .int()
        .optional()
        .describe('what wx.checkBeforeAddOrder or a scene check answered: 0, 1, or 2 for either'),
      method: z.enum(['wechat-pay', 'cash-on-delivery', 'stored-value']).default('wechat-pay'),
      prepay: z
        .object({ id: filled('the prepay_id of WeChat Pay'), at: time })
        .optional()
        .describe("of the merchant's own unified order; needed when the merchant collects by WeChat Pay"),
    })
    .default({ method: 'wechat-pay' }),
  traceId: text
    .optional()
    .describe('traceId of wx.checkBeforeAddOrder; without it nobody is credited with the sale'),
  scene: z.int().optional().describe('launch scene; needed in the first generation'),
  aftersaleDays: z
    .int()
    .optional()
    .describe('how long after receipt an after-sale can be opened, 7 to 1095 days'),
  lines: z.array(merchantOrderLine).min(1, 'expected at least one line'),
  ...amounts,
  delivery: z
    .object({
      type: z.enum(['express', 'none', 'merchant', 'pick-up']).default('express'),
      address: address
        .optional()
        .describe('of the buyer, or of the pick-up point; needed in the second generation'),
    })
    .default({ type: 'express' }),
  returnAddress: address
    .optional()
    .describe('used by WeChat when a return is accepted because the merchant did not answer in time'),
});
export type MerchantOrder = z.output<typeof merchantOrder>;

const SUBJECT = "the merchant's order id: letters, digits, - and _, shorter than 128";

const define = eventsOf(topics.merchantOrders, SUBJECT);

export const orderPlaced = define(
  'merchant.order.placed.v1',
  'A buyer placed an order, or it changed before it reached WeChat. Carries the whole order.',
  merchantOrder,
  {
    version: 1,
    placedAt: '2026-03-02T12:15:31+08:00',
    expiresAt: '2026-03-02T13:15:31+08:00',
    buyer: { openId: 'oQx7WkExampleBuyer01', userId: 'm-4471' },
    path: 'pages/order/detail?id=T2603020000815',
    payment: { requiredFundType: 1 },
    traceId: '3_exampletrace',
    lines: [
      {
        productId: 'P-301',
        skuId: 'P-301-L',
        quantity: 2,
        unitPrice: 4500,
        title: '亚麻衬衫',
        image: 'https://img.shop.example/p301.jpg',
        path: 'pages/product?id=P-301',
      },
      {
        productId: 'P-118',
        quantity: 1,
        unitPrice: 3000,
        title: '棉质帽子',
        image: 'https://img.shop.example/p118.jpg',
        path: 'pages/product?id=P-118',
      },
    ],
    freight: 800,
    discount: 1200,
    total: 11600,
    delivery: {
      type: 'express',
      address: {
        receiverName: '林',
        phone: '13000000000',
        province: '广东省',
        city: '深圳市',
        town: '南山区',
        detail: '示例路 12 号',
      },
    },
  },
);

export const orderPaid = define(
  'merchant.order.paid.v1',
  'The merchant collected the money itself. A fact: it has no version and is never ignored.',
  z.object({
    transactionId: text
      .max(64)
      .default('')
      .describe("WeChat Pay's number; needed unless paid on delivery or with stored value"),
    paidAt: time,
  }),
  { transactionId: '4200001500202603020000000001', paidAt: '2026-03-02T12:17:05+08:00' },
);

export const orderCancelReasons = ['buyer', 'merchant', 'timed-out', 'payment-failed'] as const;

export const orderCancelled = define(
  'merchant.order.cancelled.v1',
  'The order is cancelled before it was paid. A fact: it has no version and is never ignored.',
  z.object({
    reason: z.enum(orderCancelReasons, { error: `expected one of ${orderCancelReasons.join(', ')}` }),
    note: text.max(200).optional(),
  }),
  { reason: 'buyer' },
);

export const orderPriceChanged = define(
  'merchant.order.price-changed.v1',
  'Prices of an unpaid order changed. WeChat takes one change of an order; a further one needs a new order.',
  z.object({ version, lines: z.array(pricedLine).min(1, 'expected every line of the order'), ...amounts }),
  {
    version: 2,
    lines: [
      { productId: 'P-301', skuId: 'P-301-L', unitPrice: 4500, paid: 8000 },
      { productId: 'P-118', unitPrice: 3000, paid: 2700 },
    ],
    freight: 800,
    discount: 1300,
    total: 11500,
  },
);

export const orderAddressChanged = define(
  'merchant.order.address-changed.v1',
  'The buyer wants it sent elsewhere. Possible until it is shipped.',
  z.object({ version, address }),
  {
    version: 3,
    address: { receiverName: '林', phone: '13000000000', detail: '示例路 14 号' },
  },
);

export const orderReceived = define(
  'merchant.order.received.v1',
  'The buyer confirmed the receipt in the shop.',
  z.object({ receivedAt: time.optional() }),
  { receivedAt: '2026-03-05T18:00:00+08:00' },
);

export const orderCheckoutRequested = define(
  'merchant.order.checkout-requested.v1',
  'The buyer opens the cashier: fresh payment parameters are wanted. A shop that waits for them asks over HTTP instead.',
  z.object({ checkoutId: filled('an id of this opening of the cashier').max(64) }),
  { checkoutId: 'c-1' },
);

export const orderCompensationResolved = define(
  'merchant.order.compensation-resolved.v1',
  'The merchant has settled the money of an order that was paid although it was cancelled.',
  z.object({
    resolution: z
      .enum(['refunded', 'fulfilled'], { error: 'expected refunded or fulfilled' })
      .describe('`fulfilled`: the cancellation is taken back and the order is delivered'),
    note: text.max(200).optional(),
  }),
  { resolution: 'refunded' },
);
