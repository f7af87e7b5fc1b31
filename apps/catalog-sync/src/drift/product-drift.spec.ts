import { merchantProduct, productUpserted } from '@tongbu/contracts';
import type { DriftItem } from '@tongbu/sync-engine';
import type { ListedProduct } from '../channel/catalog-listing';
import { nothingObserved, offersOf, type DesiredProduct, type Offers } from '../products/product';
import { compareProduct, missingItem, strayItem } from './product-drift';

const { version: _, onSale: __, ...sample } = merchantProduct.parse(productUpserted.sample);
const SKU = 'P-2207-G';
const COVER = 'https://mmecimage.cn/p/wx1/cover';
const DETAIL = 'https://mmecimage.cn/p/wx1/detail';

const desired: DesiredProduct = { content: sample, onSale: true, withdrawn: false, deleted: false };
const observed = {
  ...nothingObserved,
  pictures: { [sample.images[0] ?? '']: COVER, [sample.description.images[0] ?? '']: DETAIL },
};
const content: ListedProduct['content'] = {
  ...sample,
  images: [COVER],
  description: { ...sample.description, images: [DETAIL] },
  skus: sample.skus.map((sku) => ({ ...sku, image: COVER })),
};
const state: ListedProduct['state'] = {
  wechatId: '13264902171649372161',
  wechatSkuIds: {},
  shelf: 'listed',
  draft: 'approved',
  submission: 1,
  reason: '',
  offers: offersOf({ ...desired, content }),
};

interface Changes {
  readonly desired?: Partial<DesiredProduct>;
  readonly content?: Partial<ListedProduct['content']>;
  readonly state?: Partial<ListedProduct['state']>;
  readonly inForce?: Offers;
}

const listedWith = (changes: Changes): ListedProduct => ({
  productId: 'P-2207',
  content: { ...content, ...changes.content },
  state: { ...state, ...changes.state },
});
const compare = (changes: Changes) =>
  compareProduct({
    desired: { ...desired, ...changes.desired },
    observed,
    listed: listedWith(changes),
    inForce: changes.inForce ?? state.offers,
  });
const found = (changes: Changes): DriftItem => {
  const verdict = compare(changes);
  if (typeof verdict === 'string') throw new Error(`nothing found, but: ${verdict}`);
  return verdict;
};
const offer = (change: object): Offers => ({
  [SKU]: { salePrice: 5900, marketPrice: 7900, stock: 40, ...change },
});
const skus = (change: object) => content.skus.map((sku) => ({ ...sku, ...change }));

it('finds nothing when both sides agree, pictures compared through their exchanged addresses', () => {
  expect(compare({})).toBe('same');
});

it.each<[string, Changes, string, unknown, unknown, string[]]>([
  ['the title', { content: { title: '别的茶杯' } }, 'title', sample.title, '别的茶杯', ['resubmit']],
  ['the page', { content: { path: 'pages/x' } }, 'path', sample.path, 'pages/x', ['resubmit']],
  ['the page to buy', { content: { directPath: 'pages/buy' } }, 'directPath', '', 'pages/buy', ['resubmit']],
  ['the category', { content: { categoryId: 1 } }, 'categoryId', 4411, 1, ['resubmit']],
  ['the brand', { content: { brandId: 7 } }, 'brandId', 2_100_000_000, 7, ['resubmit']],
  [
    'a picture',
    { content: { images: ['https://mmecimage.cn/p/wx1/other'] } },
    'images',
    sample.images,
    ['https://mmecimage.cn/p/wx1/other'],
    ['resubmit'],
  ],
  [
    'a qualification picture',
    { content: { qualificationImages: [COVER] } },
    'qualificationImages',
    [],
    [COVER],
    ['resubmit'],
  ],
  [
    'the text',
    { content: { description: { text: '', images: [DETAIL] } } },
    'description.text',
    sample.description.text,
    '',
    ['resubmit'],
  ],
  [
    'the picture of a SKU',
    { content: { skus: skus({ image: DETAIL }) } },
    `skus[${SKU}].image`,
    sample.images,
    [DETAIL],
    ['resubmit'],
  ],
  [
    'the attributes of a SKU',
    { content: { skus: skus({ attributes: [] }) } },
    `skus[${SKU}].attributes`,
    sample.skus[0]?.attributes,
    [],
    ['resubmit'],
  ],
  ['a SKU that WeChat lacks', { content: { skus: [] } }, `skus[${SKU}]`, sample.skus[0], null, ['resubmit']],
  [
    'a review that was withdrawn',
    { state: { draft: 'editing' } },
    'review',
    'submitted',
    'not submitted',
    ['resubmit'],
  ],
  ['a price', { inForce: offer({ salePrice: 1 }) }, `skus[${SKU}].salePrice`, 5900, 1, ['update-offers']],
  [
    'a struck-through price',
    { inForce: offer({ marketPrice: 1 }) },
    `skus[${SKU}].marketPrice`,
    7900,
    1,
    ['update-offers'],
  ],
  ['the stock', { inForce: offer({ stock: 0 }) }, `skus[${SKU}].stock`, 40, 0, ['update-offers']],
  ['a product that somebody delisted', { state: { shelf: 'delisted' } }, 'onSale', true, false, ['list']],
  ['a product that somebody listed', { desired: { onSale: false } }, 'onSale', false, true, ['delist']],
  ['a product WeChat took down', { state: { shelf: 'taken-down' } }, 'onSale', true, false, []],
  ['a deleted product', { desired: { deleted: true } }, 'deleted', true, false, ['delete']],
])('finds %s and how to repair it', (_what, changes, field, merchant, wechat, actions) => {
  const item = found(changes);
  expect(item).toMatchObject({ entityId: 'P-2207', kind: 'different' });
  expect(item.differences).toEqual([{ field, merchant, wechat }]);
  expect(item.repair.actions).toEqual(actions);
  expect(item.repair.why).not.toBe('');
});

it('names every difference and every step of the repair', () => {
  const item = found({
    content: { title: '别的茶杯' },
    state: { shelf: 'delisted' },
    inForce: offer({ stock: 3, salePrice: 1 }),
  });
  expect(item.differences.map(({ field }) => field)).toEqual([
    'onSale',
    `skus[${SKU}].salePrice`,
    `skus[${SKU}].stock`,
    'title',
  ]);
  expect(item.repair.actions).toEqual(['update-offers', 'resubmit', 'list']);
});

it.each<[string, Changes, string]>([
  ['is in review', { content: { title: '别的茶杯' }, state: { draft: 'in-review' } }, 'inReview'],
  [
    'was deleted and is still shown as delisted',
    { desired: { deleted: true }, state: { shelf: 'delisted' } },
    'deleted',
  ],
  ['was withdrawn by the merchant', { desired: { withdrawn: true }, content: { title: '别的茶杯' } }, 'same'],
])('does not call it drift when the product %s', (_what, changes, verdict) => {
  expect(compare(changes)).toBe(verdict);
});

it('does not compare prices that nobody could see', () => {
  const listed = listedWith({ state: { draft: 'rejected', offers: offer({ stock: 1 }) } });
  expect(compareProduct({ desired, observed, listed, inForce: undefined })).toBe('same');
});

it.each<[string, Partial<ListedProduct['state']>, string[]]>([
  ['is on sale', { shelf: 'listed' }, ['delist']],
  ['may come on sale', { shelf: 'unlisted', draft: 'in-review' }, ['delist', 'withdraw-review']],
  ['is off sale', { shelf: 'delisted' }, []],
])('offers to delist what only WeChat has when it %s', (_what, change, actions) => {
  const item = strayItem(listedWith({ state: change }));
  expect(item.kind).toBe('only-at-wechat');
  expect(item.repair.actions).toEqual(actions);
});

it('has the merchant publish again what only the merchant has', () => {
  const item = missingItem('P-1', desired);
  expect(item).toMatchObject({ kind: 'only-at-merchant', repair: { actions: ['publish-again'] } });
});
