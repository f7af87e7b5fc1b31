import { eventually } from '@tongbu/testing';
import { setTimeout as delay } from 'node:timers/promises';
import { Installation } from '../support/installation';
import { merchantProduct } from '../support/merchant-product';

const OFFERS = '/shop/spu/update_without_audit';
/** 10 calls a second, which WeChat lowers to 4. */
const FULL = { burstCalls: 50, burstSeconds: 5 };
const CUT = { burstCalls: 20, burstSeconds: 5 };
const ids = Array.from({ length: 40 }, (_, index) => `P-${index}`);
const TIMEOUT_MS = 120_000;

let installation: Installation;
let version = 1;

beforeAll(async () => {
  installation = await Installation.start({
    services: ['catalog-sync'],
    thing: 'product',
    simulator: { auditDelayMs: { min: 50, max: 200 } },
    account: { quotas: { spuSubmitPerHour: 6_000, spuSubmitPerDay: 20_000, ...FULL } },
  });
  const { topics } = installation;
  await topics.publishAll(
    'upserted',
    ids.map((subject) => ({ subject, data: merchantProduct(subject, version) })),
  );
  for (const id of ids) await topics.next('listed', id, 1, TIMEOUT_MS);
}, TIMEOUT_MS + 60_000);
afterAll(() => installation?.stop());

const priceOf = (wanted: number) => 1_000 + wanted;

/** Every product gets another price, which is more than any quota here lets through at once. */
async function changePrices(): Promise<void> {
  version += 1;
  await installation.topics.publishAll(
    'price-changed',
    ids.map((subject) => ({
      subject,
      data: { version, skus: [{ skuId: `${subject}-S`, salePrice: priceOf(version) }] },
    })),
  );
}

/** Prices flow until so many more calls were made; a price that is overtaken by the next one need not be sent. */
async function flow(calls: number): Promise<void> {
  const { total } = await seen();
  const until = performance.now() + TIMEOUT_MS;
  while ((await seen()).total - total < calls) {
    if (performance.now() > until) throw new Error(`no ${calls} calls within ${TIMEOUT_MS} ms`);
    await changePrices();
    await delay(1_000);
  }
}

interface Quota {
  readonly paths: readonly string[];
  readonly factor: number;
}
async function factor(): Promise<number> {
  const { items } = await installation.admin<{ items: Quota[] }>('catalog-sync', 'GET', 'quotas');
  return items.find(({ paths }) => paths.includes(OFFERS))?.factor ?? Number.NaN;
}
async function seen() {
  const { total, quotaRefusals, accepted, highestTotal } = await installation.simulator.statistics(OFFERS);
  return { total, quotaRefusals, accepted, most: highestTotal['5s'] ?? Number.NaN };
}

it(
  'keeps below the quota, learns when WeChat lowers it to 40 %, and comes back when WeChat does',
  async () => {
    const { simulator, topics } = installation;
    // The first price ever makes the first call.
    await changePrices();
    await eventually(() => seen(), { timeoutMs: TIMEOUT_MS });
    await flow(2 * FULL.burstCalls);
    const before = await seen();
    expect(before).toMatchObject({ quotaRefusals: 0 });
    expect(before.total).toBeGreaterThan(FULL.burstCalls);
    expect(await factor()).toBe(1);

    await simulator.set('quotas', CUT);
    await eventually(async () => (await factor()) < 0.75, { timeoutMs: TIMEOUT_MS });
    await flow(3 * CUT.burstCalls);
    const cut = await seen();
    const accepted = cut.accepted - before.accepted;
    // Nearly all it sends is taken, although nobody told it the new limit.
    expect(cut.quotaRefusals).toBeLessThan(accepted / 3);
    expect(await factor()).toBeLessThan(0.75);

    await simulator.set('quotas', FULL);
    await flow(2 * FULL.burstCalls);
    const last = await seen();
    await eventually(async () => (await factor()) === 1, { timeoutMs: TIMEOUT_MS });
    for (const id of ids) {
      await eventually(
        async () => {
          const [sku] = (await simulator.product(id)).online?.skus ?? [];
          expect(sku).toMatchObject({ sale_price: priceOf(version) });
        },
        { timeoutMs: TIMEOUT_MS },
      );
    }
    // Never, in any five seconds, were there more calls than WeChat had promised, refused ones included.
    expect((await seen()).most).toBeLessThanOrEqual(FULL.burstCalls);
    expect((await seen()).quotaRefusals).toBe(last.quotaRefusals);
    expect(ids.filter((id) => topics.events('parked', id).length > 0)).toEqual([]);
    expect(topics.deadLetters).toEqual([]);
  },
  3 * TIMEOUT_MS,
);
