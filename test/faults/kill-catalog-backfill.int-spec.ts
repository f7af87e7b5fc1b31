import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import { merchantProduct } from '../support/merchant-product';

const PRODUCTS = 300;
const ids = Array.from({ length: PRODUCTS }, (_, index) => `P-${String(index).padStart(3, '0')}`);
const GET = '/shop/spu/get';
const TIMEOUT_MS = 120_000;

interface Backfill {
  readonly state: string;
  readonly total: number;
  readonly planned: number;
  readonly done: number;
  readonly parked: number;
  readonly outstanding: number;
}

let installation: Installation;

beforeAll(async () => {
  installation = await Installation.start({
    services: ['catalog-sync'],
    thing: 'product',
    simulator: { auditDelayMs: { min: 50, max: 200 } },
  });
  const { topics } = installation;
  await topics.publishAll(
    'upserted',
    ids.map((subject) => ({ subject, data: merchantProduct(subject, 1) })),
  );
  for (const id of ids) await topics.next('listed', id, 1, TIMEOUT_MS);
}, TIMEOUT_MS + 60_000);
afterAll(() => installation?.stop(), 60_000);

it(
  'killed twice during a backfill of 300 products, it goes on, reads every product and submits none again',
  async () => {
    const { simulator, topics } = installation;
    const readBefore = await newestRead();
    // So slow that each kill hits reads under way, and that much is left to do when the service is back.
    await simulator.fault({ kind: 'latency', path: GET, probability: 1, ms: 700 });
    const { id } = await installation.admin<{ id: string }>('catalog-sync', 'POST', 'products/backfills', {
      scope: { all: true },
    });
    const backfill = () => installation.admin<Backfill>('catalog-sync', 'GET', `products/backfills/${id}`);

    for (const reads of [60, 150]) {
      await eventually(async () => (await readSince(readBefore)).size >= reads, { timeoutMs: TIMEOUT_MS });
      await installation.kill('catalog-sync');
      expect(await backfill()).toMatchObject({ state: 'running', total: PRODUCTS });
    }
    await simulator.clearFaults();
    const ended = await eventually(
      async () => {
        const seen = await backfill();
        if (seen.state === 'done') return seen;
        throw new Error(JSON.stringify(seen));
      },
      { timeoutMs: TIMEOUT_MS },
    );

    expect(ended).toMatchObject({ planned: PRODUCTS, done: PRODUCTS, parked: 0, outstanding: 0 });
    expect([...(await readSince(readBefore))].toSorted()).toEqual(ids);
    const products = await simulator.products();
    expect(products.filter(({ applied }) => applied['add'] !== 1 || applied['update'] !== 0)).toEqual([]);
    expect(ids.filter((subject) => topics.events('submitted', subject).length !== 1)).toEqual([]);
    expect(ids.filter((subject) => topics.events('parked', subject).length > 0)).toEqual([]);
  },
  3 * TIMEOUT_MS,
);

/** Identifies the latest read so far. */
async function newestRead(): Promise<string | undefined> {
  return (await installation.simulator.calls()).find(({ path }) => path === GET)?.rid;
}

/** The products WeChat was asked about after that one, newest first in the log. */
async function readSince(rid: string | undefined): Promise<Set<string>> {
  const reads = (await installation.simulator.calls()).filter(({ path }) => path === GET);
  const known = reads.findIndex((call) => call.rid === rid);
  const since = known === -1 ? reads : reads.slice(0, known);
  return new Set(since.map(({ requestBody }) => JSON.parse(requestBody).out_product_id));
}
