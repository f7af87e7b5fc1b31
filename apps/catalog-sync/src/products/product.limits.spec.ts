import { merchantProduct, productUpserted, type MerchantProduct } from '@tongbu/contracts';
import { brokenLimits } from './product.limits';

const product = merchantProduct.parse(productUpserted.sample);
const [sample] = product.skus;
if (sample === undefined) throw new Error('the sample has a SKU');
const sku = sample;

function broken(change: Partial<MerchantProduct>, submission: 'add' | 'update' = 'add'): string[] {
  return brokenLimits({ ...product, ...change }, submission).map(({ code, field }) => `${code} ${field}`);
}

it('takes the sample', () => {
  expect(broken({})).toEqual([]);
});

it.each<[string, Partial<MerchantProduct>, string[]]>([
  ['a title of two characters', { title: '茶杯' }, ['title-length title']],
  ['a title of 61 characters', { title: '茶'.repeat(61) }, ['title-length title']],
  ['a title without Chinese', { title: 'iPhone 13' }, ['title-without-chinese title']],
  ['an emoji in the title', { title: '青瓷茶杯🍵' }, ['title-characters title']],
  ['no picture', { images: [] }, ['images-missing images']],
  [
    'ten pictures',
    { images: Array.from({ length: 10 }, (_, i) => `https://a.example/${i}.jpg`) },
    ['too-many-images images'],
  ],
  [
    'six qualification pictures',
    { qualificationImages: Array.from({ length: 6 }, (_, i) => `https://a.example/${i}.jpg`) },
    ['too-many-images qualificationImages'],
  ],
  [
    'a description of 2,001 characters',
    { description: { text: '长'.repeat(2_001), images: [] } },
    ['description-too-long description.text'],
  ],
  ['no SKU', { skus: [] }, ['skus-missing skus']],
  ['a SKU twice', { skus: [sku, sku] }, ['sku-doubled skus']],
  [
    'a price beyond the cap',
    { skus: [{ ...sku, salePrice: 10_000_001 }] },
    ['price-too-high skus[0].salePrice'],
  ],
  ['no stock', { skus: [{ ...sku, stock: 0 }] }, ['stock-missing skus[0].stock']],
  [
    'an article code of 21 characters',
    { skus: [{ ...sku, code: 'c'.repeat(21) }] },
    ['code-too-long skus[0].code'],
  ],
  [
    'an attribute value of 41 characters',
    { skus: [{ ...sku, attributes: [{ name: '颜色', value: '青'.repeat(41) }] }] },
    ['attribute-too-long skus[0].attributes[0].value'],
  ],
  [
    'an attribute without a value',
    { skus: [{ ...sku, attributes: [{ name: '颜色', value: '' }] }] },
    ['attribute-empty skus[0].attributes[0]'],
  ],
  [
    '101 values of one attribute',
    {
      skus: Array.from({ length: 101 }, (_, i) => ({
        ...sku,
        skuId: `S-${i}`,
        attributes: [{ name: '颜色', value: String(i) }],
      })),
    },
    ['too-many-attribute-values skus'],
  ],
])('parks %s', (_, change, expected) => {
  expect(broken(change)).toEqual(expected);
});

it('reports everything that is wrong at once', () => {
  expect(broken({ title: 'Cup', images: [], skus: [{ ...sku, stock: 0, salePrice: 99_999_999 }] })).toEqual([
    'title-without-chinese title',
    'images-missing images',
    'price-too-high skus[0].salePrice',
    'stock-missing skus[0].stock',
  ]);
});

it('lets an update sell out', () => {
  expect(broken({ skus: [{ ...sku, stock: 0 }] }, 'update')).toEqual([]);
});

it('explains itself in Chinese and English', () => {
  const [problem] = brokenLimits({ ...product, title: '' }, 'add');
  expect(problem?.message).toMatch(/^The title has 0 characters/);
  expect(problem?.messageZh).toMatch(/^商品标题为 0 个字符/);
  expect(problem?.fix).not.toBe('');
  expect(problem?.fixZh).toMatch(/\p{Script=Han}/u);
});
