import { z } from 'zod';
import type { EventDefinition } from './event-definition';
import { fen, imageUrl, text, versionOf } from './fields';
import { topics } from './topics';

/** WeChat's id for "no brand", which needs no approval. Source: WeChat documentation, product brand. */
export const NO_BRAND = 2_100_000_000;

const stock = z.int({ error: 'expected a whole number' }).nonnegative('expected zero or more');
const skuId = text.min(1, 'expected the id of the SKU').max(128).describe("the merchant's own SKU id");
const version = versionOf('product');

/** How a SKU is sold: what WeChat takes without a new review. */
const offer = {
  salePrice: fen,
  marketPrice: fen.describe('the struck-through price, integer fen'),
  stock,
  barcode: text.max(64).optional(),
  code: text.max(64).optional().describe("the merchant's article code; at most 20 characters at WeChat"),
};

export const merchantSku = z.object({
  skuId,
  image: imageUrl.optional().describe('picture of this SKU; the first product picture when left out'),
  ...offer,
  attributes: z
    .array(z.object({ name: text, value: text }))
    .default([])
    .describe('what tells the SKUs apart, such as colour and size'),
});

/**
 * A product as the merchant's shop knows it. Shapes and types are checked here, and a mistake makes the event a dead
 * letter. What WeChat limits (title, number of pictures, stock of a new product) is checked when the product is
 * planned, and a mistake parks the product with every reason at once.
 */
export const merchantProduct = z.object({
  version,
  title: text,
  path: text
    .min(1, 'expected the mini program path of the product page')
    .describe('mini program path of its page'),
  directPath: text.optional().describe('mini program path that goes straight to buying'),
  images: z.array(imageUrl).describe('product pictures, 1 to 9; the first is the cover'),
  qualificationImages: z.array(imageUrl).default([]).describe('product qualification pictures, at most 5'),
  description: z
    .object({ text: text.default(''), images: z.array(imageUrl).default([]) })
    .default({ text: '', images: [] }),
  categoryId: z.int({ error: "expected the number of a level 3 category of WeChat's" }).positive(),
  brandId: z
    .int({ error: "expected the number of an approved brand, or leave it out for 'no brand'" })
    .positive()
    .default(NO_BRAND),
  onSale: z.boolean({ error: 'expected true or false' }).default(true),
  skus: z.array(merchantSku),
});
export type MerchantProduct = z.output<typeof merchantProduct>;
export type MerchantSku = z.output<typeof merchantSku>;

const versionOnly = z.object({ version });

const SUBJECT = "the merchant's product id";

export const productUpserted = {
  type: 'merchant.product.upserted.v1',
  topic: topics.merchantCatalog,
  summary: 'A product was created or changed. Carries the whole product.',
  subject: SUBJECT,
  data: merchantProduct,
  sample: {
    version: 7,
    title: '青瓷手作茶杯 单只装',
    path: 'pages/item/index?id=P-2207',
    images: ['https://img.shop.example/p-2207/cover.jpg'],
    description: { text: '手工拉坯，釉色温润。', images: ['https://img.shop.example/p-2207/detail.jpg'] },
    categoryId: 4411,
    skus: [
      {
        skuId: 'P-2207-G',
        salePrice: 5900,
        marketPrice: 7900,
        stock: 40,
        attributes: [{ name: '颜色', value: '青' }],
      },
    ],
  },
} satisfies EventDefinition;

export const productPriceChanged = {
  type: 'merchant.product.price-changed.v1',
  topic: topics.merchantCatalog,
  summary: 'Prices of some SKUs changed. Needs no review by WeChat.',
  subject: SUBJECT,
  data: z.object({
    version,
    skus: z
      .array(z.object({ skuId, salePrice: fen, marketPrice: fen.optional() }))
      .min(1, 'expected at least one SKU'),
  }),
  sample: { version: 8, skus: [{ skuId: 'P-2207-G', salePrice: 4900 }] },
} satisfies EventDefinition;

export const productStockChanged = {
  type: 'merchant.product.stock-changed.v1',
  topic: topics.merchantCatalog,
  summary: 'The stock of some SKUs changed. Needs no review by WeChat; 0 sells out.',
  subject: SUBJECT,
  data: z.object({
    version,
    skus: z.array(z.object({ skuId, stock })).min(1, 'expected at least one SKU'),
  }),
  sample: { version: 9, skus: [{ skuId: 'P-2207-G', stock: 0 }] },
} satisfies EventDefinition;

export const productListed = {
  type: 'merchant.product.listed.v1',
  topic: topics.merchantCatalog,
  summary: 'The merchant wants the product on sale.',
  subject: SUBJECT,
  data: versionOnly,
  sample: { version: 10 },
} satisfies EventDefinition;

export const productDelisted = {
  type: 'merchant.product.delisted.v1',
  topic: topics.merchantCatalog,
  summary: 'The merchant wants the product off sale. Travels in the stop-sale lane.',
  subject: SUBJECT,
  data: versionOnly,
  sample: { version: 11 },
} satisfies EventDefinition;

export const productReviewWithdrawn = {
  type: 'merchant.product.review-withdrawn.v1',
  topic: topics.merchantCatalog,
  summary: 'The merchant withdraws the product from review, until its next change.',
  subject: SUBJECT,
  data: versionOnly,
  sample: { version: 12 },
} satisfies EventDefinition;

export const productDeleted = {
  type: 'merchant.product.deleted.v1',
  topic: topics.merchantCatalog,
  summary: 'The product is gone. Final: WeChat never accepts the id again.',
  subject: SUBJECT,
  data: versionOnly,
  sample: { version: 13 },
} satisfies EventDefinition;
