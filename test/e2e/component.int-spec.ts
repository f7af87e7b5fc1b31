import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import type { MerchantTopics } from '../support/merchant-topics';
import { merchantProduct } from '../support/merchant-product';
import type { SimulatorProcess } from '../support/simulator-process';

const NUTS = 13_000_101;
const CATEGORY = 'category-qualification';
const PICTURE = ['https://img.shop.example/licence.jpg'];
const OFFERS = '/shop/spu/update_without_audit';
const others = Array.from({ length: 10 }, (_, index) => `other-${index}`);

let installation: Installation;
let simulator: SimulatorProcess;
let topics: MerchantTopics;

beforeAll(async () => {
  installation = await Installation.start({
    services: ['catalog-sync'],
    thing: 'product',
    simulator: { auditDelayMs: { min: 50, max: 200 } },
  });
  ({ simulator, topics } = installation);
});
afterAll(() => installation?.stop());

interface Row {
  readonly state: string;
  readonly reason: string | null;
}
const rowOf = (path: string) => installation.admin<Row>('catalog-sync', 'GET', path);
const refusals = async () =>
  (await simulator.calls()).filter(({ path, errcode }) => path === OFFERS && errcode === 1040003);

it('waits while the component is withdrawn, goes on when it is open again, and tells what was lost with it', async () => {
  const certificates = { version: 1, licenseImages: PICTURE, certificates: PICTURE };
  await topics.publish(`${CATEGORY}.submitted`, String(NUTS), certificates);
  await topics.next(`${CATEGORY}.approved`, String(NUTS));
  const nuts = { categoryId: NUTS, qualificationImages: PICTURE };
  await topics.publish('upserted', 'nuts', merchantProduct('nuts', 1, nuts));
  for (const id of others) await topics.publish('upserted', id, merchantProduct(id, 1));
  for (const id of ['nuts', ...others]) await topics.next('listed', id);

  await simulator.set('component', { enabled: false });
  for (const id of others) {
    const skus = [{ skuId: `${id}-S`, salePrice: 4_900 }];
    await topics.publish('price-changed', id, { version: 2, skus });
  }
  for (const path of [`${CATEGORY}s/${NUTS}`, ...others.map((id) => `products/${id}`)]) {
    await eventually(async () =>
      expect(await rowOf(path)).toMatchObject({
        state: 'waiting',
        reason: 'WeChat answered 1040003: The mini program has not joined the transaction component.',
      }),
    );
  }
  // Ten products want something of the same interface; a few that asked at the same moment, and then nobody.
  expect((await refusals()).length).toBeLessThan(others.length);

  const reason = '证件已过期';
  await simulator.set('audit-rules', [{ match: { categoryId: NUTS }, verdict: 'reject', reason }]);
  await simulator.set('component', { enabled: true });
  for (const id of others) await topics.next('offers-updated', id, 1, 60_000);
  await topics.next(`${CATEGORY}.withdrawn`, String(NUTS), 1, 60_000);
  expect((await topics.next(`${CATEGORY}.rejected`, String(NUTS))).data).toMatchObject({
    submission: 2,
    reason,
  });
  const { data } = await topics.next('parked', 'nuts', 1, 60_000);
  expect(data.problems).toMatchObject([{ code: 'category-not-approved' }]);
  expect((await simulator.product('nuts')).status).toBe(5);

  await simulator.set('audit-rules', []);
  await topics.publish(`${CATEGORY}.submitted`, String(NUTS), { ...certificates, version: 2 });
  await topics.next(`${CATEGORY}.approved`, String(NUTS), 2);
  await eventually(async () => expect(await rowOf('products/nuts')).toMatchObject({ state: 'settled' }));
});
