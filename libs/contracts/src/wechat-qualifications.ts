import { z } from 'zod';
import type { EventDefinition } from './event-definition';
import { problem, type Problem } from './problem';
import { topics } from './topics';

const merchantVersion = z
  .int()
  .nullable()
  .describe('the `data.version` this concerns, null where there was none');
const auditId = z.string().describe("WeChat's id of the review");
const submission = z.int().positive().describe('counts the submissions to review, from 1');
const granted = {
  merchantVersion,
  submission: z
    .int()
    .nonnegative()
    .describe('the submission that was approved; 0 when nothing had to be submitted'),
  auditId: auditId
    .nullable()
    .describe("WeChat's id of the review, null when its lists alone told of the approval"),
};

const PROBLEM: Problem = {
  code: 'licence-missing',
  field: 'licenseImages',
  message: 'There is no picture of the business licence.',
  messageZh: '缺少营业执照图片。',
  fix: 'Add at least one picture of the business licence.',
  fixZh: '请至少添加一张营业执照图片。',
};

function define<const Type extends string, Schema extends z.ZodType>(
  subject: string,
  type: Type,
  summary: string,
  data: Schema,
  sample: z.input<Schema>,
) {
  return {
    type,
    topic: topics.wechatCatalog,
    summary,
    subject,
    data,
    sample,
  } satisfies EventDefinition<Schema>;
}

const CATEGORY = "the number of WeChat's level 3 category, as a text";
const BRAND = "the merchant's own key of the brand";
const submitted = z.object({ merchantVersion, submission, auditId });
const rejected = z.object({ merchantVersion, submission, auditId, reason: z.string() });
const withdrawn = z.object({ merchantVersion });
const parked = z.object({ merchantVersion, problems: z.array(problem).min(1) });
const ids = { merchantVersion: 1, submission: 1, auditId: 'au00002f9c41d07e' };

export const wechatCategoryQualificationSubmitted = define(
  CATEGORY,
  'wechat.category-qualification.submitted.v1',
  'WeChat took the qualification and reviews it.',
  submitted,
  ids,
);
export const wechatCategoryQualificationApproved = define(
  CATEGORY,
  'wechat.category-qualification.approved.v1',
  'The category can be used; products that waited for it go on.',
  z.object(granted),
  ids,
);
export const wechatCategoryQualificationRejected = define(
  CATEGORY,
  'wechat.category-qualification.rejected.v1',
  'The review failed. A newer version is submitted again.',
  rejected,
  { ...ids, reason: '证件不清晰' },
);
export const wechatCategoryQualificationWithdrawn = define(
  CATEGORY,
  'wechat.category-qualification.withdrawn.v1',
  "WeChat's list does not have the category any more that was approved. It is submitted again, and what needs it waits.",
  withdrawn,
  { merchantVersion: 1 },
);
export const wechatCategoryQualificationParked = define(
  CATEGORY,
  'wechat.category-qualification.parked.v1',
  'Nothing goes on until something is changed. Every reason at once, with what to do.',
  parked,
  { merchantVersion: 1, problems: [PROBLEM] },
);

export const wechatBrandQualificationSubmitted = define(
  BRAND,
  'wechat.brand-qualification.submitted.v1',
  'WeChat took the brand and reviews it.',
  submitted,
  ids,
);
export const wechatBrandQualificationApproved = define(
  BRAND,
  'wechat.brand-qualification.approved.v1',
  'The brand can be used in products; products that waited for its id go on.',
  z.object({
    ...granted,
    brandId: z.int().positive().describe("WeChat's number of the brand, for products"),
  }),
  { ...ids, brandId: 710_901 },
);
export const wechatBrandQualificationRejected = define(
  BRAND,
  'wechat.brand-qualification.rejected.v1',
  'The review failed. A newer version is submitted again.',
  rejected,
  { ...ids, reason: '商标注册证与品牌名称不一致' },
);
export const wechatBrandQualificationWithdrawn = define(
  BRAND,
  'wechat.brand-qualification.withdrawn.v1',
  "WeChat's list does not have the brand any more that was approved. It is submitted again, and gets a new number.",
  withdrawn.extend({ brandId: z.int().positive().describe('the number that cannot be used any more') }),
  { merchantVersion: 1, brandId: 710_901 },
);
export const wechatBrandQualificationParked = define(
  BRAND,
  'wechat.brand-qualification.parked.v1',
  'Nothing goes on until something is changed. Every reason at once, with what to do.',
  parked,
  { merchantVersion: 1, problems: [PROBLEM] },
);
