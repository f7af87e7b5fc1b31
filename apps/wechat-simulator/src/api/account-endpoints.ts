import type { App } from '../accounts/app';
import { CATEGORIES, findCategory } from '../categories/category-catalog';
import { endpoint, type JsonEndpoint } from './endpoint';
import { record } from './fields';
import { accept, type Payload } from './result';

const SCENES: readonly { readonly id: number; readonly name: string }[] = [
  { id: 1, name: '视频号' },
  { id: 3, name: '订单中心' },
];
const APPROVED = 1;
const NOT_REVIEWED = 3;
const ENABLED = 2;

/** What an account may ask about itself, and the category tree. */
export const ACCOUNT_ENDPOINTS: readonly JsonEndpoint[] = [
  endpoint('/shop/register/check', record({}), (app) => accept({ data: registrationOf(app) })),
  endpoint('/shop/account/get_category_list', record({}), (app) => accept({ data: categoriesOf(app) })),
  endpoint('/shop/account/get_brand_list', record({}), (app) =>
    accept({
      data: [...app.settings.approvedBrands.values()].map(({ brandId, wording }) => ({
        brand_id: brandId,
        brand_wording: wording,
      })),
    }),
  ),
  endpoint('/shop/cat/get', record({}), () => accept({ third_cat_list: CATEGORIES })),
];

function registrationOf(app: App): Payload {
  const approvedOne = app.products.all().some(({ online }) => online !== undefined);
  return {
    status: ENABLED,
    access_info: {
      spu_audit_success: approvedOne ? 1 : 0,
      spu_audit_finished: 0,
      ec_order_success: 0,
      ec_order_finished: 0,
      send_delivery_success: 0,
      send_delivery_finished: 0,
      ec_after_sale_success: 0,
      ec_after_sale_finished: 0,
      test_api_finished: 0,
      deploy_wxa_finished: 0,
      open_product_task_finished: 0,
    },
    scene_group_list: SCENES.map(({ id, name }) => {
      const status = app.isSceneOpen(id) ? APPROVED : NOT_REVIEWED;
      const scene_group_ext_list = [1, 2].map((ext_id) => ({ ext_id, status }));
      return { group_id: id, name, status, reason: '', scene_group_ext_list };
    }),
  };
}

function categoriesOf(app: App): Payload[] {
  const owned = CATEGORIES.filter(({ qualification_type }) => qualification_type === 0);
  const approved = [...app.settings.approvedCategories].flatMap((id) => findCategory(id) ?? []);
  return [...new Set([...owned, ...approved])].map((category) => ({
    first_cat_id: category.first_cat_id,
    second_cat_id: category.second_cat_id,
    third_cat_id: category.third_cat_id,
    first_cat_name: category.first_cat_name,
    second_cat_name: category.second_cat_name,
    third_cat_name: category.third_cat_name,
  }));
}
