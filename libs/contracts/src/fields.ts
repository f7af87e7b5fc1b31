import { z } from 'zod';

/** Fields that several events have, each with the words that tell what was expected. */

export const text = z.string({ error: 'expected a text' });
export const filled = (what: string) =>
  z
    .string({ error: `expected ${what}` })
    .min(1, `expected ${what}`)
    .max(512, 'expected at most 512 characters');

export const fen = z
  .int({ error: 'expected whole fen (1 yuan = 100), such as 5900' })
  .nonnegative('expected zero or more fen')
  .describe('integer fen: 5900 is 59.00 yuan');

export const quantity = z
  .int({ error: 'expected a whole number of pieces' })
  .positive('expected at least one piece');

export const time = z.iso.datetime({ offset: true, error: 'expected an RFC 3339 time with an offset' });

export const imageUrl = z.url({
  protocol: /^https?$/,
  error: 'expected an http or https address of a picture',
});

/** `thing` as in "every change of the order". */
export const versionOf = (thing: string) =>
  z
    .int({ error: `expected a whole number that grows with every change of the ${thing}` })
    .nonnegative()
    .optional()
    .describe(
      `grows with every change of the ${thing}; older versions are ignored. Without it, order of arrival decides`,
    );

export const merchantVersion = z
  .int()
  .nullable()
  .describe('the newest `data.version` this concerns, null where there was none');

export const wechatId = z
  .string()
  .regex(/^\d+$/)
  .describe("WeChat's id: an unsigned 64-bit number, as a text so that no consumer rounds it");

export const openId = filled("the buyer's openid").describe("WeChat's id of the buyer in this mini program");

/** Names a line of an order: a SKU of a product. A product without SKUs has an empty `skuId`. */
export const lineReference = {
  productId: filled("the merchant's product id"),
  skuId: text.max(128).default('').describe("the merchant's SKU id; empty for a product without SKUs"),
};

export const address = z.object({
  receiverName: filled('the name of the receiver'),
  phone: filled('a phone number'),
  country: text.optional(),
  province: text.optional(),
  city: text.optional(),
  town: text.optional(),
  detail: filled('street and number'),
});
export type Address = z.output<typeof address>;
