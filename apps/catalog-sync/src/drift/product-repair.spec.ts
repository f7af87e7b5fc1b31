import { merchantProduct, productUpserted } from '@tongbu/contracts';
import { Driver, MemoryRowStore, REFRESH, type SyncKey } from '@tongbu/sync-engine';
import { FakeClock } from '@tongbu/testing';
import { offersOf, type DesiredProduct, type ObservedProduct } from '../products/product';
import { createProductPlanner, PRODUCT } from '../products/product.planner';
import { WechatProductModel } from '../products/wechat-product-model';

const KEY: SyncKey = { appId: 'wx7f3d2a9c5b1e8046', kind: PRODUCT, entityId: 'P-1' };
const { version: _, onSale: __, ...content } = merchantProduct.parse(productUpserted.sample);
const wanted: DesiredProduct = { content, onSale: true, withdrawn: false, deleted: false };
/** As a product is taken over that only WeChat has. */
const unwanted: DesiredProduct = { ...wanted, onSale: false, withdrawn: true };

let clock: FakeClock;
let store: MemoryRowStore<DesiredProduct, ObservedProduct>;
let wechat: WechatProductModel;
let driver: Driver<DesiredProduct, ObservedProduct, never, never>;

beforeEach(() => {
  clock = new FakeClock(new Date('2026-03-02T04:00:00Z'));
  store = new MemoryRowStore(clock);
  wechat = new WechatProductModel(() => clock.now());
  driver = new Driver(createProductPlanner({ looksAtPictures: false }), wechat, store, clock) as never;
});

async function approvedProduct(): Promise<void> {
  store.change(KEY, wanted);
  await driver.drive(KEY);
  wechat.decide(true);
  store.hint(KEY, { name: REFRESH, detail: {} });
  await driver.drive(KEY);
}

it('believes what it submitted, unless a drift report says otherwise', async () => {
  await approvedProduct();
  store.hint(KEY, { name: REFRESH, detail: {} });
  await driver.drive(KEY);
  expect(wechat.submissions).toEqual([1]);

  store.hint(KEY, { name: REFRESH, detail: { distrust: true } });
  await driver.drive(KEY);
  expect(wechat.submissions).toEqual([1, 2]);
  wechat.decide(true);
  store.hint(KEY, { name: REFRESH, detail: {} });
  await driver.drive(KEY);
  expect(wechat.submissions).toEqual([1, 2]);
  expect(store.row(KEY)?.state).toBe('settled');
});

it('does not lose the distrust when a callback comes at the same time', async () => {
  await approvedProduct();
  store.hint(KEY, { name: REFRESH, detail: { distrust: true } });
  store.hint(KEY, { name: 'verdict', detail: { submission: 1, state: 'approved' } });
  await driver.drive(KEY);
  expect(wechat.submissions).toEqual([1, 2]);
});

it('mends a price behind a rejected draft, which alone the drift report has seen', async () => {
  await approvedProduct();
  store.change(KEY, { ...wanted, content: { ...content, title: '别的茶杯' } });
  await driver.drive(KEY);
  wechat.decide(false);
  store.hint(KEY, { name: REFRESH, detail: {} });
  await driver.drive(KEY);
  const offers = { 'P-2207-G': { salePrice: 1, marketPrice: 7900, stock: 40 } };
  if (wechat.product?.online == null) throw new Error('the product is online');
  wechat.product.online.offers = offers;

  store.hint(KEY, { name: REFRESH, detail: { offers } });
  await driver.drive(KEY);
  expect(wechat.product.online.offers).toEqual(offersOf(wanted));
});

it('delists what only WeChat has, and submits nothing', async () => {
  await approvedProduct();
  store = new MemoryRowStore(clock);
  driver = new Driver(createProductPlanner({ looksAtPictures: false }), wechat, store, clock) as never;
  store.change(KEY, unwanted);
  store.hint(KEY, { name: REFRESH, detail: {} });
  await driver.drive(KEY);
  expect(wechat.product?.shelf).toBe('delisted');
  expect(wechat.submissions).toEqual([1]);
  expect(store.row(KEY)?.state).toBe('settled');
});

it('does not add what only WeChat had when it is gone by then', async () => {
  store.change(KEY, unwanted);
  store.hint(KEY, { name: REFRESH, detail: {} });
  await driver.drive(KEY);
  expect(wechat.submissions).toEqual([]);
  expect(store.row(KEY)?.state).toBe('settled');
});
