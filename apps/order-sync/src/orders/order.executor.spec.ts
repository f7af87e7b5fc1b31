import { refusedWith } from '@tongbu/sync-engine';
import { KEY, merchantOrderAt, ORDER_ID, OrderWorld } from '../testing/order-world';
import { orderChanges } from './order.intake';

let world: OrderWorld;
beforeEach(() => {
  world = new OrderWorld();
  world.place(merchantOrderAt());
});

it('does not take a busy answer to a write for a no: the order is read first', async () => {
  world.wechat.faults.inject('busy-but-done', 0);
  await world.drive();
  expect(world.calls).toEqual(['check-products: fact', 'add: unknown']);
  expect(world.row?.intent).toMatchObject({ command: 'add' });
  await world.comeBack();
  expect(world.calls.at(-1)).toBe('read: fact');
});

it('reads an order after a refusal that nobody has documented', async () => {
  jest
    .spyOn(world.wechat, 'add')
    .mockImplementationOnce(async () => refusedWith(1_019_999, 'permanent', 'entity', true));
  await world.drive();
  expect(world.calls).toEqual(['check-products: fact', 'add: refused', 'read: fact']);
  expect(world.problems).toEqual(['1019999']);
});

it('keeps the buyer out of the timeline, also when WeChat repeats what it was sent', async () => {
  jest.spyOn(world.wechat, 'add').mockImplementationOnce(async (_call, { sent }) => ({
    ...refusedWith(1_010_009),
    note: { answer: `invalid: ${sent.openId} 13000000000 示例路 12 号 rid: abc`, path: '/shop/order/add' },
  }));
  await world.drive();
  const [note] = world.store.timeline.filter(({ summary }) => summary === 'add: refused');
  expect(note?.detail).toMatchObject({ answer: 'invalid: **** **** **** rid: abc', path: '/shop/order/add' });
});

it('tries what a buyer waits for within a minute, also while WeChat refuses the whole account', async () => {
  world.wechat.faults.inject('account-closed', 0);
  await world.drive();
  expect(world.row).toMatchObject({
    state: 'waiting',
    waitingFor: expect.arrayContaining(['component:open']),
  });
  const due = world.store.nextTime(KEY)?.getTime() ?? 0;
  expect(due - world.clock.now().getTime()).toBe(60_000);
});

it.each([1000000, 100000])(
  'settles the code %d for a payment that was reported before by a look',
  async (code) => {
    const world2 = new OrderWorld();
    const { version: _, ...order } = merchantOrderAt({
      payment: { collectedBy: 'merchant', prepay: { id: 'wx14', at: '2026-03-02T12:15:31+08:00' } },
    });
    world2.place(order);
    await world2.drive();
    world2.wechat.order(ORDER_ID).status = 20;
    jest.spyOn(world2.wechat, 'reportPaid').mockImplementationOnce(async () => refusedWith(code));
    world2.say(orderChanges.paid({ transactionId: '4200', paidAt: '2026-03-02T12:17:05+08:00' }));
    await world2.drive();
    expect(world2.calls.slice(2)).toEqual(['report-paid: stale', 'read: fact']);
    expect(world2.told).toEqual(['created', 'paid']);
    expect(world2.store.row(KEY)?.problems).toBeNull();
  },
);
