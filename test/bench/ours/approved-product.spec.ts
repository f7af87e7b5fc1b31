import { planProduct } from '../../../apps/catalog-sync/src/products/product.plan';
import { productChanges } from '../../../apps/catalog-sync/src/products/product.intake';
import { approvedProduct, SKU } from './approved-product';

const now = new Date('2026-03-02T04:05:06Z');
const options = { looksAtPictures: false };

test('there is nothing to do for a product that the benchmarks begin with', () => {
  expect(planProduct(approvedProduct(now), now, options)).toMatchObject({ kind: 'idle' });
});

test('a new price needs one call', () => {
  const product = approvedProduct(now);
  const change = productChanges.priceChanged({ version: 2, skus: [{ skuId: SKU, salePrice: 4_900 }] });
  const changed = change(product.desired);
  if (changed.kind !== 'desired') throw new Error('not changed');
  expect(planProduct({ ...product, desired: changed.desired }, now, options)).toMatchObject({
    kind: 'run',
    command: { name: 'update-offers' },
  });
});
