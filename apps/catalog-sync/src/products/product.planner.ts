import type { ProductPlanner } from './product';
import { planProduct } from './product.plan';
import { parkedProduct } from './product.problems';
import { reduceProduct } from './product.reduce';

export const PRODUCT = 'product';

export const productPlanner: ProductPlanner = {
  kind: PRODUCT,
  plan: planProduct,
  reduce: reduceProduct,
  parked: parkedProduct,
};
