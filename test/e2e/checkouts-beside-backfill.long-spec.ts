import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import { merchantOrder } from '../support/merchant-order';
import { merchantProduct } from '../support/merchant-product';

const CHECKOUTS = 200;
const PRODUCTS = 5_000;
const LISTED_WITHIN_MS = 900_000;

let installation: Installation;

jest.setTimeout(2 * LISTED_WITHIN_MS);

beforeAll(async () => {
  installation = await Installation.start({
    services: ['catalog-sync', 'order-sync'],
    thing: 'order',
    simulator: { auditDelayMs: { min: 20, max: 50 }, traceIdRequired: false },
    account: {
      quotas: {
        spuSubmitPerHour: 1_000_000,
        spuSubmitPerDay: 1_000_000,
        burstCalls: 30_000,
        burstSeconds: 30,
      },
    },
  });
});
afterAll(() => installation?.stop());

interface Backfill {
  readonly state: string;
  readonly total: number;
  readonly done: number;
}

/** As a shop does it: the same request again while it is told to wait. Answers what opens the cashier. */
async function checkOut(orderId: string, productId: string): Promise<string> {
  const order = { orderId, ...merchantOrder(orderId, productId) };
  for (;;) {
    const answer = await installation.request('order-sync', 'POST', 'checkouts', order, {
      prefer: 'wait=10',
    });
    const body: any = await answer.json();
    if (answer.status === 201) return body.paymentParameters.package;
    // Later: not there yet, or more at once than this machine can do.
    if ([202, 503].includes(answer.status)) continue;
    // order-sync may hear of a product's approval a moment later than we do.
    if (body.problems?.[0]?.code === 'product-not-orderable') await delay(200);
    else throw new Error(`${orderId}: ${JSON.stringify(body)}`);
  }
}

it(`lets ${CHECKOUTS} buyers check out at once while ${PRODUCTS} products are backfilled`, async () => {
  const { topics, simulator } = installation;
  const products = Array.from({ length: PRODUCTS }, (_, index) => `P-${index}`);
  await topics.publishAll(
    'product.upserted',
    products.map((subject) => ({ subject, data: merchantProduct(subject, 1) })),
  );
  for (const id of products) await topics.next('product.listed', id, 1, LISTED_WITHIN_MS);

  const { id } = await installation.admin<{ id: string }>('catalog-sync', 'POST', 'products/backfills', {
    scope: { all: true },
  });
  const backfill = () => installation.admin<Backfill>('catalog-sync', 'GET', `products/backfills/${id}`);
  await eventually(async () => (await backfill()).done > 0);

  const orders = Array.from({ length: CHECKOUTS }, (_, index) => `C-${index}`);
  const begun = performance.now();
  const cashiers = await Promise.all(
    orders.map((orderId, index) => checkOut(orderId, products[index % PRODUCTS] ?? '')),
  );
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  const { state, done } = await backfill();
  process.stderr.write(
    `${CHECKOUTS} buyers could pay after ${seconds} s, when ${done} products had been read\n`,
  );
  expect(state).toBe('running');
  expect(new Set(cashiers).size).toBe(CHECKOUTS);

  const created = await simulator.orders();
  expect(created.map(({ outOrderId }) => outOrderId).toSorted()).toEqual(orders.toSorted());
  expect(created.filter(({ applied, repeatedAdds }) => applied['add'] !== 1 || repeatedAdds > 0)).toEqual([]);
  for (const orderId of orders) await topics.next('created', orderId);
  await eventually(async () => (await backfill()).state === 'done', { timeoutMs: LISTED_WITHIN_MS });
});
