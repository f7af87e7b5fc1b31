import type { Account } from '../accounts';
import type { QuotaGroup } from '../limiter';
import * as account from './account.endpoints';
import * as category from './category.endpoints';
import * as image from './image.endpoints';
import * as product from './product.endpoints';
import * as token from './token.endpoints';

const ENDPOINTS = [
  token.stableToken,
  account.checkRegistration,
  account.listApprovedCategories,
  account.listApprovedBrands,
  category.readCategoryTree,
  image.uploadImage,
  product.addProduct,
  product.updateProduct,
  product.updateProductWithoutReview,
  product.getProduct,
  product.listProducts,
  product.deleteProduct,
  product.withdrawReview,
  product.listProduct,
  product.delistProduct,
];

/** The paths that we call. */
export const calledPaths: readonly string[] = ENDPOINTS.map(({ path }) => path);

/** Every quota of an account, for `Limiter.snapshot`. */
export function quotaGroupsOf({ quotas }: Pick<Account, 'quotas'>): readonly QuotaGroup[] {
  const groups = ENDPOINTS.map(({ quota }) => quota(quotas));
  return [...new Map(groups.map((group) => [group.name, group])).values()];
}
