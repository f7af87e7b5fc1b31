import { z } from 'zod';
import { defineEndpoint } from '../client/endpoint';
import { productRef, refToWire, spuDraft, spuToWire, wireSpu } from './product.wire';
import { ownPace, productSubmissions } from './quotas';
import { done, json, timeText, wireId, wireInt, wireList, wireText } from './wire';

const submitted = z
  .object({
    data: z.object({
      product_id: wireId,
      out_product_id: wireText,
      skus: wireList(z.object({ sku_id: wireId, out_sku_id: wireText })),
    }),
  })
  .transform(({ data }) => ({
    wechatProductId: data.product_id,
    skus: data.skus.map(({ sku_id, out_sku_id }) => ({ skuId: out_sku_id, wechatSkuId: sku_id })),
  }));

const reference = productRef.transform((ref) => json(refToWire(ref)));

/** Adds a product and submits it for review. 1000012 when the id exists, also after a deletion. */
export const addProduct = defineEndpoint({
  path: '/shop/spu/add',
  write: true,
  quota: productSubmissions,
  request: spuDraft.transform((draft) => json(spuToWire(draft))),
  response: submitted,
});

/** Replaces the whole draft and submits it for review; the online data stays until approval. 1000002 during a review. */
export const updateProduct = defineEndpoint({
  path: '/shop/spu/update',
  write: true,
  quota: productSubmissions,
  request: spuDraft.transform((draft) => json(spuToWire(draft))),
  response: submitted,
});

const skuPatch = z.object({
  skuId: z.string().min(1),
  salePriceFen: z.number().int().min(0).optional(),
  marketPriceFen: z.number().int().min(0).optional(),
  stock: z.number().int().min(0).optional(),
  barcode: z.string().optional(),
  skuCode: z.string().max(20).optional(),
});
export type SkuPatch = z.input<typeof skuPatch>;

/**
 * Changes prices, stock and codes of SKUs that are online, at once, in online data and draft alike, without a review.
 * The SKUs left out stay as they are. WeChat documentation: the content of the answer is not to be relied on.
 */
export const updateProductWithoutReview = defineEndpoint({
  path: '/shop/spu/update_without_audit',
  write: true,
  quota: ownPace('spu-patch'),
  request: z.object({ product: productRef, skus: z.array(skuPatch).min(1) }).transform(({ product, skus }) =>
    json({
      ...refToWire(product),
      skus: skus.map((sku) => ({
        out_sku_id: sku.skuId,
        sale_price: sku.salePriceFen,
        market_price: sku.marketPriceFen,
        stock_num: sku.stock,
        barcode: sku.barcode,
        sku_code: sku.skuCode,
      })),
    }),
  ),
  response: done,
});

/** Which of a product's two versions: what buyers see, or what was submitted last. */
const version = z.enum(['online', 'draft']);
const editFlag = (wanted: z.output<typeof version>) => (wanted === 'draft' ? 1 : 0);

/** Reads one product. 1000011 when there is none; 1000003 or empty content when the version does not exist. */
export const getProduct = defineEndpoint({
  path: '/shop/spu/get',
  write: false,
  quota: ownPace('spu-get'),
  request: z
    .object({ product: productRef, version })
    .transform((wanted) => json({ ...refToWire(wanted.product), need_edit_spu: editFlag(wanted.version) })),
  response: z.object({ spu: wireSpu }).transform(({ spu }) => spu),
});

/** Reads a page of products, from page 1, at most 100 each. There is no filter on the state of the review. */
export const listProducts = defineEndpoint({
  path: '/shop/spu/get_list',
  write: false,
  quota: ownPace('spu-list'),
  request: z
    .object({
      page: z.number().int().min(1),
      pageSize: z.number().int().min(1).max(100),
      version,
      updated: z.object({ from: z.date(), to: z.date() }).optional(),
    })
    .transform((wanted) =>
      json({
        page: wanted.page,
        page_size: wanted.pageSize,
        need_edit_spu: editFlag(wanted.version),
        start_update_time: wanted.updated && timeText(wanted.updated.from),
        end_update_time: wanted.updated && timeText(wanted.updated.to),
      }),
    ),
  response: z
    .object({ total_num: wireInt.nullish(), spus: wireList(wireSpu) })
    .transform(({ total_num, spus }) => ({ total: total_num ?? spus.length, products: spus })),
});

/** Deletes a product for good; its id cannot be used again. */
export const deleteProduct = defineEndpoint({
  path: '/shop/spu/del',
  write: true,
  quota: ownPace('spu-del'),
  request: reference,
  response: done,
});

/** Withdraws a review; the submission still counts against the quota. 1000016 when there is no review. */
export const withdrawReview = defineEndpoint({
  path: '/shop/spu/del_audit',
  write: true,
  quota: ownPace('spu-del-audit'),
  request: reference,
  response: done,
});

/** Puts a product back on sale that the merchant had taken down; needs online data (1000003). */
export const listProduct = defineEndpoint({
  path: '/shop/spu/listing',
  write: true,
  quota: ownPace('spu-listing'),
  request: reference,
  response: done,
});

/** Takes a product down; online data and draft stay. */
export const delistProduct = defineEndpoint({
  path: '/shop/spu/delisting',
  write: true,
  quota: ownPace('spu-delisting'),
  request: reference,
  response: done,
});
