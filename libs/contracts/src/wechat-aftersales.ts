import { z } from 'zod';
import {
  aftersaleDeadlines,
  aftersaleStates,
  aftersaleTypes,
  mirroredAftersaleStates,
  mirroredAftersaleTypes,
} from './aftersale-terms';
import { eventsOf } from './event-definition';
import { fen, lineReference, merchantVersion, quantity, text, wechatId } from './fields';
import { problem } from './problem';
import { topics } from './topics';

const SUBJECT =
  "the after-sale's id: the merchant's own where the merchant opened it, else WeChat's; it never changes";
const time = z.iso.datetime({ offset: true });

const define = eventsOf(topics.wechatAftersales, SUBJECT);

const orderId = text.describe("the merchant's order id");
const merchantAftersaleId = z
  .string()
  .nullable()
  .describe("the merchant's own id, null for one opened inside WeChat that was not linked");
const line = z
  .object({ ...lineReference, quantity })
  .nullable()
  .describe('null: WeChat did not name it');
const type = z.enum([...aftersaleTypes, 'other']);
const state = z.enum(aftersaleStates);

/** What every event says about its after-sale, as WeChat has it at that moment. */
const about = {
  orderId,
  wechatAftersaleId: wechatId,
  merchantAftersaleId,
  line,
  type,
  amount: fen.describe('what is asked back, integer fen'),
  state,
  rawState: z.int().describe("WeChat's number"),
  reason: z
    .string()
    .describe("a name for the buyer's reason, such as quality; other for one that is not documented"),
  reasonText: text.describe("the buyer's own words"),
  rawReasonCode: z
    .int()
    .nullable()
    .describe("WeChat's number of the reason, also one that is not documented"),
  request: z
    .int()
    .positive()
    .describe('counts the request and its changes by the buyer; decisions name the one they are about'),
};
const sample = {
  orderId: 'T2603020000815',
  wechatAftersaleId: '4000000007314883',
  merchantAftersaleId: null,
  line: { productId: 'P-301', skuId: 'P-301-L', quantity: 1 },
  type: 'return' as const,
  amount: 4050,
  state: 'return-requested' as const,
  rawState: 23,
  reason: 'damaged',
  reasonText: '收到时袖口破损',
  rawReasonCode: 7,
  request: 1,
};

const media = z
  .array(z.object({ kind: z.enum(['image', 'video']), url: z.string(), thumbnailUrl: z.string().optional() }))
  .describe("the buyer's pictures and videos; WeChat's addresses expire");
const requested = z.object({ ...about, media, openedAt: time.nullable() });
const requestedSample = {
  ...sample,
  media: [{ kind: 'image' as const, url: 'https://mmecimage.cn/p/claim' }],
  openedAt: '2026-03-04T02:00:00Z',
};

export const wechatAftersaleRequested = define(
  'wechat.aftersale.requested.v1',
  'There is an after-sale. The first event of each; told once. Its state may be a later one when callbacks were lost.',
  requested,
  requestedSample,
);

export const wechatAftersaleChanged = define(
  'wechat.aftersale.changed.v1',
  'The request was changed and is to be decided on again. Decisions on the former one are not carried out.',
  requested,
  { ...requestedSample, amount: 3000, request: 2 },
);

export const wechatAftersaleWithdrawn = define(
  'wechat.aftersale.withdrawn.v1',
  'The buyer withdrew it. The end.',
  z.object(about),
  { ...sample, state: 'withdrawn', rawState: 1 },
);

export const wechatAftersaleReturnAwaited = define(
  'wechat.aftersale.return-awaited.v1',
  'The return is accepted; the buyer has 7 days to send the goods.',
  z.object(about),
  { ...sample, state: 'return-awaited', rawState: 6 },
);

export const wechatAftersaleReturnShipped = define(
  'wechat.aftersale.return-shipped.v1',
  'The goods are on their way back, or how they travel has changed.',
  z.object({
    ...about,
    carrierId: z.string().nullable(),
    carrierName: z.string().nullable(),
    waybill: z.string().nullable().describe('null: fetched before the number was known; it follows'),
    shippedAt: time.nullable(),
  }),
  {
    ...sample,
    state: 'receipt-awaited',
    rawState: 8,
    carrierId: 'SF',
    carrierName: null,
    waybill: 'SF100200300',
    shippedAt: '2026-03-06T02:00:00Z',
  },
);

export const wechatAftersaleRejected = define(
  'wechat.aftersale.rejected.v1',
  'It is rejected, as the shop wished. The buyer may change the request or ask WeChat to intervene within 7 days.',
  z.object(about),
  { ...sample, state: 'return-rejected', rawState: 5 },
);

export const wechatAftersaleRefunding = define(
  'wechat.aftersale.refunding.v1',
  'WeChat is paying the buyer back.',
  z.object(about),
  { ...sample, state: 'refunding', rawState: 11 },
);

export const wechatAftersaleRefunded = define(
  'wechat.aftersale.refunded.v1',
  'The buyer has the money back. The end.',
  z.object({ ...about, refundId: z.string().nullable().describe("WeChat Pay's number of the refund") }),
  { ...sample, state: 'refunded', rawState: 13, refundId: '50000000382019052709732678859' },
);

export const wechatAftersaleRefundFailed = define(
  'wechat.aftersale.refund-failed.v1',
  'WeChat could not pay back: pay the buyer in another way and publish merchant.aftersale.certificates-uploaded.v1.',
  z.object(about),
  { ...sample, state: 'refund-failed', rawState: 25 },
);

export const wechatAftersaleClosed = define(
  'wechat.aftersale.closed.v1',
  'It ended without a refund.',
  z.object(about),
  { ...sample, state: 'closed', rawState: 7 },
);

const deadline = {
  deadline: z.enum(aftersaleDeadlines).describe('what is to be done'),
  actor: z.enum(['merchant', 'buyer']).describe('who has to do it'),
  at: time,
};

export const wechatAftersaleDeadlineNear = define(
  'wechat.aftersale.deadline-near.v1',
  'Somebody has little time left, after which WeChat goes on by itself. Told once for each deadline.',
  z.object({ ...about, ...deadline }),
  { ...sample, deadline: 'return-decision', actor: 'merchant', at: '2026-03-06T02:00:00Z' },
);

export const wechatAftersaleDeadlineMissed = define(
  'wechat.aftersale.deadline-missed.v1',
  'The time ran out and WeChat went on by itself; `state` says to where.',
  z.object({ ...about, ...deadline }),
  {
    ...sample,
    state: 'return-awaited',
    rawState: 6,
    deadline: 'return-decision',
    actor: 'merchant',
    at: '2026-03-06T02:00:00Z',
  },
);

export const wechatAftersalePlatformIntervened = define(
  'wechat.aftersale.platform-intervened.v1',
  'The buyer asked WeChat to decide. A complaint follows.',
  z.object(about),
  { ...sample, state: 'return-disputed', rawState: 24 },
);

const complaint = z.object({
  wechatComplaintId: wechatId,
  state: z
    .string()
    .describe(
      'such as merchant-evidence-awaited, verdict-awaited or aftersale-in-progress; other for one that is not documented',
    ),
  rawState: z.int().describe("WeChat's number"),
  isOver: z.boolean(),
  subject: z.string().describe('what the buyer complains about, such as shipped-late or aftersale-refused'),
  evidenceAwaitedFrom: z.array(z.enum(['merchant', 'buyer'])),
  evidenceUntil: time.nullable(),
  verdict: z
    .object({
      decision: z.enum(['refund', 'return-and-refund', 'no-refund']),
      responsible: z.enum(['merchant', 'buyer', 'both', 'nobody']),
    })
    .nullable(),
});
const complaintSample = {
  wechatComplaintId: '5000000000012345',
  state: 'merchant-evidence-awaited',
  rawState: 230_003,
  isOver: false,
  subject: 'aftersale-refused',
  evidenceAwaitedFrom: ['merchant' as const],
  evidenceUntil: '2026-03-09T02:00:00Z',
  verdict: null,
};
const disputed = { ...sample, state: 'return-disputed' as const, rawState: 24 };

export const wechatAftersaleComplaintOpened = define(
  'wechat.aftersale.complaint-opened.v1',
  'The buyer complains to WeChat about this after-sale.',
  z.object({ ...about, complaint }),
  { ...disputed, complaint: complaintSample },
);

export const wechatAftersaleComplaintChanged = define(
  'wechat.aftersale.complaint-changed.v1',
  'The complaint has moved on. `evidenceAwaitedFrom` says whether the shop has to send evidence, and until when.',
  z.object({ ...about, complaint }),
  { ...disputed, complaint: complaintSample },
);

export const wechatAftersaleComplaintDecided = define(
  'wechat.aftersale.complaint-decided.v1',
  'WeChat has decided the complaint. What follows for the after-sale comes as its own events.',
  z.object({ ...about, complaint }),
  {
    ...disputed,
    complaint: {
      ...complaintSample,
      state: 'finished',
      rawState: 230_012,
      isOver: true,
      evidenceAwaitedFrom: [],
      evidenceUntil: null,
      verdict: { decision: 'no-refund', responsible: 'buyer' },
    },
  },
);

export const wechatAftersaleMirrored = define(
  'wechat.aftersale.mirrored.v1',
  'WeChat shows the after-sale that the shop runs, in this state.',
  z.object({
    orderId,
    wechatAftersaleId: wechatId.nullable().describe('WeChat gives these no id'),
    merchantAftersaleId: z.string(),
    merchantVersion,
    lines: z.array(z.object({ ...lineReference, quantity })).min(1),
    type: z.enum(mirroredAftersaleTypes),
    amount: fen,
    state: z.enum(mirroredAftersaleStates),
    finishesOrder: z.boolean().describe('the order is over'),
  }),
  {
    orderId: 'T2603020000816',
    wechatAftersaleId: null,
    merchantAftersaleId: 'AS-9',
    merchantVersion: 1,
    lines: [{ productId: 'P-118', quantity: 1 }],
    type: 'refund',
    amount: 2700,
    state: 'refunded',
    finishesOrder: true,
  },
);

export const wechatAftersaleWindowExtended = define(
  'wechat.aftersale.window-extended.v1',
  'The buyer has until then to open after-sales of the order.',
  z.object({ orderId, until: time }),
  { orderId: 'T2603020000815', until: '2026-04-19T16:00:00Z' },
  "the merchant's order id",
);

export const wechatAftersaleParked = define(
  'wechat.aftersale.parked.v1',
  'A wish of the shop cannot be carried out. Every reason, with where the after-sale stands and what is possible now.',
  z.object({
    orderId: orderId.nullable(),
    wechatAftersaleId: wechatId.nullable().describe('null: it never reached WeChat'),
    merchantAftersaleId,
    line,
    type: type.nullable(),
    amount: fen.nullable(),
    state: state.nullable(),
    merchantVersion,
    problems: z.array(problem).min(1),
  }),
  {
    orderId: sample.orderId,
    wechatAftersaleId: sample.wechatAftersaleId,
    merchantAftersaleId: null,
    line: sample.line,
    type: 'return',
    amount: 4050,
    state: 'refunding',
    merchantVersion: null,
    problems: [
      {
        code: 'wish-too-late',
        message: 'WeChat went on by itself: it is paying the buyer back, so the rejection came too late.',
        messageZh: '微信已自动处理：正在向买家退款，拒绝操作已超时。',
        fix: 'Nothing can be done in this state.',
        fixZh: '当前状态下无可用操作。',
      },
    ],
  },
  `${SUBJECT}; of an after-sale period, the order's`,
);
