import { merchantProduct, productUpserted } from '@tongbu/contracts';
import type { DesiredProduct } from './product';
import { productChanges } from './product.intake';

const upserted = productChanges.upserted(merchantProduct.parse(productUpserted.sample))(undefined);
if (upserted.kind !== 'desired') throw new Error('the sample is taken');
const desired: DesiredProduct = upserted.desired;

it('changes the price of the named SKU and leaves the rest', () => {
  const changed = productChanges.priceChanged({ skus: [{ skuId: 'P-2207-G', salePrice: 4_900 }] })(desired);
  expect(changed).toMatchObject({
    desired: { content: { skus: [{ skuId: 'P-2207-G', salePrice: 4_900, marketPrice: 7_900, stock: 40 }] } },
  });
});

it('changes the stock of the named SKU and leaves the rest', () => {
  const changed = productChanges.stockChanged({ skus: [{ skuId: 'P-2207-G', stock: 0 }] })(desired);
  expect(changed).toMatchObject({ desired: { content: { skus: [{ salePrice: 5_900, stock: 0 }] } } });
});

it.each([
  ['listed', { onSale: true }],
  ['delisted', { onSale: false }],
  ['deleted', { deleted: true }],
  ['reviewWithdrawn', { withdrawn: true }],
] as const)('%s changes that alone', (name, expected) => {
  expect(productChanges[name](desired)).toEqual({ kind: 'desired', desired: { ...desired, ...expected } });
});

it.each([
  ['a price', productChanges.priceChanged({ skus: [{ skuId: 'P-2207-G', salePrice: 1 }] })],
  ['a stock', productChanges.stockChanged({ skus: [{ skuId: 'P-2207-G', stock: 1 }] })],
  ['a delisting', productChanges.delisted],
  ['a deletion', productChanges.deleted],
])('refuses %s of a product it does not know, with what to do', (_, change) => {
  expect(change(undefined)).toMatchObject({ kind: 'impossible', code: 'product-unknown' });
});

it('refuses a price of a SKU the product does not have, and names it', () => {
  const change = productChanges.priceChanged({ skus: [{ skuId: 'P-2207-X', salePrice: 1 }] });
  expect(change(desired)).toMatchObject({ kind: 'impossible', code: 'sku-unknown' });
  expect(JSON.stringify(change(desired))).toContain('P-2207-X');
});

it('counts how often the whole product is published, and keeps the count otherwise', () => {
  const again = productChanges.upserted(merchantProduct.parse(productUpserted.sample))(desired);
  expect(again).toMatchObject({ desired: { publication: 2 } });
  expect(productChanges.delisted(desired)).toMatchObject({ desired: { publication: 1 } });
});

it('takes a product back from withdrawal and deletion when it is published again', () => {
  const change = productChanges.upserted(merchantProduct.parse(productUpserted.sample));
  expect(change({ ...desired, withdrawn: true, deleted: true })).toMatchObject({
    desired: { withdrawn: false, deleted: false },
  });
});
