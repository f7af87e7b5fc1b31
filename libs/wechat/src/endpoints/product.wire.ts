import { z } from 'zod';
import { fen, named, optionalId, optionalText, wireInt, wireList, wireText, wireTime } from './wire';

const skuDraft = z.object({
  /** The merchant's id of the SKU. */
  skuId: z.string().min(1),
  thumbnail: z.string().min(1),
  salePriceFen: fen,
  marketPriceFen: fen,
  stock: z.number().int().min(0),
  barcode: z.string().optional(),
  skuCode: z.string().max(20).optional(),
  attributes: z.array(z.object({ key: z.string().min(1).max(40), value: z.string().min(1).max(40) })),
});
export type SkuDraft = z.input<typeof skuDraft>;

/** A product as it is submitted for review. Money is whole fen. Limits: WeChat documentation of product add. */
export const spuDraft = z.object({
  /** The merchant's id of the product. */
  productId: z.string().min(1),
  title: z.string().min(1),
  /** Page of the product in the mini program. */
  path: z.string().min(1),
  directPath: z.string().optional(),
  headImages: z.array(z.string().min(1)).min(1).max(9),
  qualificationImages: z.array(z.string().min(1)).max(5).optional(),
  description: z
    .object({ text: z.string().max(2000).default(''), images: z.array(z.string()).max(50) })
    .optional(),
  /** Third level. */
  categoryId: z.number().int(),
  brandId: z.number().int(),
  infoVersion: z.string().optional(),
  sceneGroups: z.array(z.number().int()),
  skus: z.array(skuDraft).min(1),
});
export type SpuDraft = z.input<typeof spuDraft>;

/** The whole product on the wire; what is left out here is gone at WeChat. */
export function spuToWire(draft: z.output<typeof spuDraft>): object {
  return {
    out_product_id: draft.productId,
    title: draft.title,
    path: draft.path,
    direct_path: draft.directPath,
    head_img: draft.headImages,
    qualification_pics: draft.qualificationImages,
    desc_info: draft.description && { desc: draft.description.text, imgs: draft.description.images },
    third_cat_id: draft.categoryId,
    brand_id: draft.brandId,
    info_version: draft.infoVersion,
    scene_group_list: draft.sceneGroups,
    skus: draft.skus.map((sku) => ({
      out_product_id: draft.productId,
      out_sku_id: sku.skuId,
      thumb_img: sku.thumbnail,
      sale_price: sku.salePriceFen,
      market_price: sku.marketPriceFen,
      stock_num: sku.stock,
      barcode: sku.barcode,
      sku_code: sku.skuCode,
      sku_attrs: sku.attributes.map(({ key, value }) => ({ attr_key: key, attr_value: value })),
    })),
  };
}

/** The merchant's id, or WeChat's where that is all one has. */
export const productRef = z.union([
  z.object({ productId: z.string().min(1) }),
  z.object({ wechatProductId: z.string().regex(/^\d+$/, 'expected the digits of WeChat’s product id') }),
]);
export type ProductRef = z.input<typeof productRef>;

export function refToWire(ref: z.output<typeof productRef>): object {
  return 'productId' in ref ? { out_product_id: ref.productId } : { product_id: BigInt(ref.wechatProductId) };
}

/** Whether buyers see the product: never listed, listed, taken down by the merchant or by WeChat, or not documented. */
export type ShelfState = 'initial' | 'listed' | 'delisted' | 'delisted-by-wechat' | 'other';
/** State of the draft: `editing` is stored but not submitted. */
export type ReviewState = 'initial' | 'editing' | 'in-review' | 'rejected' | 'approved' | 'other';

const SHELF_STATES: Readonly<Record<number, ShelfState>> = {
  0: 'initial',
  5: 'listed',
  11: 'delisted',
  13: 'delisted-by-wechat',
};
const REVIEW_STATES: readonly ReviewState[] = ['initial', 'editing', 'in-review', 'rejected', 'approved'];

const wireSku = z
  .object({
    sku_id: optionalId,
    out_sku_id: wireText,
    thumb_img: wireText,
    sale_price: wireInt.nullish(),
    market_price: wireInt.nullish(),
    stock_num: wireInt.nullish(),
    barcode: optionalText,
    sku_code: optionalText,
    sku_attrs: wireList(z.object({ attr_key: wireText, attr_value: wireText })),
  })
  .transform((sku) => ({
    skuId: sku.out_sku_id,
    wechatSkuId: sku.sku_id,
    thumbnail: sku.thumb_img,
    salePriceFen: sku.sale_price ?? undefined,
    marketPriceFen: sku.market_price ?? undefined,
    stock: sku.stock_num ?? undefined,
    barcode: sku.barcode,
    skuCode: sku.sku_code,
    attributes: sku.sku_attrs.map(({ attr_key, attr_value }) => ({ key: attr_key, value: attr_value })),
  }));

const wireAudit = z
  .object({
    submit_time: wireTime,
    audit_time: wireTime,
    reject_reason: wireText,
    audit_id: optionalId,
  })
  .transform((audit) => ({
    submittedAt: audit.submit_time,
    decidedAt: audit.audit_time,
    rejectReason: audit.reject_reason,
    auditId: audit.audit_id,
  }));

/** A product as WeChat holds it; a version that does not exist has empty lists and texts. */
export const wireSpu = z
  .object({
    product_id: optionalId,
    out_product_id: wireText,
    title: wireText,
    path: wireText,
    direct_path: optionalText,
    head_img: wireList(z.string()),
    qualification_pics: wireList(z.string()),
    desc_info: z.object({ desc: wireText, imgs: wireList(z.string()) }).nullish(),
    third_cat_id: wireInt.nullish(),
    brand_id: wireInt.nullish(),
    info_version: optionalText,
    status: wireInt.nullish(),
    edit_status: wireInt.nullish(),
    audit_info: wireAudit.nullish(),
    create_time: wireTime,
    update_time: wireTime,
    scene_group_list: wireList(wireInt),
    skus: wireList(wireSku),
  })
  .transform((spu) => ({
    productId: spu.out_product_id,
    wechatProductId: spu.product_id,
    title: spu.title,
    path: spu.path,
    directPath: spu.direct_path,
    headImages: spu.head_img,
    qualificationImages: spu.qualification_pics,
    description: { text: spu.desc_info?.desc ?? '', images: spu.desc_info?.imgs ?? [] },
    categoryId: spu.third_cat_id ?? undefined,
    brandId: spu.brand_id ?? undefined,
    infoVersion: spu.info_version,
    shelf: named(SHELF_STATES, spu.status),
    review: named(REVIEW_STATES, spu.edit_status),
    audit: spu.audit_info ?? undefined,
    createdAt: spu.create_time,
    updatedAt: spu.update_time,
    sceneGroups: spu.scene_group_list,
    skus: spu.skus,
  }));
export type Spu = z.output<typeof wireSpu>;
