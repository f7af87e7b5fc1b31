import type { Planner } from '@tongbu/sync-engine';
import type { DesiredProduct, ObservedProduct } from './product';
import type { ProductCommand, ProductFact } from './product.commands';
import { planProduct } from './product.plan';
import { parkedProduct } from './product.problems';
import { reduceProduct } from './product.reduce';

export const PRODUCT = 'product';

export const productPlanner: Planner<DesiredProduct, ObservedProduct, ProductCommand, ProductFact> = {
  kind: PRODUCT,
  plan: planProduct,
  reduce: reduceProduct,
  parked: parkedProduct,
};
