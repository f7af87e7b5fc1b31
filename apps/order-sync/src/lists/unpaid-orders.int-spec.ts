import { merchantOrder, orderPlaced } from '@tongbu/contracts';
import { createLogger } from '@tongbu/platform';
import { ListReader, ListWatches, type ListPage } from '@tongbu/sync-engine';
import { eventually } from '@tongbu/testing';
import type { ListedOrder } from '../channel/order-listing';
import { orderErrors } from '../orders/order.errors';
import { APP, OrderKit } from '../testing/order-kit';
import { UnpaidOrders } from './unpaid-orders';

const PAGE_SIZE = 2;
const { version: _, ...sample } = orderPlaced.sample;
let kit: OrderKit;
let watches: ListWatches;
let read: () => Promise<void>;
const page = jest.fn();

beforeAll(async () => {
  kit = await OrderKit.open();
  await kit.start();
  const logger = createLogger({ service: 'test', level: 'fatal' });
  page.mockImplementation(async (_call: unknown, _created: unknown, offset: number) => {
    const items = kit.wechat.list().slice(offset, offset + PAGE_SIZE);
    const next = offset + PAGE_SIZE < kit.wechat.orders.size ? offset + PAGE_SIZE : null;
    const value: ListPage<ListedOrder> = { items, next };
    return { ok: true, value, note: {} };
  });
  watches = new ListWatches(kit.database);
  const list = new UnpaidOrders(kit.database, { page }, kit.orders, logger).list();
  const reader = new ListReader(watches, kit.clock, logger, {
    firstLookMs: 0,
    everyMs: 600_000,
    errors: orderErrors,
  });
  read = async () => {
    await watches.hurry(kit.database, APP, 'orders');
    await reader.read(APP, list);
  };
});
afterAll(() => kit?.close(), 30_000);

async function place(...ids: string[]): Promise<void> {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  for (const id of ids) {
    await kit.events.orders.placed(kit.event(id, merchantOrder.parse({ ...sample, expiresAt })));
  }
  for (const id of ids) await eventually(async () => (await kit.names(id)).includes('created'));
}

it('asks for nothing while no order is unpaid', async () => {
  await read();
  expect(page).not.toHaveBeenCalled();
});

it('finds those of many orders that moved without a callback, and reads no other', async () => {
  await place('L-1', 'L-2', 'L-3', 'L-4', 'L-5');
  const [oldest] = await kit.database.query<{ at: Date }>(`SELECT min(created_at) AS at FROM sync_rows`);
  kit.wechat.happen('L-2', 'pay');
  kit.wechat.happen('L-5', 'cancel');
  const reads = jest.spyOn(kit.wechat, 'read');
  await read();
  await eventually(async () => (await kit.names('L-2')).includes('paid'));
  await eventually(async () => (await kit.names('L-5')).includes('cancelled'));
  expect(reads.mock.calls.map(([, { orderId }]) => orderId).toSorted()).toEqual(['L-2', 'L-5']);
  expect(page.mock.calls.map(([, , offset]) => offset)).toEqual([0, 2, 4]);
  const [, created] = page.mock.calls[0] ?? [];
  expect(created.from.getTime()).toBe((oldest?.at.getTime() ?? 0) - 60_000);
  reads.mockRestore();
});

it('leaves an order alone that another program has created', async () => {
  const rows = () => kit.database.query(`SELECT entity_id FROM sync_rows`);
  const before = await rows();
  kit.wechat.orders.set('theirs', { ...kit.wechat.order('L-1'), orderId: 'theirs' });
  await read();
  expect(await rows()).toEqual(before);
});
