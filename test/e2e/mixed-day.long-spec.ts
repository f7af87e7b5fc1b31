import { eventually } from '@tongbu/testing';
import { expectedRow, rowsBooks, toldBooks, wechatsBooks, type OrderBook } from '../support/day/day-books';
import { FATES, planDay, PRODUCTS } from '../support/day/day-plan';
import { DayShop } from '../support/day/day-shop';
import { Installation } from '../support/installation';
import { merchantProduct } from '../support/merchant-product';

/** `npm run day` plays a thousand. */
const ORDERS = Number(process.env['DAY_ORDERS'] ?? 150);
const SEED = Number(process.env['DAY_SEED'] ?? 20_260_302);
const AT_ONCE = 200;
/** The share of callbacks that get lost, and of those that come twice. */
const LOST = 0.1;
const DOUBLED = 0.1;
const MINUTE = 60_000;

let installation: Installation;

// A thousand orders on a busy machine.
jest.setTimeout(40 * MINUTE);

beforeAll(async () => {
  const quick = { min: 20, max: 50 };
  installation = await Installation.start({
    services: ['catalog-sync', 'order-sync', 'logistics-sync', 'aftersale-sync'],
    thing: 'day',
    account: {
      quotas: { spuSubmitPerHour: 6_000, spuSubmitPerDay: 20_000, burstCalls: 60_000, burstSeconds: 30 },
    },
    simulator: {
      auditDelayMs: quick,
      refundDelayMs: { min: 100, max: 1_000 },
      attributionDelayMs: 100,
      traceIdRequired: false,
    },
    env: { LISTS_EVERY_SECONDS: '5' },
  });
  const { simulator, topics } = installation;
  await topics.publishAll(
    'product.upserted',
    PRODUCTS.map((id) => ({ subject: id, data: merchantProduct(id, 1) })),
  );
  for (const id of PRODUCTS) await topics.next('product.listed', id);
  await simulator.fault({ kind: 'drop', probability: LOST });
  await simulator.fault({ kind: 'double', probability: DOUBLED });
}, 2 * MINUTE);
afterAll(() => installation?.stop(), MINUTE);

/** Runs `work` for each item, so many at a time. */
async function forEach<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...items];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
    }),
  );
}

/** Has everything of a kind read again, as it is by itself once a day. */
async function readAgain(service: string, things: string): Promise<void> {
  const { id } = await installation.admin<{ id: string }>(service, 'POST', `${things}/backfills`, {
    scope: { all: true },
  });
  await eventually(
    async () => {
      const { state, outstanding } = await installation.admin<{ state: string; outstanding: number }>(
        service,
        'GET',
        `${things}/backfills/${id}`,
      );
      if (state === 'done' && outstanding === 0) return true;
      throw new Error(`${outstanding} ${things} are still to be read`);
    },
    { timeoutMs: 5 * MINUTE, intervalMs: 500 },
  );
}

/** Every order about which the two sides say something else. */
function differences(
  wechat: ReadonlyMap<string, OrderBook>,
  other: ReadonlyMap<string, object>,
  view: (book: OrderBook) => object,
): object[] {
  return [...wechat].flatMap(([orderId, book]) => {
    const expected = view(book);
    const found = other.get(orderId);
    return JSON.stringify(sorted(expected)) === JSON.stringify(sorted(found))
      ? []
      : [{ orderId, expected, found }];
  });
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}

it(`agrees with WeChat line by line after a day of ${ORDERS} mixed orders, a tenth of whose callbacks got lost`, async () => {
  const { simulator, topics } = installation;
  const day = planDay(SEED, ORDERS);
  const shop = new DayShop(installation);
  const failures: string[] = [];
  const begun = performance.now();
  const seconds = () => Math.round((performance.now() - begun) / 1_000);
  let played = 0;
  await forEach(day, AT_ONCE, async (order) => {
    await shop.play(order).catch((error: unknown) => {
      failures.push(
        `${order.orderId} ${order.fate}: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    played += 1;
    if (played % 100 === 0) process.stderr.write(`${played} of ${ORDERS} orders after ${seconds()} s\n`);
  });
  expect(failures).toEqual([]);

  await simulator.clearFaults();
  await readAgain('aftersale-sync', 'aftersales');
  await readAgain('logistics-sync', 'shipments');
  await readAgain('order-sync', 'orders');
  const orderIds = day.map(({ orderId }) => orderId);
  await eventually(
    async () => {
      const wechat = await wechatsBooks(installation);
      expect(differences(wechat, toldBooks(installation, orderIds), (book) => book).slice(0, 5)).toEqual([]);
    },
    { timeoutMs: MINUTE, intervalMs: 500 },
  );
  const wechat = await wechatsBooks(installation);
  expect(differences(wechat, await rowsBooks(installation, wechat), expectedRow)).toEqual([]);

  // The day had everything in it, and came to its end.
  expect([...wechat.keys()].toSorted()).toEqual(orderIds.toSorted());
  const ends = new Set([...wechat.values()].flatMap(({ aftersales }) => Object.values(aftersales)));
  expect([...ends].toSorted()).toEqual(['closed', 'refunded', 'withdrawn']);
  expect(new Set(day.map(({ fate }) => fate)).size).toBe(Object.keys(FATES).length);
  expect(topics.deadLetters).toEqual([]);
  expect(topics.seen.filter(({ name }) => name.endsWith('parked'))).toEqual([]);
  process.stderr.write(`a day of ${ORDERS} orders and ${topics.seen.length} events took ${seconds()} s\n`);
});
