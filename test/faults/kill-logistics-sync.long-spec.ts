import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import type { MerchantTopics } from '../support/merchant-topics';
import { linesOf, SoldOrders, type Sold } from '../support/sold-orders';
import type { SimulatorProcess } from '../support/simulator-process';

const SERVICE = 'logistics-sync';
const SEND = '/shop/delivery/send';
const RECEIVE = '/shop/delivery/recieve';
const RECEIVED = 100;
const ORDERS = 40;
const TIMEOUT_MS = 120_000;

let installation: Installation;
let simulator: SimulatorProcess;
let topics: MerchantTopics;
let orders: SoldOrders;

jest.setTimeout(TIMEOUT_MS + 60_000);

beforeAll(async () => {
  installation = await Installation.start({
    services: [SERVICE],
    thing: 'shipment',
    simulator: { auditDelayMs: { min: 20, max: 50 } },
  });
  ({ simulator, topics } = installation);
  orders = new SoldOrders(installation);
  await orders.sell('cup', 'pot');
});
afterAll(() => installation?.stop());

const parcel = (orderId: string, parcelId: string, sold: Sold) => ({
  subject: orderId,
  data: {
    parcelId,
    carrier: { code: 'SF' },
    waybill: `SF-${orderId}-${parcelId}`,
    lines: linesOf(sold),
    dispatchedAt: '2026-03-03T09:30:00+08:00',
  },
});
const dispatch = (...parcels: ReturnType<typeof parcel>[]) => topics.publishAll('parcel-dispatched', parcels);
/** How often each kind of event was told, told twice counted once. */
const told = (orderId: string) =>
  ['synchronised', 'completed', 'received', 'parked'].map((name) => topics.events(name, orderId).length);
const settled = (orderId: string) =>
  eventually(async () => {
    const { state } = await installation.admin<{ state: string }>(SERVICE, 'GET', `shipments/${orderId}`);
    return state === 'settled';
  });

interface Case {
  readonly orderId: string;
  readonly path: string;
  /** What becomes of the call that is on its way when the service is killed. */
  readonly kind: 'hang' | 'applied-but-timed-out';
  readonly begin: (orderId: string) => Promise<void>;
  readonly end: object;
  readonly told: readonly number[];
}

const send = (orderId: string) => dispatch(parcel(orderId, 'A', { cup: 1 }));
const receive = (orderId: string) => topics.publish('received', orderId, {});
const sending = {
  path: SEND,
  begin: send,
  end: { status: 30, applied: { send: 1 } },
  told: [1, 1, 0, 0],
};
const receiving = {
  path: RECEIVE,
  begin: receive,
  end: { status: RECEIVED, applied: { send: 1, receive: 1 } },
  told: [1, 1, 1, 0],
};
const cases: readonly Case[] = [
  { orderId: 'send-lost', kind: 'hang', ...sending },
  { orderId: 'send-taken', kind: 'applied-but-timed-out', ...sending },
  { orderId: 'receive-lost', kind: 'hang', ...receiving },
  { orderId: 'receive-taken', kind: 'applied-but-timed-out', ...receiving },
];

it('killed with parcels and receipts on their way that WeChat never got, or took and did not answer, it does and tells each once', async () => {
  for (const { orderId, path } of cases) {
    await orders.paid(orderId, { cup: 1 });
    if (path === SEND) continue;
    await send(orderId);
    await topics.next('completed', orderId);
  }
  for (const { orderId, path, kind, begin } of cases) {
    const struck = await simulator.fault({ kind, path, ms: 60_000 });
    await begin(orderId);
    await eventually(async () => (await struck()) === 1);
  }
  await installation.kill(SERVICE);
  for (const { orderId, path, end, told: expected } of cases) {
    await topics.next(path === SEND ? 'completed' : 'received', orderId, 1, TIMEOUT_MS);
    await settled(orderId);
    expect(await orders.order(orderId)).toMatchObject(end);
    expect([orderId, told(orderId)]).toEqual([orderId, expected]);
  }
});

it('killed as soon as it has told of a parcel, it does not send it again, and goes on', async () => {
  await orders.paid('told', { cup: 1, pot: 1 });
  await dispatch(parcel('told', 'A', { cup: 1 }));
  await topics.next('synchronised', 'told');
  await installation.kill(SERVICE);
  await dispatch(parcel('told', 'B', { pot: 1 }));
  await topics.next('completed', 'told', 1, TIMEOUT_MS);
  expect((await orders.order('told')).applied.send).toBe(2);
  expect(told('told')).toEqual([2, 1, 0, 0]);
});

it('killed twice among many orders, it ships each parcel once and confirms each receipt once', async () => {
  const ids = Array.from({ length: ORDERS }, (_, index) => `many-${index}`);
  for (const orderId of ids) await orders.paid(orderId, { cup: 1, pot: 1 });
  await simulator.fault({ kind: 'latency', path: SEND, probability: 1, ms: 300 });
  await dispatch(...ids.map((orderId) => parcel(orderId, 'A', { cup: 1 })));
  const sent = async (count: number) =>
    eventually(
      async () => {
        const all = await Promise.all(ids.map((orderId) => orders.order(orderId)));
        return all.reduce((sum, { applied }) => sum + applied.send, 0) >= count;
      },
      { timeoutMs: TIMEOUT_MS },
    );
  await sent(ORDERS / 4);
  await installation.kill(SERVICE);
  await dispatch(...ids.map((orderId) => parcel(orderId, 'B', { pot: 1 })));
  await sent(ORDERS);
  await topics.publishAll(
    'order.received',
    ids.map((subject) => ({ subject, data: {} })),
  );
  await installation.kill(SERVICE);
  await simulator.clearFaults();
  for (const orderId of ids) await topics.next('received', orderId, 1, TIMEOUT_MS);

  for (const orderId of ids) {
    const { status, parcels, applied } = await orders.order(orderId);
    expect([orderId, status, parcels.length, applied]).toEqual([
      orderId,
      RECEIVED,
      2,
      expect.objectContaining({ send: 2, receive: 1 }),
    ]);
    expect(told(orderId)).toEqual([2, 1, 1, 0]);
  }
  expect(topics.deadLetters).toEqual([]);
});
