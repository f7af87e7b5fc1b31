import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import { merchantProduct } from '../support/merchant-product';
import type { OtherClient } from '../support/other-client';

const LISTED = 5;
const DELISTED = 11;
const APPROVED = 4;
const PRODUCTS = ['kept', 'priced', 'retitled', 'delisted', 'deleted'];
const STRAYS = ['stray', 'tolerated'];

interface Report {
  readonly id: string;
  readonly state: string;
  readonly items: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
}
interface Item {
  readonly entityId: string;
  readonly kind: string;
  readonly differences: readonly { field: string; merchant: unknown; wechat: unknown }[];
  readonly repair: { readonly actions: readonly string[] };
}
interface Repairs {
  readonly dryRun: boolean;
  readonly items: readonly { entityId: string; outcome: string }[];
}

let installation: Installation;
let other: OtherClient;

beforeAll(async () => {
  installation = await Installation.start({
    services: ['catalog-sync'],
    thing: 'product',
    simulator: { auditDelayMs: { min: 50, max: 200 } },
  });
  other = installation.otherClient();
  const { topics } = installation;
  await topics.publishAll(
    'upserted',
    PRODUCTS.map((id) => ({ subject: id, data: merchantProduct(id, 1) })),
  );
  for (const id of PRODUCTS) await topics.next('listed', id);
});
afterAll(() => installation?.stop());

const product = (id: string) => installation.simulator.product(id);

/** The report, once it is done and nothing was left out because it was still being worked on. */
async function report(): Promise<Report> {
  return eventually(
    async () => {
      const { id } = await installation.admin<{ id: string }>(
        'catalog-sync',
        'POST',
        'products/drift-reports',
      );
      const done = await eventually(async () => {
        const made = await installation.admin<Report>('catalog-sync', 'GET', `products/drift-reports/${id}`);
        return made.state === 'done' ? made : false;
      });
      const { inWork = 0, changedMeanwhile = 0 } = done.counts;
      return inWork + changedMeanwhile === 0 ? done : false;
    },
    { timeoutMs: 60_000 },
  );
}

async function items(id: string): Promise<Record<string, Item>> {
  const page = await installation.admin<{ items: Item[] }>(
    'catalog-sync',
    'GET',
    `products/drift-reports/${id}/items`,
  );
  return Object.fromEntries(page.items.map((item) => [item.entityId, item]));
}

async function repairs(id: string, body: object): Promise<Record<string, string>> {
  const page = await installation.admin<Repairs>(
    'catalog-sync',
    'POST',
    `products/drift-reports/${id}/repairs`,
    body,
  );
  return Object.fromEntries(page.items.map(({ entityId, outcome }) => [entityId, outcome]));
}

it('finds what another program did behind our back, and repairs it when told', async () => {
  expect((await report()).items).toEqual({});

  for (const id of STRAYS) await other.add(id);
  await other.call('spu/update_without_audit', {
    out_product_id: 'priced',
    skus: [{ out_sku_id: 'priced-S', sale_price: 1 }],
  });
  await other.retitle('retitled', '不是商家的标题');
  await other.call('spu/delisting', { out_product_id: 'delisted' });
  await other.call('spu/del', { out_product_id: 'deleted' });
  await eventually(async () => {
    const reviewed = await Promise.all(['retitled', ...STRAYS].map(product));
    return reviewed.every(({ editStatus }) => editStatus === APPROVED);
  });

  const found = await report();
  expect(found.items).toEqual({ different: 3, 'only-at-merchant': 1, 'only-at-wechat': 2 });
  const drift = await items(found.id);
  expect(Object.keys(drift).sort()).toEqual([...PRODUCTS.slice(1), ...STRAYS].sort());
  expect(drift['priced']).toMatchObject({
    differences: [{ field: 'skus[priced-S].salePrice', merchant: 5_900, wechat: 1 }],
    repair: { actions: ['update-offers'] },
  });
  expect(drift['retitled']).toMatchObject({
    differences: [
      { field: 'title', merchant: merchantProduct('retitled', 1).title, wechat: '不是商家的标题' },
    ],
    repair: { actions: ['resubmit'] },
  });
  expect(drift['delisted']).toMatchObject({
    differences: [{ field: 'onSale', merchant: true, wechat: false }],
    repair: { actions: ['list'] },
  });
  expect(drift['deleted']).toMatchObject({
    kind: 'only-at-merchant',
    repair: { actions: ['publish-again'] },
  });
  expect(drift['stray']).toMatchObject({ kind: 'only-at-wechat', repair: { actions: ['delist'] } });

  // A dry run is what one gets without asking, and it changes nothing.
  expect(await repairs(found.id, {})).toMatchObject({
    priced: 'would-start',
    retitled: 'would-start',
    stray: 'choice-needed',
  });
  expect((await product('priced')).online?.skus[0]?.sale_price).toBe(1);

  const started = { priced: 'started', retitled: 'started', delisted: 'started', deleted: 'started' };
  expect(await repairs(found.id, { kinds: ['different', 'only-at-merchant'], dryRun: false })).toEqual(
    started,
  );
  expect(await repairs(found.id, { ids: ['stray'], action: 'delist', dryRun: false })).toEqual({
    stray: 'started',
  });
  expect(await repairs(found.id, { ids: ['tolerated'], action: 'ignore', dryRun: false })).toEqual({
    tolerated: 'ignored',
  });
  await eventually(async () => (await product('priced')).online?.skus[0]?.sale_price === 5_900);
  await eventually(
    async () => (await product('retitled')).online?.title === merchantProduct('retitled', 1).title,
  );
  await eventually(async () => (await product('delisted')).status === LISTED);
  await eventually(async () => (await product('stray')).status === DELISTED);
  await installation.topics.next('deleted', 'deleted');
  const parked = await installation.topics.next('parked', 'deleted');
  expect(parked.data.problems[0].code).toBe('product-id-used-up');

  const after = await report();
  expect(after.items).toEqual({ 'only-at-wechat': 1 });
  expect((await product('tolerated')).status).toBe(LISTED);
  expect((await product('retitled')).applied['add']).toBe(1);
});

it('reads a category again on request, and shows the quotas it took', async () => {
  const { id } = await installation.admin<{ id: string }>('catalog-sync', 'POST', 'products/backfills', {
    scope: { categoryIds: [19_000_202] },
  });
  const done = await eventually(async () => {
    const backfill = await installation.admin<{ state: string }>(
      'catalog-sync',
      'GET',
      `products/backfills/${id}`,
    );
    return backfill.state === 'done' ? backfill : false;
  });
  // Five products of the merchant's, one of which is parked, and the stray one.
  expect(done).toMatchObject({ total: 6, planned: 6, done: 5, parked: 1, outstanding: 0 });
  await expect(
    installation.admin('catalog-sync', 'POST', 'products/backfills', { scope: { categoryIds: ['x'] } }),
  ).rejects.toThrow(/400 .*scope\.categoryIds\.0/);

  const { items: quotas } = await installation.admin<{ items: any[] }>('catalog-sync', 'GET', 'quotas');
  const submissions = quotas.find(({ group }) => group === 'spu-submit');
  expect(submissions).toMatchObject({ paths: ['/shop/spu/add', '/shop/spu/update'], factor: 1 });
  const hour = submissions.windows.find(({ name }: { name: string }) => name === 'hour');
  expect(hour).toMatchObject({ kind: 'sliding', limit: 6_000 });
  // Five products added and one submitted again; a grant that a busy process came too late for counts, too.
  expect(hour.used).toBeGreaterThanOrEqual(6);
  const gauge = /tongbu_wechat_quota_used\{[^}]*group="spu-submit",window="hour"[^}]*\} (\d+)/;
  expect(gauge.exec(await installation.metrics('catalog-sync'))?.[1]).toBe(String(hour.used));
});
