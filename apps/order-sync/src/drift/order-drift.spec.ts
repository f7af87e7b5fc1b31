import { REFRESH } from '@tongbu/sync-engine';
import type { ReadOrder } from '../orders/order.commands';
import { orderChanges } from '../orders/order.intake';
import { merchantOrderAt, ORDER_ID, OrderWorld } from '../testing/order-world';
import { compareOrder, missingOrder, repairHint, strayOrder } from './order-drift';

const MINUTE = 60_000;
let world: OrderWorld;

beforeEach(async () => {
  world = new OrderWorld();
  world.place(merchantOrderAt());
  await world.drive();
});

function row() {
  const found = world.row;
  if (found === undefined) throw new Error('no row');
  return found;
}
function shown(): ReadOrder {
  const [listed] = world.wechat.list();
  if (listed === undefined) throw new Error('not at WeChat');
  return listed.order;
}
const compare = (order = shown()) => compareOrder(row(), order, 'second', world.clock.now());
async function repair(): Promise<void> {
  world.hint(repairHint.name, repairHint.detail);
  await world.drive();
}
async function paid(): Promise<void> {
  world.wechat.happen(ORDER_ID, 'pay');
  world.hint(REFRESH);
  await world.drive();
}

it('finds nothing where both sides agree, however a time is written', () => {
  expect(compare()).toBe('same');
  const { expiresAt } = shown();
  const inBeijing = `${new Date(Date.parse(expiresAt ?? '') + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
  expect(compare({ ...shown(), expiresAt: inBeijing })).toBe('same');
});

it('finds a payment that was told by nobody, and what the merchant would hear', async () => {
  world.wechat.happen(ORDER_ID, 'pay');
  expect(compare()).toMatchObject({
    kind: 'different',
    differences: [
      { field: 'status', merchant: 'placed', known: 'unpaid', wechat: 'paid' },
      { field: 'payment.transactionId', merchant: null, known: null, wechat: `4200-${ORDER_ID}` },
    ],
    repair: { actions: ['read', 'tell paid'] },
  });
  await repair();
  expect(world.told).toEqual(['created', 'paid']);
  expect(compare()).toBe('same');
});

it('finds an order open that we believed to be closed, and would close it', async () => {
  world.cancel();
  await world.drive();
  world.wechat.order(ORDER_ID).status = 10;
  expect(compare()).toMatchObject({
    differences: [{ field: 'status', merchant: 'cancelled', known: 'cancelled', wechat: 'unpaid' }],
    repair: { actions: ['read', 'cancel'] },
  });
  await repair();
  expect(world.wechat.order(ORDER_ID).status).toBe(250);
  expect(world.told).toEqual(['created', 'cancelled']);
});

it('finds money taken for a cancelled order, and would ask for compensation', async () => {
  world.cancel();
  await world.drive();
  world.wechat.order(ORDER_ID).status = 20;
  const item = compare();
  expect(item).toMatchObject({ repair: { actions: ['read', 'tell compensation-required'] } });
  await repair();
  expect(world.problems).toEqual(['compensation-required']);
});

it('names every amount that another program has changed, and says that WeChat takes no other', async () => {
  const order = world.wechat.order(ORDER_ID);
  const [first, ...others] = order.price.lines;
  if (first === undefined) throw new Error('no line');
  order.price = { ...order.price, total: 11_500, lines: [{ ...first, paid: 8_000 }, ...others] };
  expect(compare()).toMatchObject({
    differences: [
      { field: 'total', merchant: 11_600, known: 11_600, wechat: 11_500 },
      { field: 'lines[P-301/P-301-L].paid', merchant: 8_100, known: 8_100, wechat: 8_000 },
    ],
    repair: { actions: ['read'], why: expect.stringContaining('takes no other total') },
  });
  await repair();
  expect(world.problems).toEqual(['changed-after-creation']);
});

describe('an address that another program has changed', () => {
  const other = { receiverName: '王', phone: '13900000000', detail: '别处 1 号' };

  it('is found without being shown, and given back', async () => {
    await paid();
    const before = world.wechat.order(ORDER_ID).address;
    world.wechat.order(ORDER_ID).address = { ...before, ...other };
    const item = compare();
    expect(item).toMatchObject({
      differences: [
        { field: 'delivery.address.receiverName' },
        { field: 'delivery.address.phone' },
        { field: 'delivery.address.detail' },
      ],
      repair: { actions: ['read', 'update-address'] },
    });
    expect(JSON.stringify(item)).not.toMatch(/王|13900000000|别处/);
    await repair();
    expect(world.wechat.order(ORDER_ID).address).toEqual(before);
    expect(world.told).toEqual(['created', 'paid', 'address-changed']);
    expect(compare()).toBe('same');
  });

  it('is left as it is by an ordinary read', async () => {
    await paid();
    world.wechat.order(ORDER_ID).address = other;
    world.hint(REFRESH);
    await world.drive();
    expect(world.wechat.applied).toEqual([]);
  });

  it('is given back as the merchant has changed it last', async () => {
    const newest = { receiverName: '林', phone: '13000000000', detail: '示例路 14 号' };
    world.say(orderChanges.addressChanged({ address: newest }));
    await world.drive();
    world.wechat.order(ORDER_ID).address = other;
    await repair();
    expect(world.wechat.order(ORDER_ID).address).toEqual(newest);
  });

  it('is too late to be given back when the order is on its way', async () => {
    await paid();
    world.wechat.happen(ORDER_ID, 'ship');
    world.hint(REFRESH);
    await world.drive();
    world.wechat.order(ORDER_ID).address = other;
    expect(compare()).toMatchObject({
      repair: { actions: ['read'], why: expect.stringContaining('shipped') },
    });
  });

  it('is not suspected where WeChat hides parts of it', () => {
    const { address } = shown();
    expect(compare({ ...shown(), address: { ...other, ...address, phone: '130****0000' } })).toBe('same');
  });
});

it('says what becomes of an order that WeChat does not have any more', async () => {
  world.wechat.orders.clear();
  const item = missingOrder(row(), 'second', world.clock.now());
  expect(item).toMatchObject({
    kind: 'only-at-merchant',
    differences: [{ field: 'order', merchant: 'placed', known: 'unpaid', wechat: null }],
    repair: { actions: ['read'], why: expect.stringContaining('does not have this order any more') },
  });
  await repair();
  expect(world.problems).toEqual(['missing-at-wechat']);
});

it('leaves an order alone that another program has created', () => {
  const item = strayOrder({ orderId: 'theirs', order: shown() });
  expect(item).toMatchObject({ kind: 'only-at-wechat', repair: { actions: [] } });
});

it('has nothing done twice by a repair that finds nothing to repair', async () => {
  await paid();
  await repair();
  await world.live(10 * MINUTE);
  expect(world.wechat.applied).toEqual([]);
  expect(world.told).toEqual(['created', 'paid']);
});
