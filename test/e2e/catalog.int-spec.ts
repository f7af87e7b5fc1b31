import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import type { MerchantTopics } from '../support/merchant-topics';
import { merchantProduct } from '../support/merchant-product';
import type { SimulatorProcess } from '../support/simulator-process';

const LISTED = 5;
const DELISTED = 11;
const TAKEN_DOWN = 13;
const QUICK = { min: 50, max: 200 };
const AUDIT = 'open_product_spu_audit';
/** Nobody calls back about this one: its verdict has to be found. */
const SILENT = 'silent';

let installation: Installation;
let simulator: SimulatorProcess;
let topics: MerchantTopics;

beforeAll(async () => {
  installation = await Installation.start({
    services: ['catalog-sync'],
    thing: 'product',
    simulator: { auditDelayMs: QUICK },
  });
  ({ simulator, topics } = installation);
  const lost = await simulator.fault({ kind: 'drop', probability: 1 });
  await upsert(SILENT, 1);
  await eventually(async () => (await lost()) > 0 && (await simulator.product(SILENT)).editStatus === 4);
  await simulator.clearFaults();
});
afterAll(() => installation?.stop());

const upsert = (id: string, version: number, changes: object = {}) =>
  topics.publish('upserted', id, merchantProduct(id, version, changes));
const statusOf = async (id: string) => (await simulator.product(id)).status;
const appliedTo = async (id: string, action: string) => (await simulator.product(id)).applied[action];

async function approved(id: string): Promise<void> {
  await upsert(id, 1);
  await topics.next('approved', id);
}

it('has a product approved and put on sale, with ids as texts', async () => {
  await upsert('approve', 1);
  const submitted = await topics.next('submitted', 'approve');
  const event = await topics.next('approved', 'approve');
  const { productId, online, status } = await simulator.product('approve');
  expect(submitted.data).toEqual({ wechatProductId: productId, merchantVersion: 1, submission: 1 });
  expect(event.data).toEqual({
    wechatProductId: productId,
    merchantVersion: 1,
    submission: 1,
    skus: [{ skuId: 'approve-S', wechatSkuId: expect.stringMatching(/^\d{17,}$/) }],
  });
  expect(online?.title).toBe(merchantProduct('approve', 1).title);
  expect(status).toBe(LISTED);
});

it('tells why WeChat rejected a product, and submits the corrected one', async () => {
  await upsert('reject', 1, { title: '全国第一的青瓷茶杯' });
  const { data } = await topics.next('rejected', 'reject');
  expect(data).toMatchObject({ submission: 1, merchantVersion: 1 });
  expect(data.reason).not.toBe('');
  await upsert('reject', 2);
  expect((await topics.next('approved', 'reject')).data).toMatchObject({ submission: 2, merchantVersion: 2 });
});

it('parks what WeChat would refuse with every reason at once, and spends no call', async () => {
  const skus = [{ skuId: 's', salePrice: 1, marketPrice: 2, stock: 0 }];
  await upsert('park', 1, { title: 'a cup without Chinese', images: [], skus });
  const { data } = await topics.next('parked', 'park');
  expect(data.problems.map(({ code }: { code: string }) => code).toSorted()).toEqual([
    'images-missing',
    'stock-missing',
    'title-without-chinese',
  ]);
  await expect(simulator.product('park')).rejects.toThrow('404');
  await upsert('park', 2);
  await topics.next('approved', 'park');
});

it('changes a price without a review', async () => {
  await approved('price');
  await topics.publish('price-changed', 'price', {
    version: 2,
    skus: [{ skuId: 'price-S', salePrice: 4_900 }],
  });
  const { data } = await topics.next('offers-updated', 'price');
  expect(data).toMatchObject({
    merchantVersion: 2,
    skus: [{ skuId: 'price-S', salePrice: 4_900, stock: 40 }],
  });
  const { online, applied } = await simulator.product('price');
  expect(online?.skus).toMatchObject([{ sale_price: 4_900 }]);
  expect(applied).toMatchObject({ add: 1, update: 0, updateWithoutAudit: 1 });
});

it('sells out', async () => {
  await approved('stock');
  await topics.publish('stock-changed', 'stock', { version: 2, skus: [{ skuId: 'stock-S', stock: 0 }] });
  await topics.next('offers-updated', 'stock');
  expect((await simulator.product('stock')).online?.skus).toMatchObject([{ stock_num: 0 }]);
});

it('takes a product off sale and puts it back', async () => {
  await approved('shelf');
  await topics.publish('delisted', 'shelf', { version: 2 });
  await topics.next('delisted', 'shelf');
  expect(await statusOf('shelf')).toBe(DELISTED);
  await topics.publish('listed', 'shelf', { version: 3 });
  await eventually(async () => (await statusOf('shelf')) === LISTED);
  await topics.next('listed', 'shelf', 2);
});

it('withdraws a review, and submits again when the content changes', async () => {
  await simulator.set('audit-delay', { min: 600_000, max: 600_000 });
  await upsert('withdraw', 1);
  await topics.next('submitted', 'withdraw');
  await topics.publish('review-withdrawn', 'withdraw', { version: 2 });
  expect((await topics.next('review-withdrawn', 'withdraw')).data).toMatchObject({ submission: 1 });
  expect((await simulator.product('withdraw')).editStatus).toBe(1);
  await simulator.set('audit-delay', QUICK);
  await upsert('withdraw', 3);
  expect((await topics.next('approved', 'withdraw')).data).toMatchObject({
    submission: 2,
    merchantVersion: 3,
  });
});

it('announces that WeChat took a product down, and does not undo it', async () => {
  await approved('down');
  await simulator.act('down', 'take-down', { reason: '商品涉嫌违规' });
  expect((await topics.next('taken-down', 'down')).data).toMatchObject({ reason: '商品涉嫌违规' });
  await topics.publish('listed', 'down', { version: 2 });
  await topics.publish('stock-changed', 'down', { version: 3, skus: [{ skuId: 'down-S', stock: 7 }] });
  await topics.next('offers-updated', 'down');
  expect(await statusOf('down')).toBe(TAKEN_DOWN);
  expect(await appliedTo('down', 'list')).toBe(0);
});

it('deletes a product for good, and says so when it is published again', async () => {
  await approved('gone');
  await topics.publish('deleted', 'gone', { version: 2 });
  await topics.next('deleted', 'gone');
  expect(await simulator.product('gone')).toMatchObject({ deleted: true });
  await upsert('gone', 3);
  expect((await topics.next('parked', 'gone')).data.problems).toMatchObject([{ code: 'product-id-used-up' }]);
});

it('tells a verdict once that WeChat calls back twice', async () => {
  const struck = await simulator.fault({ kind: 'double', event: AUDIT });
  await approved('twice');
  expect(await struck()).toBe(1);
  await topics.publish('stock-changed', 'twice', { version: 2, skus: [{ skuId: 'twice-S', stock: 3 }] });
  await topics.next('offers-updated', 'twice');
  expect(topics.seen.filter(({ name, subject }) => name === 'approved' && subject === 'twice')).toHaveLength(
    1,
  );
});

it('makes one product of an add that was applied and never answered', async () => {
  const struck = await simulator.fault({ kind: 'applied-but-timed-out', path: '/shop/spu/add', ms: 200 });
  await approved('unanswered');
  expect(await struck()).toBe(1);
  expect(await simulator.product('unanswered')).toMatchObject({ applied: { add: 1 }, repeatedAdds: 0 });
  expect(topics.events('submitted', 'unanswered')).toHaveLength(1);
});

it('goes on when somebody else ended our token', async () => {
  await installation.endToken();
  await approved('token');
  const refused = (await simulator.calls()).filter(({ errcode }) => errcode === 40001);
  expect(refused.length).toBeGreaterThan(0);
});

it('ignores an older version', async () => {
  await upsert('older', 5);
  await topics.next('approved', 'older');
  await upsert('older', 4, { title: '旧版青瓷茶杯' });
  await topics.publish('stock-changed', 'older', { version: 6, skus: [{ skuId: 'older-S', stock: 3 }] });
  await topics.next('offers-updated', 'older');
  expect(await simulator.product('older')).toMatchObject({
    online: { title: merchantProduct('older', 5).title },
    applied: { update: 0 },
  });
});

it('puts a record it cannot read aside with its bytes, and goes on with the same product', async () => {
  const bytes = Buffer.from('{"specversion":"1.0", "id": \u0000\u0001 not JSON', 'latin1');
  await topics.publishRaw('merchant.catalog', 'poison', bytes, { 'x-shop-trace': 'abc' });
  await approved('poison');
  const letter = topics.deadLetters.find(({ key }) => key.endsWith(':poison'));
  expect(letter?.value).toEqual(bytes);
  expect(String(letter?.headers['x-shop-trace'])).toBe('abc');
  expect(String(letter?.headers['x-tongbu-reason'])).not.toBe('');
});

it('puts an event aside that makes no sense, and says why', async () => {
  await topics.publish('price-changed', 'unknown', { version: 1, skus: [{ skuId: 'x', salePrice: 1 }] });
  const letter = await eventually(
    () => topics.deadLetters.find(({ key }) => key.endsWith(':unknown')) ?? false,
  );
  expect(String(letter.headers['x-tongbu-reason-code'])).toBe('product-unknown');
});

it('finds a verdict that nobody called back about', async () => {
  expect((await topics.next('approved', SILENT)).data).toMatchObject({ submission: 1 });
  expect(await statusOf(SILENT)).toBe(LISTED);
});
