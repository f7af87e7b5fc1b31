import { wechatAftersaleRefunded, wechatOrderCreated } from '@tongbu/contracts';
import { eventually } from '@tongbu/testing';
import { SHIPMENT } from '../shipments/shipment.planner';
import { ShipmentKit } from '../testing/shipment-kit';
import { line } from '../testing/shipment-world';

const cap = line('cap');
const belt = line('belt');
const about = { wechatOrderId: '3309517286640325887', merchantVersion: 1 };
let kit: ShipmentKit;

beforeAll(async () => {
  kit = await ShipmentKit.open();
  await kit.start();
});
afterAll(() => kit?.close(), 30_000);

const inState = (orderId: string, state: string) =>
  eventually(async () => {
    const shipment = await kit.shipment(orderId);
    if (shipment?.state === state) return shipment;
    throw new Error(`${orderId} is ${shipment?.state}: ${JSON.stringify(shipment?.problems)}`);
  });
const deadlines = async () => {
  const text = await kit.metrics.registry.metrics();
  return (deadline: string) =>
    Number(
      new RegExp(`shipment_deadlines\\{[^}]*deadline="${deadline}"[^}]*\\} (\\d+)`).exec(text)?.[1] ?? 0,
    );
};

it('gives a paid order its deadline before anything of it is dispatched, and shows who is late', async () => {
  await kit.paidOrder('D-1', [cap], 1);
  await kit.paidOrder('D-2', [cap], 40);
  await kit.paidOrder('D-3', [cap], 50);
  await eventually(async () => {
    const count = await deadlines();
    expect([count('near'), count('past')]).toEqual([1, 1]);
  });
  const { dueAt } = await inState('D-1', 'settled');
  expect(dueAt?.getTime()).toBeGreaterThan(Date.now() + 46 * 3_600_000);
  await kit.dispatch('D-3', [cap]);
  await eventually(async () => {
    const count = await deadlines();
    expect([count('near'), count('past')]).toEqual([1, 0]);
  });
  expect((await inState('D-3', 'settled')).dueAt).toBeNull();
});

it('sends a parcel that came before its order, as soon as the order is told to be paid', async () => {
  await kit.dispatch('B-1', [cap]);
  const waiting = await inState('B-1', 'waiting');
  expect(waiting.reason).toContain('not at WeChat yet');
  const order = await kit.paidOrder('B-1', [cap]);
  await inState('B-1', 'settled');
  expect(order.status).toBe('shipped');
});

it('ends an order when the refund of what was left is told', async () => {
  const order = await kit.paidOrder('R-1', [cap, belt]);
  await kit.dispatch('R-1', [cap]);
  await eventually(() => order.status === 'partly-shipped');
  order.openAftersale('1', belt);
  order.endAftersale('1', 'refunded');
  const refunded = wechatAftersaleRefunded.data.parse(wechatAftersaleRefunded.sample);
  const told = { ...refunded, orderId: 'R-1', type: 'refund' as const, line: belt };
  await kit.events.aftersales.told(kit.event('4000000007314883', told));
  await inState('R-1', 'settled');
  expect(order.status).toBe('shipped');
  expect(await kit.told('R-1')).toEqual(['synchronised', 'completed']);
});

it('confirms the receipt that the shop tells', async () => {
  const order = await kit.paidOrder('C-1', [cap]);
  await kit.dispatch('C-1', [cap]);
  await eventually(() => order.status === 'shipped');
  await kit.events.shipments.received(kit.event('C-1', { receivedAt: '2026-03-05T10:00:00Z' }));
  await eventually(() => order.status === 'completed');
  expect(order.receipts).toBe(1);
});

it('reads an order that WeChat calls back about, once, and leaves others alone', async () => {
  const order = await kit.paidOrder('H-1', [cap]);
  await kit.dispatch('H-1', [cap]);
  await inState('H-1', 'settled');
  order.confirm();
  const body = { out_order_id: 'H-1', order_id: '3309517286640325887' };
  const called = {
    event: 'open_product_order_confirm',
    entity: 'H-1',
    createTime: '2026-03-05T10:00:00Z',
    body,
  };
  const event = kit.event('H-1', called);
  const reads = order.calls.length;
  await kit.events.callbacks.calledBack(event);
  await kit.events.callbacks.calledBack(event);
  await eventually(async () => (await kit.told('H-1')).includes('received'));
  expect(order.calls.slice(reads)).toEqual(['read']);
  await kit.events.callbacks.calledBack(kit.event('H-2', { ...called, entity: 'H-2' }));
  expect(await kit.shipment('H-2')).toBeUndefined();
});

it('has everything go on that waits for the component, when WeChat has opened it', async () => {
  const opened = {
    event: 'open_product_account_register',
    entity: null,
    createTime: '2026-03-05T10:00:00Z',
    body: { status: '2' },
  };
  const openings = () => kit.database.query(`SELECT kind FROM component_openings`);
  await kit.events.callbacks.calledBack(
    kit.event('open_product_account_register', { ...opened, body: { status: '10' } }),
  );
  expect(await openings()).toEqual([]);
  await kit.events.callbacks.calledBack(kit.event('open_product_account_register', opened));
  expect(await openings()).toEqual([{ kind: SHIPMENT }]);
});

it('takes an event once, and makes no shipment of an order that is not paid', async () => {
  const created = wechatOrderCreated.data.parse(wechatOrderCreated.sample);
  await kit.events.orders.created(kit.event('N-1', { ...created, ...about }));
  expect(await kit.shipment('N-1')).toBeUndefined();
  await kit.paidOrder('N-2', [cap]);
  const paid = kit.event('N-2', {
    ...about,
    collectedBy: 'component' as const,
    transactionId: '1',
    paidAt: null,
  });
  await kit.events.orders.paid(paid);
  await kit.events.orders.paid(paid);
  const lines = (await kit.shipment('N-2'))?.timeline.filter(({ type }) => type === 'callback');
  expect(lines).toHaveLength(2);
});
