import { merchantProduct, productUpserted } from '@tongbu/contracts';
import { contentHash, nothingObserved, type DesiredProduct, type ObservedProduct } from './product';
import { planProduct } from './product.plan';

const NOW = new Date('2026-03-02T10:00:00Z');
const AT = '2026-03-02T09:00:00.000Z';
const { version: _, onSale: __, ...content } = merchantProduct.parse(productUpserted.sample);
const desired: DesiredProduct = { content, onSale: true, withdrawn: false, deleted: false };

function references(scenes: readonly number[] | undefined): ObservedProduct['references'] {
  const { categoryId, brandId } = content;
  const known = {
    categoryId,
    brandId,
    category: 'usable',
    brand: 'usable',
    checkedAt: AT,
    generation: 1,
  } as const;
  return scenes === undefined ? known : { ...known, scenes };
}

/** A product on sale that was submitted with `carried`, while `open` are the scenes that are open. */
function plan(carried: readonly number[] | undefined, open: readonly number[]) {
  const submission = { number: 1, contentHash: contentHash(desired), merchantVersion: 1, at: AT };
  const observed: ObservedProduct = {
    ...nothingObserved,
    existence: 'present',
    wechatId: '1',
    shelf: 'listed',
    online: true,
    draft: { state: 'approved', submission: 1, reason: '' },
    submitted: carried === undefined ? submission : { ...submission, scenes: carried },
    pictures: Object.fromEntries(
      [...content.images, ...content.description.images, ...content.qualificationImages].map((url) => [
        url,
        url,
      ]),
    ),
    references: references(open),
    readAt: AT,
    offers: Object.fromEntries(
      content.skus.map(({ skuId, salePrice, marketPrice, stock, barcode, code }) => [
        skuId,
        { salePrice, marketPrice, stock, ...(barcode && { barcode }), ...(code && { code }) },
      ]),
    ),
  };
  const row = {
    appId: 'wx7f3d2a9c5b1e8046',
    entityId: 'P-301',
    desired,
    desiredVersion: 1,
    desiredGeneration: 1,
    generation: 1,
    hint: null,
    observed,
    intent: null,
    refusal: null,
  };
  const next = planProduct(row, NOW, { looksAtPictures: false });
  return next.kind === 'run' ? next.command : next;
}

it('is submitted again when a scene was opened that it does not carry', () => {
  expect(plan([], [1])).toMatchObject({ name: 'update', submission: { number: 2, scenes: [1] } });
  expect(plan([1], [1, 3])).toMatchObject({ name: 'update', submission: { scenes: [1, 3] } });
});

it.each([
  ['it carries what is open', [1], [1]],
  ['a scene it carries was closed', [1], []],
  ['nobody kept what it carries', undefined, [1]],
] as const)('stays as it is when %s', (_case, carried, open) => {
  expect(plan(carried, open)).toMatchObject({ kind: 'idle' });
});
