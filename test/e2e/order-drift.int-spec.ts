import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import { merchantOrder } from '../support/merchant-order';
import { merchantProduct } from '../support/merchant-product';
import type { MerchantTopics } from '../support/merchant-topics';
import type { OtherClient } from '../support/other-client';
import type { SimulatorProcess } from '../support/simulator-process';

const SERVICE = 'order-sync';
const PRODUCT = 'cup';
const ORDERS = ['kept', 'refunded', 'moved'];
const REFUNDED = 200;

interface Report {
  readonly id: string;
  readonly state: string;
  readonly items: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
}
interface Item {
  readonly entityId: string;
  readonly differences: readonly { field: string }[];
}

let installation: Installation;
let simulator: SimulatorProcess;
let topics: MerchantTopics;
let other: OtherClient;

beforeAll(async () => {
  installation = await Installation.start({
    services: ['catalog-sync', SERVICE],
    thing: 'order',
    simulator: { auditDelayMs: { min: 20, max: 50 }, attributionDelayMs: 50 },
  });
  ({ simulator, topics } = installation);
  other = installation.otherClient();
  await topics.publish('product.upserted', PRODUCT, merchantProduct(PRODUCT, 1));
  await topics.next('product.listed', PRODUCT, 1, 60_000);
  // Paid orders are looked at once a day only; what happens to them here is told by nobody.
  await Promise.all(ORDERS.map(pay));
}, 150_000);
afterAll(() => installation?.stop());

async function pay(id: string): Promise<void> {
  await topics.publish('placed', id, merchantOrder(id, PRODUCT));
  await topics.next('created', id);
  await topics.publish('checkout-requested', id, { checkoutId: 'c-1' });
  await topics.next('payment-parameters-ready', id);
  await simulator.actOnOrder(id, 'pay');
  await topics.next('paid', id);
  // The callback about who brought the sale makes the service look once more.
  await eventually(async () => {
    const { timeline } = await admin<{ timeline: readonly { summary: string }[] }>('GET', id);
    return timeline.some(({ summary }) => summary === 'attributed');
  });
}

const admin = <T>(method: 'GET' | 'POST', path: string, body?: object) =>
  installation.admin<T>(SERVICE, method, `orders/${path}`, body);

/** The report, once it is done and nothing was left out because it was still being worked on. */
async function report(): Promise<Report> {
  return eventually(
    async () => {
      const { id } = await admin<{ id: string }>('POST', 'drift-reports');
      const done = await eventually(async () => {
        const made = await admin<Report>('GET', `drift-reports/${id}`);
        return made.state === 'running' ? false : made;
      });
      const { inWork = 0, changedMeanwhile = 0 } = done.counts;
      return inWork + changedMeanwhile === 0 ? done : false;
    },
    { timeoutMs: 60_000 },
  );
}

const repairs = async (id: string, body: object) => {
  const page = await admin<{ items: readonly { entityId: string; outcome: string }[] }>(
    'POST',
    `drift-reports/${id}/repairs`,
    body,
  );
  return Object.fromEntries(page.items.map(({ entityId, outcome }) => [entityId, outcome]));
};

it('finds what happened to orders behind our back, and repairs it when told', async () => {
  const before = await report();
  expect([before.state, before.items, before.counts['same']]).toEqual(['done', {}, ORDERS.length]);

  await simulator.fault({ kind: 'drop', event: 'open_product_order_refund' });
  await simulator.actOnOrder('refunded', 'refund');
  await other.call('order/update_address', {
    out_order_id: 'moved',
    openid: 'oBuyer-moved',
    address_info: { receiver_name: '王五', detailed_address: '别处 1 号', tel_number: '13900000001' },
  });
  const expire_time = Math.floor(Date.now() / 1_000) + 3_600;
  const { content } = await simulator.control<{ content: object }>('GET', 'orders/kept');
  await other.call('order/add', {
    ...content,
    out_order_id: 'stray',
    expire_time,
    create_time: beijingNow(),
  });

  const found = await report();
  expect(found.items).toEqual({ different: 2, 'only-at-wechat': 1 });
  const { items } = await admin<{ items: Item[] }>('GET', `drift-reports/${found.id}/items`);
  expect(Object.fromEntries(items.map((item) => [item.entityId, item]))).toMatchObject({
    refunded: {
      differences: [{ field: 'status', merchant: 'placed', known: 'paid', wechat: 'refunded' }],
      repair: { actions: ['read', 'tell refunded'] },
    },
    moved: { repair: { actions: ['read', 'update-address'] } },
    stray: { kind: 'only-at-wechat', repair: { actions: [] } },
  });
  const fields = items.find(({ entityId }) => entityId === 'moved')?.differences.map(({ field }) => field);
  expect(fields).toEqual(['receiverName', 'phone', 'detail'].map((part) => `delivery.address.${part}`));
  expect(JSON.stringify(items)).not.toMatch(/王五|13900000001|oBuyer/);

  // A dry run is what one gets without asking, and it changes nothing.
  expect(await repairs(found.id, {})).toEqual({
    moved: 'would-start',
    refunded: 'would-start',
    stray: 'choice-needed',
  });
  expect((await simulator.order('moved')).address?.detailed_address).toBe('别处 1 号');
  expect(topics.events('refunded', 'refunded')).toEqual([]);

  expect(await repairs(found.id, { dryRun: false, action: 'ignore' })).toEqual({
    moved: 'started',
    refunded: 'started',
    stray: 'ignored',
  });
  await topics.next('refunded', 'refunded');
  await topics.next('address-changed', 'moved');
  expect((await simulator.order('moved')).address?.detailed_address).toBe('示例路 12 号');
  expect(await simulator.order('refunded')).toMatchObject({ status: REFUNDED, applied: { add: 1 } });

  expect((await report()).items).toEqual({ 'only-at-wechat': 1 });
  expect((await simulator.order('stray')).applied['close']).toBe(0);
});

it('reads the orders again that stand in a state, on request', async () => {
  const { id } = await admin<{ id: string }>('POST', 'backfills', { scope: { phases: ['paid', 'shipped'] } });
  const done = await eventually(async () => {
    const backfill = await admin<{ state: string }>('GET', `backfills/${id}`);
    return backfill.state === 'done' ? backfill : false;
  });
  expect(done).toMatchObject({ total: 2, done: 2, outstanding: 0 });
  await expect(admin('POST', 'backfills', { scope: { phases: ['lost'] } })).rejects.toThrow(
    /400 .*scope\.phases\.0/,
  );
});

function beijingNow(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
