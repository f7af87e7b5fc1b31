import { SimulatorBench } from '../testing/simulator-bench';

const bench = new SimulatorBench({ quotas: { spuSubmitPerHour: 10_000, spuSubmitPerDay: 10_000 } });
let issued = 0;

function errcodeOfAdd(changes: (id: string) => Record<string, unknown>): number | undefined {
  issued += 1;
  const id = `V${issued}`;
  return bench.call('/shop/spu/add', bench.product(id, changes(id))).errcode;
}

/** `undefined` is no JSON, so a left-out member is really left out. */
function without(name: string): number | undefined {
  issued += 1;
  const product = bench.product(`V${issued}`);
  delete product[name];
  return bench.call('/shop/spu/add', product).errcode;
}

const image = 'https://mmecimage.cn/p/wx1111111111111111/never-issued';
const link = () => bench.app.images.issueLink('x');
const sku = (changes: Record<string, unknown>) => (id: string) => ({ skus: [bench.sku(id, 'S', changes)] });

describe('spu/add refuses', () => {
  it.each([
    ['out_product_id', 1000001],
    ['title', 1000014],
    ['path', 1000014],
    ['head_img', 1000014],
    ['third_cat_id', 1000014],
    ['brand_id', 1000014],
    ['scene_group_list', 1000014],
    ['skus', 1000020],
  ])('a product without %s with %i', (name, code) => expect(without(name)).toBe(code));

  const cases: readonly [string, number, (id: string) => Record<string, unknown>][] = [
    ['no skus', 1000020, () => ({ skus: [] })],
    ['no head image', 1000014, () => ({ head_img: [] })],
    ['ten head images', 40097, () => ({ head_img: Array.from({ length: 10 }, link) })],
    ['six qualification pictures', 40097, () => ({ qualification_pics: Array.from({ length: 6 }, link) })],
    ['51 detail images', 40097, () => ({ desc_info: { imgs: Array.from({ length: 51 }, link) } })],
    ['a long description', 990008, () => ({ desc_info: { desc: '长'.repeat(2001) } })],
    ['a price in a string', 47001, sku({ sale_price: '5900' })],
    ['a price with a fraction', 47001, sku({ sale_price: 59.5 })],
    ['a negative price', 40097, sku({ sale_price: -1 })],
    ['a price above the limit', 40097, sku({ market_price: 10_000_001 })],
    ['too much stock', 40097, sku({ stock_num: 10_000_001 })],
    ['a sku without stock', 1000015, sku({ stock_num: 0 })],
    ['a sku of another product', 40097, sku({ out_product_id: 'other' })],
    ['a long sku code', 990008, sku({ sku_code: 'x'.repeat(21) })],
    ['a long attribute', 990008, sku({ sku_attrs: [{ attr_key: '长'.repeat(41), attr_value: 'x' }] })],
    ['the same sku twice', 40097, (id) => ({ skus: [bench.sku(id, 'S'), bench.sku(id, 'S')] })],
    [
      '101 values of an attribute',
      40097,
      (id) => ({
        skus: Array.from({ length: 101 }, (_, n) =>
          bench.sku(id, `S${n}`, { sku_attrs: [{ attr_key: '色', attr_value: `${n}` }] }),
        ),
      }),
    ],
    ['a title without Chinese', 1000045, () => ({ title: 'iPhone 13' })],
    ['a title with an emoji', 1000045, () => ({ title: '青瓷茶杯🍵' })],
    ['a short title', 1000045, () => ({ title: '茶杯' })],
    ['a long title', 1000045, () => ({ title: '杯'.repeat(61) })],
    ['a level-2 category', 1000007, () => ({ third_cat_id: 190_002 })],
    ['an unknown category', 1000009, () => ({ third_cat_id: 1 })],
    ['a category that is gone', 1000040, () => ({ third_cat_id: 11_000_113 })],
    ['a category without its qualification', 1000005, () => ({ third_cat_id: 13_000_101 })],
    ['a product without its qualification', 1000008, () => ({ third_cat_id: 18_000_101 })],
    ['an unknown brand', 1000006, () => ({ brand_id: 5 })],
    ['a closed scene', 1000042, () => ({ scene_group_list: [1, 3] })],
    ['a foreign image', 1070010, () => ({ head_img: ['https://shop.test/a.jpg'] })],
    ['an image never issued', 1070010, () => ({ head_img: [image] })],
    ['a foreign sku image', 1070010, sku({ thumb_img: 'https://shop.test/a.jpg' })],
    ['null for an optional member', 47001, () => ({ direct_path: null })],
    ['an object where a list belongs', 47001, () => ({ head_img: {} })],
  ];
  it.each(cases)('%s with %i', (_name, code, changes) => expect(errcodeOfAdd(changes)).toBe(code));
});

describe('spu/add accepts', () => {
  const cases: readonly [string, (id: string) => Record<string, unknown>][] = [
    ['an empty scene list', () => ({ scene_group_list: [] })],
    ['empty optional texts', () => ({ direct_path: '', desc_info: { desc: '', imgs: [] } })],
    ['an approved brand', () => ({ brand_id: 710_101 })],
    ['an approved category', () => ({ third_cat_id: 13_000_201 })],
    ['pictures on the other WeChat hosts', () => ({ head_img: ['https://mmbizurl.cn/a', link()] })],
    ['a qualified product', () => ({ third_cat_id: 18_000_101, qualification_pics: [link()] })],
    ['full-width punctuation in a title', () => ({ title: '【现货】手作茶杯（青瓷），２只装！' })],
  ];
  it.each(cases)('%s', (_name, changes) => expect(errcodeOfAdd(changes)).toBe(0));

  it('members it does not know, and reports them', () => {
    expect(errcodeOfAdd((id) => ({ item_type: 1, skus: [bench.sku(id, 'S', { colour: 'x' })] }))).toBe(0);
    expect(bench.app.statistics.report()).toMatchObject({
      unknownFieldsSeen: { '/shop/spu/add': { item_type: 1, 'skus[].colour': 1 } },
    });
  });
});
