import type { App } from '../accounts/app';
import { CATEGORIES, findCategory } from '../categories/category-catalog';
import { endpoint, type JsonEndpoint } from './endpoint';
import { record } from './fields';
import { accept, type Payload } from './result';

/** What an account may ask about itself, and the category tree. */
export const ACCOUNT_ENDPOINTS: readonly JsonEndpoint[] = [
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
