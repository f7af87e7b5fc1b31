import type { Planner } from '@tongbu/sync-engine';
import type { DesiredProduct, ObservedProduct } from './product';
import type { ProductCommand, ProductFact } from './product.commands';
import { planProduct, type ProductPlanOptions } from './product.plan';
import { parkedProduct } from './product.problems';
import { reduceProduct } from './product.reduce';

export const PRODUCT = 'product';

export type ProductPlanner = Planner<DesiredProduct, ObservedProduct, ProductCommand, ProductFact>;

export function createProductPlanner(options: ProductPlanOptions): ProductPlanner {
  return {
    kind: PRODUCT,
    plan: (state, now) => planProduct(state, now, options),
    reduce: reduceProduct,
    parked: parkedProduct,
  };
}
