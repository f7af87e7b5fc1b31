import { z } from 'zod';
import { eventsOf } from './event-definition';
import { merchantVersion, wechatId } from './fields';
import { problem } from './problem';
import { topics } from './topics';

const submission = z.int().positive().describe('counts the submissions of this product to review, from 1');
const SUBJECT = "the merchant's product id";

const identified = { wechatProductId: wechatId, merchantVersion };

const define = eventsOf(topics.wechatCatalog, SUBJECT);

const ids = { wechatProductId: '13264902171649372161', merchantVersion: 7 };

export const wechatProductSubmitted = define(
  'wechat.product.submitted.v1',
  'WeChat took the product and reviews it.',
  z.object({ ...identified, submission }),
  { ...ids, submission: 1 },
);

export const wechatProductApproved = define(
  'wechat.product.approved.v1',
  'The review passed; this content is what WeChat shows.',
  z.object({
    ...identified,
    submission,
    skus: z.array(z.object({ skuId: z.string(), wechatSkuId: wechatId })),
  }),
  { ...ids, submission: 1, skus: [{ skuId: 'P-2207-G', wechatSkuId: '13264902171649372162' }] },
);

export const wechatProductRejected = define(
  'wechat.product.rejected.v1',
  'The review failed. What was on sale before stays on sale.',
  z.object({ ...identified, submission, reason: z.string() }),
  { ...ids, submission: 2, reason: '商品标题含有绝对化用语' },
);

export const wechatProductReviewWithdrawn = define(
  'wechat.product.review-withdrawn.v1',
  'The review was withdrawn, as the merchant asked.',
  z.object({ ...identified, submission }),
  { ...ids, submission: 2 },
);

export const wechatProductListed = define(
  'wechat.product.listed.v1',
  'The product is on sale.',
  z.object(identified),
  ids,
);

export const wechatProductDelisted = define(
  'wechat.product.delisted.v1',
  'The product is off sale, as the merchant asked.',
  z.object(identified),
  ids,
);

export const wechatProductTakenDown = define(
  'wechat.product.taken-down.v1',
  'WeChat took the product off sale. Stop selling it; Tongbu never puts it back by itself.',
  z.object({ ...identified, reason: z.string() }),
  { ...ids, reason: '商品涉嫌违规' },
);

export const wechatProductOffersUpdated = define(
  'wechat.product.offers-updated.v1',
  'Prices and stock that differed are now in force at WeChat.',
  z.object({
    ...identified,
    skus: z.array(z.object({ skuId: z.string(), salePrice: z.int(), marketPrice: z.int(), stock: z.int() })),
  }),
  { ...ids, skus: [{ skuId: 'P-2207-G', salePrice: 4900, marketPrice: 7900, stock: 12 }] },
);

export const wechatProductDeleted = define(
  'wechat.product.deleted.v1',
  'The product is gone at WeChat.',
  z.object({ wechatProductId: wechatId.nullable(), merchantVersion }),
  ids,
);

export const wechatProductParked = define(
  'wechat.product.parked.v1',
  'Tongbu cannot go on with this product until something is changed. Every reason at once, with what to do.',
  z.object({ wechatProductId: wechatId.nullable(), merchantVersion, problems: z.array(problem).min(1) }),
  {
    wechatProductId: null,
    merchantVersion: 7,
    problems: [
      {
        code: 'title-without-chinese',
        field: 'title',
        message: 'The title has no Chinese character.',
        messageZh: '商品标题没有中文。',
        fix: 'Add at least one Chinese character to the title.',
        fixZh: '请在标题中加入至少一个汉字。',
      },
    ],
  },
);
