import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, projectRoot, testEnvironment } from '@tongbu/testing';
import { Installation, type MiniProgram } from '../support/installation';
import { merchantProduct } from '../support/merchant-product';

const LISTED = 5;
const TAKEN_DOWN = 13;
const NUTS = 13_000_101;
const PICTURE = ['https://img.shop.example/licence.jpg'];

let installation: Installation;
let trial: MiniProgram;
let formal: MiniProgram;

beforeAll(async () => {
  installation = await Installation.start({
    services: ['catalog-sync'],
    thing: 'product',
    simulator: { auditDelayMs: { min: 50, max: 200 } },
    second: true,
  });
  const { account, topics, simulator, second } = installation;
  if (second === undefined) throw new Error('there is no second mini program');
  trial = { account, topics, simulator };
  formal = second;
});
afterAll(() => installation?.stop());

const upsert = ({ topics }: MiniProgram, id: string, version: number, changes: object = {}) =>
  topics.publish('upserted', id, merchantProduct(id, version, changes));
const productIds = async ({ simulator }: MiniProgram) =>
  (await simulator.products())
    .filter(({ deleted }) => !deleted)
    .map(({ outProductId }) => outProductId)
    .sort();
const priceOf = async ({ simulator }: MiniProgram, id: string) =>
  (await simulator.product(id)).online?.skus[0]?.sale_price;
const submissions = async ({ simulator }: MiniProgram) =>
  (await simulator.allStatistics())['/shop/spu/add']?.total ?? 0;

/** The command as a user types it; answers what it printed. */
async function copyCatalogue(): Promise<string> {
  const { KAFKA_BROKERS } = testEnvironment();
  const run = promisify(execFile);
  const args = ['copy-catalogue', '--app', trial.account.appId, '--to', formal.account.appId];
  const { stdout } = await run(process.execPath, [join(projectRoot(), 'dist/tools/access.js'), ...args], {
    env: {
      PATH: process.env['PATH'],
      CATALOG_SYNC_URL: installation.url('catalog-sync'),
      ACCESS_API_KEY: trial.account.apiKey,
      KAFKA_BROKERS,
    },
  });
  return stdout;
}

it('shows nothing of one mini program to the other', async () => {
  await upsert(trial, 'cup', 1);
  await upsert(trial, 'gone', 1);
  await upsert(trial, 'stored', 1, { onSale: false });
  await trial.topics.publish('category-qualification.submitted', String(NUTS), {
    version: 1,
    licenseImages: PICTURE,
    certificates: PICTURE,
  });
  await upsert(trial, 'nuts', 1, { categoryId: NUTS, qualificationImages: PICTURE });
  await trial.topics.publish('price-changed', 'cup', {
    version: 2,
    skus: [{ skuId: 'cup-S', salePrice: 5_100 }],
  });
  await Promise.all(['cup', 'gone', 'nuts'].map((id) => trial.topics.next('listed', id)));
  await trial.topics.next('approved', 'stored');
  await trial.topics.publish('deleted', 'gone', { version: 2 });
  await trial.topics.next('deleted', 'gone');
  await eventually(async () => expect(await priceOf(trial, 'cup')).toBe(5_100));

  expect(await formal.simulator.products()).toEqual([]);
  expect(await formal.simulator.callbacks()).toEqual([]);
  expect(formal.topics.seen).toEqual([]);
  const listed = await installation.request('catalog-sync', 'GET', 'products', undefined, {}, formal.account);
  expect(await listed.json()).toEqual({ items: [], next: null });
});

it('lets nobody in with the key of the other mini program', async () => {
  const mixed = { appId: formal.account.appId, apiKey: trial.account.apiKey };
  for (const path of ['products', 'catalogue.ndjson', 'quotas']) {
    const answer = await installation.request('catalog-sync', 'GET', path, undefined, {}, mixed);
    expect(answer.status).toBe(401);
  }
});

it('copies what is wanted, so that both have the same catalogue', async () => {
  expect(await copyCatalogue()).toBe(
    `4 products and qualifications of ${trial.account.appId} are wanted for ${formal.account.appId} as well.\n`,
  );
  await Promise.all(['cup', 'nuts'].map((id) => formal.topics.next('listed', id)));
  await formal.topics.next('approved', 'stored');
  await formal.topics.next('category-qualification.approved', String(NUTS));
  expect(await productIds(formal)).toEqual(await productIds(trial));
  expect(await productIds(formal)).toEqual(['cup', 'nuts', 'stored']);
  expect(await priceOf(formal, 'cup')).toBe(5_100);
  expect((await formal.simulator.product('stored')).status).not.toBe(LISTED);
  expect(formal.topics.deadLetters).toEqual([]);
});

it('changes nothing when it copies again, nor what is newer there', async () => {
  await formal.topics.publish('price-changed', 'cup', {
    version: 3,
    skus: [{ skuId: 'cup-S', salePrice: 6_600 }],
  });
  await eventually(async () => expect(await priceOf(formal, 'cup')).toBe(6_600));
  const before = await submissions(formal);
  await copyCatalogue();
  await upsert(formal, 'after', 1);
  await formal.topics.next('listed', 'after');
  await eventually(async () => {
    const answer = await installation.request(
      'catalog-sync',
      'GET',
      'products?state=pending',
      undefined,
      {},
      formal.account,
    );
    expect(await answer.json()).toMatchObject({ items: [] });
  });
  expect(await priceOf(formal, 'cup')).toBe(6_600);
  expect(await submissions(formal)).toBe(before + 1);
  expect(await priceOf(trial, 'cup')).toBe(5_100);
});

it('keeps what WeChat does to one from the other', async () => {
  await formal.simulator.act('cup', 'take-down', { reason: '违规' });
  await formal.topics.next('taken-down', 'cup');
  expect(await formal.simulator.product('cup')).toMatchObject({ status: TAKEN_DOWN });
  expect(await trial.simulator.product('cup')).toMatchObject({ status: LISTED });
  expect(trial.topics.events('taken-down', 'cup')).toEqual([]);
});
