import { z } from 'zod';
import { eventsOf } from './event-definition';
import { fen, merchantVersion } from './fields';
import { problem, type Problem } from './problem';
import { topics } from './topics';

const time = z.iso.datetime({ offset: true });
const text = z.string();
const problems = z.array(problem).min(1).describe('with what to do');
const ids = {
  requestNo: text.nullable().describe('names the application on the payment side'),
  applicationId: text.nullable().describe("WeChat's id of the application"),
};

const REFUSED: Problem = {
  code: 'merchant-number-field-refused',
  field: 'identity.portraitSide',
  message: 'WeChat refused identity.portraitSide: 证件照片不清晰',
  messageZh: 'identity.portraitSide 审核未通过：证件照片不清晰',
  fix: 'Mend what WeChat names, then publish merchant.merchant-number.wanted.v1 with a higher version.',
  fixZh: '请按原因修改，然后以更高的 version 重新发布 merchant.merchant-number.wanted.v1。',
};

const transfer = z.object({
  amount: fen.describe('integer fen, to be transferred exactly'),
  payee: z
    .object({ name: text, number: text, bank: text, city: text })
    .describe('empty where WeChat is silent'),
  remark: text.describe('to be named with the transfer'),
  deadline: time.nullable().describe('after it the application is refused'),
});
const TRANSFER: z.input<typeof transfer> = {
  amount: 37,
  payee: {
    name: '财付通支付科技有限公司',
    number: '7555000000000001',
    bank: '招商银行威盛大厦支行',
    city: '深圳',
  },
  remark: '8d41c07e',
  deadline: '2026-03-09T02:00:00Z',
};

export const MERCHANT_NUMBER_STATES = [
  'under-review',
  'validation-needed',
  'signature-needed',
  'refused',
  'gone',
] as const;

const define = eventsOf(topics.wechatAccess, 'the AppID of the mini program');

export const wechatMerchantNumberApplied = define(
  'wechat.merchant-number.applied.v1',
  'WeChat has taken the application for the secondary merchant number and checks it.',
  z.object({ merchantVersion, appliedAt: time }),
  { merchantVersion: 1, appliedAt: '2026-03-02T02:00:00Z' },
);

export const wechatMerchantNumberChanged = define(
  'wechat.merchant-number.changed.v1',
  'The application for the secondary merchant number stands otherwise than before. Tells what the merchant has to do.',
  z.object({
    merchantVersion,
    ...ids,
    state: z
      .enum(MERCHANT_NUMBER_STATES)
      .describe(
        '`under-review`: nothing to do; `validation-needed`: the bank account is to be proven, by the transfer or over the ' +
          'link; `signature-needed`: sign over the link; `refused`: mend the fields and publish again; `gone`: WeChat ' +
          'shows no application any more',
      ),
    wechatState: text.describe("WeChat's own word"),
    explanation: text.describe("WeChat's own explanation, empty where it gives none"),
    signUrl: text.nullable().describe('where the merchant signs'),
    validationUrl: text
      .nullable()
      .describe('where the legal person proves the account in place of the transfer'),
    transfer: transfer.nullable().describe('the small transfer to make from the account that was named'),
    refusedFields: z.array(
      z.object({
        field: text.describe("in the merchant's own document"),
        reason: text.describe("WeChat's words"),
      }),
    ),
    changedAt: time.describe('when it was first seen'),
  }),
  {
    merchantVersion: 1,
    requestNo: 'WXA51d0c3f2',
    applicationId: '9007199254740993',
    state: 'validation-needed',
    wechatState: 'ACCOUNT_NEED_VERIFY',
    explanation: '待账户验证',
    signUrl: null,
    validationUrl: 'https://pay.weixin.example/applyment/9007199254740993/legal-person',
    transfer: TRANSFER,
    refusedFields: [],
    changedAt: '2026-03-02T03:00:00Z',
  },
);

export const wechatMerchantNumberTransferDue = define(
  'wechat.merchant-number.transfer-due.v1',
  'The bank account is not proven yet, and less than a day is left for it.',
  z.object({ merchantVersion, ...ids, transfer: transfer.extend({ deadline: time }) }),
  {
    merchantVersion: 1,
    requestNo: 'WXA51d0c3f2',
    applicationId: '9007199254740993',
    transfer: { ...TRANSFER, deadline: '2026-03-09T02:00:00Z' },
  },
);

export const wechatMerchantNumberReady = define(
  'wechat.merchant-number.ready.v1',
  'The secondary merchant number can take money: that part of step 2.1 is done.',
  z.object({
    merchantVersion,
    merchantNumber: text.nullable().describe('null where WeChat does not name it'),
    readyAt: time.describe('when it was first seen'),
  }),
  { merchantVersion: 1, merchantNumber: '1600000001', readyAt: '2026-03-04T02:00:00Z' },
);

export const wechatMerchantNumberParked = define(
  'wechat.merchant-number.parked.v1',
  'Nothing goes on until something is changed. Every reason at once, with what to do.',
  z.object({ merchantVersion, problems }),
  { merchantVersion: 1, problems: [REFUSED] },
);
