import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import type { MerchantTopics } from '../support/merchant-topics';
import { linesOf, SoldOrders, type Sold } from '../support/sold-orders';
import type { SimulatorProcess } from '../support/simulator-process';

const SERVICE = 'logistics-sync';
const SHIPPED = 30;
const RECEIVED = 100;

let installation: Installation;
let simulator: SimulatorProcess;
let topics: MerchantTopics;
let orders: SoldOrders;

beforeAll(async () => {
  const quick = { min: 20, max: 50 };
  installation = await Installation.start({
    services: [SERVICE],
    thing: 'shipment',
    simulator: { auditDelayMs: quick, refundDelayMs: quick },
  });
  ({ simulator, topics } = installation);
  orders = new SoldOrders(installation);
  await orders.sell('cup', 'pot', 'tray');
});
afterAll(() => installation?.stop());

interface Parcel {
  readonly parcelId?: string;
  readonly carrier?: { code?: string; name?: string };
  readonly waybill?: string;
}
const dispatch = (orderId: string, sold: Sold, parcel: Parcel = {}) =>
  topics.publish('parcel-dispatched', orderId, {
    parcelId: 'PK-1',
    carrier: { code: 'SF' },
    waybill: `SF-${orderId}-${parcel.parcelId ?? 'PK-1'}`,
    lines: linesOf(sold),
    dispatchedAt: '2026-03-03T09:30:00+08:00',
    ...parcel,
  });
const inStatus = (orderId: string, status: number) =>
  eventually(async () => (await orders.order(orderId)).status === status);
const shipment = (orderId: string) =>
  installation.admin<{ state: string; problems: readonly { code: string }[] }>(
    SERVICE,
    'GET',
    `shipments/${orderId}`,
  );
const settled = (orderId: string) =>
  eventually(async () => {
    const { state, problems } = await shipment(orderId);
    if (state === 'settled') return true;
    throw new Error(`${orderId} is ${state}: ${JSON.stringify(problems)}`);
  });
const namesOf = (orderId: string) => {
  const ids = topics.seen.filter(({ subject }) => subject === orderId);
  return [...new Map(ids.map(({ id, name }) => [id, name])).values()].filter((name) => !name.includes('.'));
};
const callsOf = async (path: string) => (await simulator.calls()).filter((call) => call.path === path).length;

it('ships two parcels with a refund between them and confirms the receipt, and nothing is parked', async () => {
  await orders.paid('two', { cup: 2, pot: 1, tray: 1 });
  await dispatch('two', { cup: 2 });
  const first = await topics.next('synchronised', 'two');
  expect(first.data).toMatchObject({ parcelId: 'PK-1', carrierId: 'SF', waybill: 'SF-two-PK-1' });
  expect((await orders.order('two')).status).toBe(21);

  await orders.refund('two', 'tray', 1);
  await dispatch('two', { pot: 1 }, { parcelId: 'PK-2', carrier: { name: '中通快递' } });
  await topics.next('completed', 'two');
  const shipped = await orders.order('two');
  expect(shipped).toMatchObject({ status: SHIPPED, shipDoneTime: '2026-03-03T01:30:00.000Z' });
  expect(shipped.parcels.map(({ deliveryId }) => deliveryId)).toEqual(['SF', 'ZTO']);

  await topics.publish('order.received', 'two', {});
  await topics.next('received', 'two');
  expect((await orders.order('two')).status).toBe(RECEIVED);
  await settled('two');
  expect(namesOf('two')).toEqual(['synchronised', 'synchronised', 'completed', 'received']);
});

it('waits with parcels until the order is at WeChat and paid', async () => {
  await dispatch('early', { cup: 1 });
  await eventually(async () => (await shipment('early')).state === 'waiting');
  await orders.place('early', { cup: 1 });
  await orders.tellCreated('early', { cup: 1 });
  await orders.tellPaid('early');
  await topics.next('completed', 'early');
});

it('parks a parcel whose carrier nobody knows, and lets it go when an operator maps it', async () => {
  await orders.paid('flash', { cup: 1 });
  await dispatch('flash', { cup: 1 }, { carrier: { name: '城市闪送' } });
  const { data } = await topics.next('mapping-needed', 'flash');
  expect(data).toMatchObject({ parcelId: 'PK-1', carrier: { name: '城市闪送' } });
  expect((await topics.next('parked', 'flash')).data.problems).toMatchObject([{ code: 'carrier-unknown' }]);
  const metrics = await installation.metrics(SERVICE);
  expect(metrics).toMatch(/tongbu_shipment_unmapped_parcels\{[^}]*\} 1/);

  const path = `carrier-mappings/${encodeURIComponent('城市闪送')}`;
  const ask = (method: 'GET' | 'PUT' | 'DELETE', body?: object) =>
    installation.request(SERVICE, method, path, body);
  expect((await ask('GET')).status).toBe(404);
  const wrong = await ask('PUT', { carrierId: 'NOBODY' });
  expect(wrong.headers.get('content-type')).toContain('application/problem+json');
  expect(await wrong.json()).toMatchObject({ status: 422, detail: expect.stringContaining('NOBODY') });
  expect((await ask('PUT', {})).status).toBe(400);
  const put = await ask('PUT', { carrierId: 'OTHERS' });
  expect([put.status, await put.json()]).toMatchObject([200, { name: '城市闪送', carrierId: 'OTHERS' }]);

  await topics.next('completed', 'flash');
  expect((await orders.order('flash')).parcels).toMatchObject([{ deliveryId: 'OTHERS' }]);
  await settled('flash');
  const { items } = await installation.admin<{ items: object[] }>(SERVICE, 'GET', 'carrier-mappings');
  expect(items).toMatchObject([{ name: '城市闪送', carrierId: 'OTHERS' }]);
  expect([(await ask('DELETE')).status, (await ask('DELETE')).status]).toEqual([204, 404]);
  expect(await callsOf('/shop/delivery/get_company_list')).toBe(1);
});

it('lets nobody map carriers without the key, and describes how it is done', async () => {
  const url = `${installation.url(SERVICE)}/v1`;
  const { status } = await fetch(`${url}/apps/${installation.account.appId}/carrier-mappings/x`, {
    method: 'DELETE',
  });
  expect(status).toBe(401);
  const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: Record<string, object> };
  expect(Object.keys(paths['/v1/apps/{appId}/carrier-mappings/{name}'] ?? {})).toEqual(
    expect.arrayContaining(['get', 'put', 'delete']),
  );
});

it('sends a parcel once although WeChat took it without an answer', async () => {
  await orders.paid('lost', { cup: 1, pot: 1 });
  const struck = await simulator.fault({
    kind: 'applied-but-timed-out',
    path: '/shop/delivery/send',
    ms: 200,
  });
  await dispatch('lost', { cup: 1 });
  await topics.next('synchronised', 'lost');
  expect(await struck()).toBe(1);
  await dispatch('lost', { pot: 1 }, { parcelId: 'PK-2' });
  await topics.next('completed', 'lost');
  expect((await orders.order('lost')).applied.send).toBe(2);
  expect(namesOf('lost')).toEqual(['synchronised', 'synchronised', 'completed']);
});

it('accepts a receipt confirmed inside WeChat, and sends no receipt that comes back from the shop', async () => {
  await orders.paid('inside', { cup: 1 });
  await dispatch('inside', { cup: 1 });
  await topics.next('completed', 'inside');
  await simulator.control('POST', 'orders/inside/confirm');
  await topics.next('received', 'inside');
  const before = await callsOf('/shop/delivery/recieve');
  await topics.publish('received', 'inside', {});
  await eventually(async () => (await shipment('inside')).state === 'settled');
  expect(await callsOf('/shop/delivery/recieve')).toBe(before);
});

it('records no logistics of an order that is picked up', async () => {
  await orders.paid('pick-up', { cup: 1 }, 'pick-up');
  await topics.publish('all-dispatched', 'pick-up', {});
  await topics.next('completed', 'pick-up');
  expect(await orders.order('pick-up')).toMatchObject({ status: SHIPPED, parcels: [] });
  await settled('pick-up');
});

it('tells what cannot be recorded and records the rest', async () => {
  await orders.paid('split', { cup: 2, pot: 1 });
  await dispatch('split', { cup: 1 });
  await dispatch('split', { cup: 1, pot: 1 }, { parcelId: 'PK-2' });
  const { data } = await topics.next('parked', 'split');
  expect(data.problems).toMatchObject([{ code: 'line-in-another-parcel', field: 'parcels.PK-2.lines' }]);
  await inStatus('split', SHIPPED);
});

it('puts a parcel aside that says nothing of its carrier', async () => {
  await dispatch('bad', { cup: 1 }, { carrier: {} });
  const dead = await eventually(() => topics.deadLetters.find(({ key }) => key.endsWith(':bad')) ?? false);
  expect(String(dead.headers['x-tongbu-reason'])).toContain('expected the code or the name of the carrier');
});
