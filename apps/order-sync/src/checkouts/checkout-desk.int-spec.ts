import { eventually } from '@tongbu/testing';
import { merchantOrder, orderPlaced, type MerchantOrder } from '@tongbu/contracts';
import { APP, OrderKit } from '../testing/order-kit';

const { version: _, ...sample } = orderPlaced.sample;
let kit: OrderKit;

beforeAll(async () => {
  kit = await OrderKit.open();
});
afterAll(() => kit?.close(), 30_000);
afterEach(() => jest.restoreAllMocks());

function order(changes: object = {}): MerchantOrder {
  const expiresAt = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 3_600_000).toISOString();
  return merchantOrder.parse({ ...sample, expiresAt, ...changes });
}
const within = (seconds: number) => kit.clock.monotonic() + seconds * 1000;
const checkOut = (id: string, wanted = order(), seconds = 10) =>
  kit.desk.checkOut(APP, id, wanted, within(seconds));
const parametersOf = (id: string, seconds = 10) => kit.desk.paymentParameters(APP, id, within(seconds));

it('creates an order and opens its cashier, with the events that its placing has', async () => {
  const result = await checkOut('C-1', order({ version: 3 }));
  expect(result).toMatchObject({
    kind: 'created',
    order: { orderId: 'C-1', collectedBy: 'component' },
    parameters: { package: expect.stringMatching(/^prepay_id=./) },
  });
  expect(await kit.told('C-1')).toMatchObject([{ name: 'created', data: { merchantVersion: 3 } }]);
  const { timeline = [] } = (await kit.orders.admin.find(APP, 'C-1')) ?? {};
  expect(timeline.map(({ summary }) => summary)).toEqual([
    'merchant.order.placed.v1',
    'check-products: fact',
    'add: fact',
  ]);
});

it('answers the same request again with the same order and fresh parameters', async () => {
  const wanted = order();
  const [first, second] = [await checkOut('C-2', wanted), await checkOut('C-2', wanted)];
  if (first.kind !== 'created' || second.kind !== 'created') throw new Error('not created');
  expect(second.order).toEqual(first.order);
  expect(second.parameters?.package).not.toBe(first.parameters?.package);
  expect((await kit.row('C-2'))?.generation).toBe(1);
});

it('creates one order for many requests at once', async () => {
  const before = kit.wechat.adds;
  const wanted = order();
  const results = await Promise.all(Array.from({ length: 12 }, () => checkOut('C-3', wanted)));
  expect(new Set(results.map((result) => result.kind))).toEqual(new Set(['created']));
  expect(kit.wechat.adds).toBe(before + 1);
});

it('refuses other contents under an id that is in use, also by an event, and takes the same ones', async () => {
  const wanted = order();
  await checkOut('C-4', wanted);
  expect(await checkOut('C-4', order({ path: 'pages/other' }))).toEqual({ kind: 'differs' });
  await kit.events.orders.placed(kit.event('C-5', wanted));
  expect(await checkOut('C-5', order({ path: 'pages/other' }))).toEqual({ kind: 'differs' });
  expect(await checkOut('C-5', wanted)).toMatchObject({ kind: 'created' });
  await kit.events.orders.placed(kit.event('C-5', order({ path: 'pages/later' })));
  expect(await checkOut('C-5', wanted)).toEqual({ kind: 'differs' });
});

it('answers every reason for which an order cannot be taken, and spends no call', async () => {
  const before = kit.wechat.adds;
  const result = await checkOut('C-6', order({ total: 1, aftersaleDays: 3 }));
  expect(result).toMatchObject({
    kind: 'parked',
    problems: [{ code: 'total-does-not-balance' }, { code: 'aftersale-days' }],
  });
  expect(kit.wechat.adds).toBe(before);
});

it('does not wait longer than the caller, while the order gets there, and has it then', async () => {
  let letGo: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const add = kit.wechat.add.bind(kit.wechat);
  jest.spyOn(kit.wechat, 'add').mockImplementation(async (...args) => {
    await gate;
    return add(...args);
  });
  const wanted = order();
  expect(await checkOut('C-7', wanted, 0.3)).toEqual({ kind: 'pending' });
  letGo();
  await eventually(async () => (await kit.names('C-7')).includes('created'));
  expect(await checkOut('C-7', wanted)).toMatchObject({ kind: 'created', parameters: expect.anything() });
});

it('says that the order is there when only its parameters are late', async () => {
  jest.spyOn(kit.wechat, 'paymentParameters').mockImplementation(() => new Promise(() => undefined));
  const wanted = order();
  expect(await checkOut('C-8', wanted, 0.5)).toMatchObject({ kind: 'pending', order: { orderId: 'C-8' } });
  expect(await parametersOf('C-8', 0.2)).toEqual({ kind: 'late' });
});

it('finds an order whose creation got no answer within the time of the caller', async () => {
  kit.wechat.faults.inject('lost-answer', 0);
  expect(await checkOut('C-9')).toMatchObject({ kind: 'created' });
  expect(kit.wechat.addsRepeated).toBe(0);
});

it('opens the cashier again, with other parameters each time, and keeps none of them', async () => {
  await checkOut('C-10');
  const [first, second] = [await parametersOf('C-10'), await parametersOf('C-10')];
  if (first.kind !== 'ready' || second.kind !== 'ready') throw new Error('not ready');
  expect(first.parameters.nonceStr).not.toBe(second.parameters.nonceStr);
  const kept = await kit.database.query(`SELECT 1 FROM sync_rows WHERE sync_rows::text LIKE '%nonce-%'`);
  const told = await kit.database.query(
    `SELECT 1 FROM sync_timeline WHERE sync_timeline::text LIKE '%nonce-%' UNION ALL SELECT 1 FROM outbox WHERE payload LIKE '%nonce-%'`,
  );
  expect([kept, told]).toEqual([[], []]);
});

it.each<[string, (id: string) => unknown, string]>([
  [
    'cancelled by the merchant only',
    (id) => kit.events.orders.cancelled(kit.event(id, { reason: 'buyer' })),
    'checkout-cancelled',
  ],
  // No callback comes: the refusal makes the order be read.
  ['paid, as WeChat alone knows', (id) => kit.wechat.happen(id, 'pay'), 'checkout-paid'],
  ['cancelled inside WeChat', (id) => kit.wechat.happen(id, 'cancel'), 'checkout-cancelled'],
])('opens no cashier for an order that is %s', async (what, happen, code) => {
  const id = `O-${what.length}`;
  await checkOut(id);
  await happen(id);
  expect(await parametersOf(id)).toMatchObject({ kind: 'over', problem: { code } });
  expect(await checkOut(id, order())).toMatchObject({ kind: 'over', problem: { code } });
});

it('opens no cashier for an order the merchant collects for, or that nobody has placed', async () => {
  const prepay = { id: 'wx14', at: new Date().toISOString() };
  const result = await checkOut('M-1', order({ payment: { requiredFundType: 0, prepay } }));
  expect(result).toMatchObject({ kind: 'created', order: { collectedBy: 'merchant' } });
  expect(result).not.toHaveProperty('parameters');
  expect(await parametersOf('M-1')).toMatchObject({ kind: 'created', order: { collectedBy: 'merchant' } });
  expect(await parametersOf('nobody')).toEqual({ kind: 'unknown-order' });
});

it('asks WeChat about a scene once', async () => {
  const check = jest.spyOn(kit.wechat, 'checkScene');
  const call = { appId: APP, lane: 'checkout' as const, notAfter: within(5) };
  const answers = [
    await kit.scenes.check(call, 1177),
    await kit.scenes.check(call, 1177),
    await kit.scenes.check(call, 1),
  ];
  expect(answers).toMatchObject([
    { kind: 'answered', value: { mustPush: true, requiredFundType: 1 } },
    { kind: 'answered', value: { mustPush: true, requiredFundType: 1 } },
    { kind: 'answered', value: { mustPush: false, requiredFundType: null } },
  ]);
  expect(check).toHaveBeenCalledTimes(2);
});
