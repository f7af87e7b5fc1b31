import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import type { MerchantTopics } from '../support/merchant-topics';
import { merchantProduct } from '../support/merchant-product';
import type { SimulatorProcess } from '../support/simulator-process';

const NUTS = 13_000_101;
const SNACKS = 13_000_102;
const CATEGORY = 'category-qualification';
const BRAND = 'brand-qualification';
const PICTURE = ['https://img.shop.example/licence.jpg'];

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
afterEach(() => simulator.clearFaults());

const certificates = { version: 1, licenseImages: PICTURE, certificates: PICTURE };
const brand = (version: number, changes: object = {}) => ({
  version,
  brandName: '云窑',
  trademarkKind: 'domestic-registered',
  trademarkClass: 21,
  trademarkNumber: '41877203',
  management: 'own',
  imported: false,
  licenseImages: PICTURE,
  registrant: '云窑陶艺有限公司',
  validUntil: '2031-06-30T00:00:00+08:00',
  registrationCertificates: PICTURE,
  ...changes,
});
const submissionsOf = async (path: string) => (await simulator.calls()).filter((call) => call.path === path);
const next = (thing: string, name: string, subject: string) => topics.next(`${thing}.${name}`, subject);

it('lets a product go on that waited for its category', async () => {
  const product = merchantProduct('nuts', 1, { categoryId: NUTS, qualificationImages: PICTURE });
  await topics.publish('upserted', 'nuts', product);
  const { data } = await topics.next('parked', 'nuts');
  expect(data.problems).toMatchObject([{ code: 'category-not-approved' }]);
  await topics.publish(`${CATEGORY}.submitted`, String(NUTS), certificates);
  expect((await next(CATEGORY, 'approved', String(NUTS))).data).toEqual({
    merchantVersion: 1,
    submission: 1,
    auditId: expect.any(String),
  });
  await topics.next('listed', 'nuts');
});

it('says why a brand was rejected, and what number it has when a newer version is approved', async () => {
  await simulator.set('audit-rules', [
    { match: { titleContains: '云窑' }, verdict: 'reject', reason: '证件不清晰' },
  ]);
  await topics.publish(`${BRAND}.submitted`, 'yunyao', brand(1));
  expect((await next(BRAND, 'rejected', 'yunyao')).data).toMatchObject({ reason: '证件不清晰' });
  await simulator.set('audit-rules', []);
  await topics.publish(`${BRAND}.submitted`, 'yunyao', brand(2));
  const { brandId } = (await next(BRAND, 'approved', 'yunyao')).data;
  await topics.publish('upserted', 'cup', merchantProduct('cup', 1, { brandId }));
  await topics.next('listed', 'cup');
});

it('parks what WeChat would refuse with every reason at once', async () => {
  await topics.publish(
    `${BRAND}.submitted`,
    'bad',
    brand(1, { licenseImages: [], trademarkClass: 46, management: 'agent' }),
  );
  const { data } = await next(BRAND, 'parked', 'bad');
  expect(data.problems.map(({ field }: { field: string }) => field)).toEqual([
    'trademarkClass',
    'licenseImages',
    'saleAuthorizations',
  ]);
});

it('finds a brand whose submission got no answer, and does not submit it again', async () => {
  const path = '/shop/audit/audit_brand';
  const before = (await submissionsOf(path)).length;
  const struck = await simulator.fault({ kind: 'applied-but-timed-out', path, ms: 300 });
  await topics.publish(`${BRAND}.submitted`, 'lost', brand(1, { brandName: '山野集' }));
  expect((await next(BRAND, 'approved', 'lost')).data).toMatchObject({ submission: 1, auditId: null });
  expect(await struck()).toBe(1);
  expect(await submissionsOf(path)).toHaveLength(before + 1);
});

it('has one review of a category, when it was killed and no callback comes', async () => {
  const path = '/shop/audit/audit_category';
  await simulator.set('audit-delay', { min: 4_000, max: 4_000 });
  await simulator.fault({ kind: 'drop', probability: 1 });
  const before = (await submissionsOf(path)).length;
  await topics.publish(`${CATEGORY}.submitted`, String(SNACKS), certificates);
  await eventually(async () => expect((await submissionsOf(path)).length).toBeGreaterThan(before));
  await installation.kill('catalog-sync');
  await topics.next(`${CATEGORY}.approved`, String(SNACKS), 1, 100_000);
  const accepted = (await submissionsOf(path)).slice(before).filter(({ errcode }) => errcode === 0);
  expect(accepted).toHaveLength(1);
});

it('shows qualifications to operators', async () => {
  const { items } = await installation.admin<{ items: { entityId: string; state: string }[] }>(
    'catalog-sync',
    'GET',
    'category-qualifications?state=settled',
  );
  expect(items.map(({ entityId }) => entityId)).toContain(String(NUTS));
});
