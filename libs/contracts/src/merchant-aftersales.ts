import { z } from 'zod';
import { aftersaleTypes, mirroredAftersaleStates, mirroredAftersaleTypes } from './aftersale-terms';
import { eventsOf } from './event-definition';
import {
  address,
  fen,
  filled,
  imageUrl,
  lineReference,
  quantity,
  text,
  time,
  versionOf,
  wechatId,
} from './fields';
import { topics } from './topics';

const version = versionOf('after-sale');
const SUBJECT =
  "the after-sale's id: the merchant's own where the merchant opened it or linked it, else WeChat's";

const define = eventsOf(topics.merchantAftersales, SUBJECT);

export const aftersaleLine = z.object({ ...lineReference, quantity });

const images = z
  .array(imageUrl)
  .default([])
  .describe('pictures; Tongbu uploads them to WeChat, which takes no addresses of others');

const reason = z.object({
  text: filled('the reason in words'),
  code: z
    .int({ error: "expected the number of WeChat's reason, such as 7 for damaged" })
    .describe(
      "WeChat's number: 1 out of stock, 2 shipping time, 3 no longer wanted, 5 wrong address, 6 wrong purchase, 7 damaged, " +
        '8 missing or not as described, 9 invalid waybill, 10 logistics stuck, 11 address unreachable, 12 not received, ' +
        '14 quality, 15 other. Passed on as it is',
    ),
});

/** What can be changed of an after-sale while WeChat waits for the merchant's decision. */
const claim = { amount: fen.positive('expected more than nothing').describe('integer fen'), reason, images };

/** What the decision was made for. WeChat decides by what is there when the decision arrives; Tongbu looks first. */
const decision = {
  request: z
    .int()
    .positive()
    .optional()
    .describe(
      'the `request` of the event that was decided on. Left out: the newest that Tongbu knew when this event arrived. A ' +
        'decision on an older request than the present one is not carried out',
    ),
};
const agreedAmount = fen
  .optional()
  .describe('integer fen that the merchant agrees to pay back; nothing is paid when WeChat has another');

export const aftersaleOpened = define(
  'merchant.aftersale.opened.v1',
  'The shop opens an after-sale for the buyer. For orders that the component collects.',
  z.object({
    version,
    orderId: filled("the merchant's order id"),
    type: z.enum(aftersaleTypes, { error: 'expected refund or return' }),
    line: aftersaleLine.describe('one line of the order; WeChat wants an after-sale for each'),
    ...claim,
  }),
  {
    version: 1,
    orderId: 'T2603020000815',
    type: 'return',
    line: { productId: 'P-301', skuId: 'P-301-L', quantity: 1 },
    amount: 4050,
    reason: { text: '收到时袖口破损', code: 7 },
    images: ['https://img.shop.example/claims/as-1.jpg'],
  },
  "the merchant's own id of the after-sale; not one of digits alone, for these are WeChat's",
);
export type OpenedAftersale = z.output<typeof aftersaleOpened.data>;

export const aftersaleEdited = define(
  'merchant.aftersale.edited.v1',
  'The buyer changed the claim in the shop. WeChat takes the opening and four changes of an after-sale.',
  z.object({ version, ...claim }),
  { version: 2, amount: 3000, reason: { text: '仅退部分', code: 15 }, images: [] },
);

export const aftersaleWithdrawn = define(
  'merchant.aftersale.withdrawn.v1',
  'The buyer withdrew the claim in the shop.',
  z.object({}),
  {},
);

export const aftersaleRefundAccepted = define(
  'merchant.aftersale.refund-accepted.v1',
  'Pay the buyer back: the shop agrees to a refund that was requested. Money moves.',
  z.object({ ...decision, amount: agreedAmount }),
  { request: 1, amount: 4050 },
);

export const aftersaleReturnAccepted = define(
  'merchant.aftersale.return-accepted.v1',
  'The goods may come back.',
  z.object({
    ...decision,
    address: address
      .optional()
      .describe("where to; left out, the order's returnAddress. Province, city and town are needed"),
  }),
  {
    request: 1,
    address: {
      receiverName: '退货组',
      phone: '13000000001',
      province: '广东省',
      city: '深圳市',
      town: '南山区',
      detail: '示例路 1 号',
    },
  },
);

export const aftersaleRejected = define(
  'merchant.aftersale.rejected.v1',
  'The shop does not agree: to the refund, the return, or the goods that came back. WeChat takes no reason.',
  z.object(decision),
  { request: 1 },
);

export const aftersaleGoodsReceived = define(
  'merchant.aftersale.goods-received.v1',
  'The goods came back in order: pay the buyer back. Money moves.',
  z.object({ ...decision, amount: agreedAmount }),
  { request: 1, amount: 4050 },
);

export const aftersaleReturnSent = define(
  'merchant.aftersale.return-sent.v1',
  'The buyer told the shop how the goods come back.',
  z.object({
    carrierId: filled("WeChat's id of the carrier, such as SF"),
    carrierName: text.max(128).optional(),
    waybill: filled('the waybill number'),
  }),
  { carrierId: 'SF', waybill: 'SF100200300' },
);

export const aftersaleCertificatesUploaded = define(
  'merchant.aftersale.certificates-uploaded.v1',
  "WeChat's refund failed and the shop has paid back in another way: the proof for the buyer.",
  z.object({ text: text.max(512).default(''), images }),
  { text: '已线下转账退款', images: ['https://img.shop.example/proofs/as-1.jpg'] },
);

export const aftersaleEvidenceSubmitted = define(
  'merchant.aftersale.evidence-submitted.v1',
  'Evidence for the complaint that hangs on this after-sale.',
  z.object({ text: filled('what the evidence shows'), images }),
  { text: '发货前已质检', images: ['https://img.shop.example/evidence/as-1.jpg'] },
);

export const aftersaleLinked = define(
  'merchant.aftersale.linked.v1',
  "The shop gives an after-sale that was opened inside WeChat an id of its own. From then on events may use it; Tongbu's keep the subject they began with.",
  z.object({ wechatAftersaleId: wechatId }),
  { wechatAftersaleId: '4000000007314883' },
  "the merchant's own id of the after-sale",
);

export const aftersaleWindowExtended = define(
  'merchant.aftersale.window-extended.v1',
  'The buyer gets longer to open after-sales of an order, which delays its settlement. Once per order, after the receipt.',
  z.object({ until: time.describe('at least 7 days from now, at most 3 years') }),
  { until: '2026-04-20T00:00:00+08:00' },
  "the merchant's order id",
);

export const aftersaleMirrored = define(
  'merchant.aftersale.mirrored.v1',
  'An after-sale that the shop runs itself, as it stands now; WeChat shows it. For orders that the merchant collects.',
  z.object({
    version,
    orderId: filled("the merchant's order id"),
    type: z.enum(mirroredAftersaleTypes, { error: `expected one of ${mirroredAftersaleTypes.join(', ')}` }),
    state: z.enum(mirroredAftersaleStates, {
      error: `expected one of ${mirroredAftersaleStates.join(', ')}`,
    }),
    lines: z.array(aftersaleLine).min(1, 'expected at least one line'),
    refund: fen.describe('integer fen'),
    openedAt: time,
    path: text.default('').describe('the mini program page of the after-sale; empty: that of the order'),
    finishesOrder: z
      .boolean()
      .default(false)
      .describe('no item of the order can go into an after-sale any more: the order is over, for good'),
  }),
  {
    version: 1,
    orderId: 'T2603020000816',
    type: 'refund',
    state: 'requested',
    lines: [{ productId: 'P-118', quantity: 1 }],
    refund: 2700,
    openedAt: '2026-03-04T10:00:00+08:00',
    path: 'pages/aftersale?id=AS-9',
  },
  "the merchant's own id of the after-sale",
);
export type MirroredAftersale = z.output<typeof aftersaleMirrored.data>;
