import { ERR } from '../api/errcodes';
import { integer, list, optional, optionalText, record, text, uint64, type ValueOf } from '../api/fields';
import { pageFields } from '../api/page';

const missing = ERR.PRODUCT_FIELD_MISSING;
/** WeChat documentation gives 10000000 for both without a clear unit; the narrow reading, fen and pieces, is applied. */
const MAX_PRICE = 10_000_000;
const MAX_STOCK = 10_000_000;
const MAX_SKU_CODE = 20;

const price = () => integer({ missing, min: 0, max: MAX_PRICE });
const stock = () => integer({ missing, min: 0, max: MAX_STOCK });

const skuFields = record(
  {
    out_product_id: text({ missing }),
    out_sku_id: text({ missing }),
    thumb_img: text({ missing }),
    sale_price: price(),
    market_price: price(),
    stock_num: stock(),
    barcode: optionalText(),
    sku_code: optionalText({ max: MAX_SKU_CODE }),
    sku_attrs: list(
      record({ attr_key: text({ missing, max: 40 }), attr_value: text({ missing, max: 40 }) }, { missing }),
      { missing },
    ),
  },
  { missing },
);

const contentFields = {
  title: text({ missing }),
  path: text({ missing }),
  direct_path: optionalText(),
  head_img: list(text({ missing }), { missing, empty: missing, max: 9 }),
  qualification_pics: optional(list(text({ missing }), { max: 5 })),
  desc_info: optional(
    record({ desc: optionalText({ max: 2_000 }), imgs: optional(list(text({ missing }), { max: 50 })) }),
  ),
  third_cat_id: integer({ missing }),
  brand_id: integer({ missing }),
  info_version: optionalText(),
  scene_group_list: list(integer(), { missing }),
  skus: list(skuFields, { missing: ERR.NO_SKUS, empty: ERR.NO_SKUS }),
};

const missingId = ERR.OUT_PRODUCT_ID_MISSING;
/** Either id is enough; that one of them is there is checked where the product is looked up. */
const idFields = { product_id: optional(uint64()), out_product_id: optional(text({ missing: missingId })) };

/** A stored draft or online version. */
export const versionFields = record(contentFields);
export const addFields = record({ out_product_id: text({ missing: missingId }), ...contentFields });
export const updateFields = record({ ...idFields, ...contentFields });
export const idOnlyFields = record(idFields);

export const updateWithoutAuditFields = record({
  ...idFields,
  skus: optional(
    list(
      record({
        out_sku_id: text({ missing }),
        sale_price: optional(price()),
        market_price: optional(price()),
        stock_num: optional(stock()),
        barcode: optionalText(),
        sku_code: optionalText({ max: MAX_SKU_CODE }),
      }),
    ),
  ),
});

const needEditSpu = optional(integer({ oneOf: [0, 1] }));
export const getFields = record({ ...idFields, need_edit_spu: needEditSpu });

export const getListFields = record({
  ...pageFields,
  status: optional(integer()),
  start_create_time: optionalText(),
  end_create_time: optionalText(),
  start_update_time: optionalText(),
  end_update_time: optionalText(),
  need_edit_spu: needEditSpu,
});

export type ProductIds = ValueOf<typeof idOnlyFields>;
export type SkuPatch = NonNullable<ValueOf<typeof updateWithoutAuditFields>['skus']>[number];
type AddRequest = ValueOf<typeof addFields>;
/** Everything about a product that is subject to review. */
export type ProductContent = Omit<AddRequest, 'out_product_id'>;
export type Sku = ProductContent['skus'][number];
