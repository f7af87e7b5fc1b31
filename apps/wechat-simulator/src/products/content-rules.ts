import { ERR } from '../api/errcodes';
import { refuse, type Refusal } from '../api/result';
import { requireCategory } from '../categories/category-catalog';
import type { ProductContent } from './product-fields';
import { faultOfTitle } from './title-rule';

const MAX_VALUES_PER_ATTRIBUTE = 100;

/** What the account is allowed to sell and show. */
export interface Permissions {
  mayUseCategory(thirdCatId: number): boolean;
  mayUseBrand(brandId: number): boolean;
  isSceneOpen(sceneGroup: number): boolean;
  isSceneOpenForBrand(sceneGroup: number, brandId: number): boolean;
  acceptsImage(link: string): boolean;
  offersCustomerService(): boolean;
}

/** The first rule that a submitted content breaks, beyond types and lengths. */
export function faultOfContent(
  content: ProductContent,
  outProductId: string,
  may: Permissions,
): Refusal | undefined {
  if (!may.offersCustomerService()) return refuse(ERR.NO_CUSTOMER_SERVICE);
  const title = faultOfTitle(content.title);
  if (title !== undefined) return refuse(ERR.TITLE, title);
  return (
    faultOfSkus(content, outProductId) ??
    faultOfCategory(content, may) ??
    faultOfBrandAndScene(content, may) ??
    faultOfImages(content, may)
  );
}

/** A new product must have stock for every sku; an update may sell one out. */
export function faultOfStockOnAdd(content: ProductContent): Refusal | undefined {
  const empty = content.skus.find(({ stock_num }) => stock_num === 0);
  return empty === undefined ? undefined : refuse(ERR.STOCK_ZERO_ON_ADD, empty.out_sku_id);
}

function faultOfSkus({ skus }: ProductContent, outProductId: string): Refusal | undefined {
  const stranger = skus.find(({ out_product_id }) => out_product_id !== outProductId);
  if (stranger !== undefined)
    return refuse(ERR.INVALID_ARGUMENT, 'skus[].out_product_id is not that of the product');
  if (new Set(skus.map(({ out_sku_id }) => out_sku_id)).size < skus.length) {
    return refuse(ERR.INVALID_ARGUMENT, 'skus[].out_sku_id is there twice');
  }
  const values = new Map<string, Set<string>>();
  for (const { attr_key, attr_value } of skus.flatMap(({ sku_attrs }) => sku_attrs)) {
    const known = values.get(attr_key) ?? new Set<string>();
    values.set(attr_key, known.add(attr_value));
    if (known.size > MAX_VALUES_PER_ATTRIBUTE) {
      return refuse(ERR.INVALID_ARGUMENT, `${attr_key} has more than ${MAX_VALUES_PER_ATTRIBUTE} values`);
    }
  }
  return undefined;
}

function faultOfCategory(content: ProductContent, may: Permissions): Refusal | undefined {
  const category = requireCategory(content.third_cat_id);
  if (!category.ok) return category;
  const { third_cat_id, qualification_type, product_qualification_type } = category.value;
  if (qualification_type === 1 && !may.mayUseCategory(third_cat_id)) {
    return refuse(ERR.CATEGORY_NOT_APPROVED, String(third_cat_id));
  }
  if (product_qualification_type === 1 && (content.qualification_pics ?? []).length === 0) {
    return refuse(ERR.QUALIFICATION_PICS_MISSING);
  }
  return undefined;
}

function faultOfBrandAndScene(content: ProductContent, may: Permissions): Refusal | undefined {
  if (!may.mayUseBrand(content.brand_id)) return refuse(ERR.BRAND_NOT_APPROVED, String(content.brand_id));
  const closed = content.scene_group_list.find((scene) => !may.isSceneOpen(scene));
  if (closed !== undefined) return refuse(ERR.SCENE_NOT_OPEN, String(closed));
  const barred = content.scene_group_list.find((scene) => !may.isSceneOpenForBrand(scene, content.brand_id));
  return barred === undefined ? undefined : refuse(ERR.SCENE_NOT_OPEN_FOR_BRAND, String(barred));
}

function faultOfImages(content: ProductContent, may: Permissions): Refusal | undefined {
  const images = [
    ...content.head_img,
    ...(content.qualification_pics ?? []),
    ...(content.desc_info?.imgs ?? []),
    ...content.skus.map(({ thumb_img }) => thumb_img),
  ];
  const foreign = images.find((image) => !may.acceptsImage(image));
  return foreign === undefined ? undefined : refuse(ERR.IMAGE_NOT_EXCHANGED, foreign);
}
