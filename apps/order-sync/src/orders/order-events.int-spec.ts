import { eventually } from '@tongbu/testing';
import {
  merchantOrder,
  orderPlaced,
  wechatProductListed,
  wechatProductTakenDown,
  type MerchantOrder,
} from '@tongbu/contracts';
import { APP, OrderKit } from '../testing/order-kit';

const { version: _, ...sample } = orderPlaced.sample;
let kit: OrderKit;

beforeAll(async () => {
  kit = await OrderKit.open();
  await kit.start();
});
afterAll(() => kit?.close(), 30_000);

function order(changes: object = {}): MerchantOrder {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  return merchantOrder.parse({ ...sample, expiresAt, ...changes });
}
const place = (id: string, changes: object = {}) => kit.events.orders.placed(kit.event(id, order(changes)));
const hears = (id: string, name: string) =>
  eventually(async () => {
    const names = await kit.names(id);
    if (names.includes(name)) return names;
    throw new Error(`no ${name} about ${id}, but: ${names.join(', ')}`);
  });
const openCompensations = async () =>
  Number(/open_compensations\{[^}]*\} (\d+)/.exec(await kit.metrics.registry.metrics())?.[1]);

it('has an order paid inside WeChat, from placed to paid', async () => {
  await place('E-1', { version: 1 });
  await hears('E-1', 'created');
  kit.wechat.happen('E-1', 'pay');
  await kit.callback('open_product_order_pay', 'E-1', { transaction_id: '42' });
  expect(await hears('E-1', 'paid')).toEqual(['created', 'paid']);
});

it("takes a callback that names WeChat's id only", async () => {
  await place('E-20');
  await hears('E-20', 'created');
  kit.wechat.happen('E-20', 'pay');
  const { observed } = (await kit.row('E-20')) ?? {};
  await kit.callback('open_product_order_pay', 'x', { out_order_id: '', order_id: observed?.wechatId });
  await hears('E-20', 'paid');
});

it('leaves a callback about an order that is not ours', async () => {
  await kit.callback('open_product_order_pay', 'somebody-else');
  expect(await kit.row('somebody-else')).toBeUndefined();
});

it('takes a callback that comes before its own commit, and one that comes twice', async () => {
  const add = kit.wechat.add.bind(kit.wechat);
  const early = jest.spyOn(kit.wechat, 'add').mockImplementationOnce(async (...args) => {
    const added = await add(...args);
    kit.wechat.happen('E-2', 'pay');
    await kit.callback('open_product_order_pay', 'E-2');
    await kit.callback('open_product_order_pay', 'E-2');
    return added;
  });
  await place('E-2');
  expect(await hears('E-2', 'paid')).toEqual(['created', 'paid']);
  early.mockRestore();
});

it('goes on by itself when a product is on sale at WeChat', async () => {
  const told = { wechatProductId: '1', merchantVersion: 1 };
  await kit.events.products.takenDown(
    kit.event('P-gone', { ...wechatProductTakenDown.data.parse(wechatProductTakenDown.sample), ...told }),
  );
  const [line] = order().lines;
  await place('E-3', { lines: [{ ...line, productId: 'P-gone' }], discount: 0, total: 9800 });
  await hears('E-3', 'parked');
  expect(await kit.row('E-3')).toMatchObject({ state: 'parked', waitingFor: ['product:P-gone'] });
  await kit.events.products.listed(
    kit.event('P-gone', { ...wechatProductListed.data.parse(wechatProductListed.sample), ...told }),
  );
  expect(await hears('E-3', 'created')).toEqual(['parked', 'created']);
});

it('keeps an open compensation open, counts it, and ends it when it is settled', async () => {
  await place('E-4');
  await hears('E-4', 'created');
  expect(await openCompensations()).toBe(0);
  kit.wechat.happen('E-4', 'pay');
  await kit.events.orders.cancelled(kit.event('E-4', { reason: 'buyer' }));
  await hears('E-4', 'compensation-required');
  await kit.orders.admin.retry(APP, 'E-4');
  await kit.orders.admin.refresh(APP, 'E-4');
  await eventually(async () => {
    const row = await kit.row('E-4');
    expect(row).toMatchObject({ state: 'parked', problems: [{ code: 'compensation-required' }] });
    expect(row?.generation).toBe(row?.observedGeneration);
  });
  const { items } = await kit.orders.admin.list(APP, 'parked', '', 100);
  expect(items.map(({ entityId }) => entityId)).toContain('E-4');
  expect(await openCompensations()).toBe(1);
  await kit.events.orders.compensationResolved(kit.event('E-4', { resolution: 'refunded' }));
  await eventually(async () => expect((await kit.row('E-4'))?.state).toBe('settled'));
  expect(await openCompensations()).toBe(0);
  const names = await kit.names('E-4');
  expect(names.filter((name) => name === 'compensation-required')).toHaveLength(1);
});

it('has facts that are out of order, old or doubled change nothing they should not', async () => {
  await kit.events.orders.cancelled(kit.event('E-5', { reason: 'buyer' }));
  await place('E-5', { version: 5 });
  expect(await hears('E-5', 'cancelled')).toEqual(['cancelled']);
  await place('E-6', { version: 5 });
  await hears('E-6', 'created');
  await place('E-6', { version: 4, path: 'pages/older' });
  expect((await kit.row('E-6'))?.desired.order?.version).toBe(5);
  const cancelled = kit.event('E-6', { reason: 'merchant' as const });
  await kit.events.orders.cancelled(cancelled);
  await kit.events.orders.cancelled(cancelled);
  await hears('E-6', 'cancelled');
  expect((await kit.names('E-6')).filter((name) => name === 'cancelled')).toHaveLength(1);
});

it.each(['checkoutRequested', 'received', 'priceChanged', 'addressChanged', 'compensationResolved'] as const)(
  'makes a dead letter of %s about an order that nobody has placed',
  async (handler) => {
    const event = kit.event('nobody', { checkoutId: 'c' } as never);
    await expect(kit.events.orders[handler](event)).rejects.toMatchObject({
      code: 'order-unknown',
      retriable: false,
    });
  },
);

it('masks the buyer for operators', async () => {
  await place('E-7');
  await hears('E-7', 'created');
  const shown = JSON.stringify(await kit.orders.admin.find(APP, 'E-7'));
  for (const secret of ['oQx7WkExampleBuyer01', '13000000000', '示例路 12 号'])
    expect(shown).not.toContain(secret);
  expect(shown).toContain('er01');
});

it('looks at an order that logistics-sync has moved', async () => {
  await place('E-8');
  await hears('E-8', 'created');
  kit.wechat.happen('E-8', 'pay');
  await kit.callback('open_product_order_pay', 'E-8');
  await hears('E-8', 'paid');
  kit.wechat.happen('E-8', 'ship');
  await kit.events.logistics.completed(kit.event('E-8', {}));
  await hears('E-8', 'shipped');
  kit.wechat.happen('E-8', 'confirm');
  await kit.events.logistics.received(kit.event('E-8', {}));
  expect(await hears('E-8', 'received')).toEqual(['created', 'paid', 'shipped', 'received']);
});
