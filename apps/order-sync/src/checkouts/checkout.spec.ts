import { merchantOrderAt, ordinaryOrderAt, OrderWorld, ORDER_ID } from '../testing/order-world';
import { standingOf, standingOfPlaced, viewOf, type OrderRow } from './checkout';
import { waitOf } from './checkout.request';

let world: OrderWorld;
beforeEach(() => {
  world = new OrderWorld();
});

function row(): OrderRow {
  if (world.row === undefined) throw new Error('there is no row');
  return world.row;
}
const standing = () => standingOf(row(), world.clock.now());

it("is created with WeChat's id, and by whom it is collected", async () => {
  world.place(merchantOrderAt());
  expect(standing()).toEqual({ kind: 'pending' });
  await world.drive();
  expect(standing()).toMatchObject({
    kind: 'created',
    order: { orderId: ORDER_ID, wechatOrderId: expect.stringMatching(/^\d+$/), collectedBy: 'component' },
  });
  expect(viewOf(row(), world.clock.now())).toMatchObject({
    state: 'created',
    cancelled: false,
    problems: [],
  });
});

it('is created without a cashier where the merchant collects', async () => {
  world.place(ordinaryOrderAt());
  await world.drive();
  expect(standing()).toMatchObject({ kind: 'created', order: { collectedBy: 'merchant' } });
});

it('is parked with every reason, until other contents are planned', async () => {
  world.place(merchantOrderAt({ total: 1, delivery: { type: 'none' } }));
  await world.drive();
  expect(standing()).toMatchObject({ kind: 'parked' });
  expect(viewOf(row(), world.clock.now()).problems.map(({ code }) => code)).toEqual([
    'delivery-not-express',
    'total-does-not-balance',
    'address-missing',
  ]);
  world.place(merchantOrderAt());
  expect(standing()).toEqual({ kind: 'pending' });
});

it('is pending while the order may still arrive at WeChat', async () => {
  world.place(merchantOrderAt());
  world.wechat.faults.inject('lost-request', 0);
  await world.drive();
  await world.comeBack();
  expect(row().observed?.existence).toBe('unclear');
  expect(standing()).toEqual({ kind: 'pending' });
});

it.each<[string, () => unknown, string, string]>([
  ['paid', () => world.wechat.happen(ORDER_ID, 'pay'), 'checkout-paid', 'paid'],
  ['cancelled inside WeChat', () => world.wechat.happen(ORDER_ID, 'cancel'), 'checkout-cancelled', 'over'],
  ['out of time', () => world.clock.advance(3_600_000), 'checkout-expired', 'over'],
])('is over when it is %s', async (_what, happen, code, state) => {
  world.place(merchantOrderAt());
  await world.drive();
  happen();
  world.hint('refresh');
  await world.drive();
  expect(standing()).toMatchObject({ kind: 'over', problem: { code } });
  expect(viewOf(row(), world.clock.now())).toMatchObject({ state, problems: [{ code }] });
});

it('is over as soon as the merchant has cancelled it, whatever WeChat says', async () => {
  world.place(merchantOrderAt());
  await world.drive();
  world.cancel();
  expect(standing()).toMatchObject({ kind: 'over', problem: { code: 'checkout-cancelled' } });
  expect(viewOf(row(), world.clock.now())).toMatchObject({ state: 'over', cancelled: true });
});

it('is another order when the contents are others', async () => {
  world.place(merchantOrderAt());
  await world.drive();
  const same = merchantOrderAt();
  expect(standingOfPlaced(row(), same, world.clock.now()).kind).toBe('created');
  expect(standingOfPlaced(row(), { ...same, path: 'pages/other' }, world.clock.now()).kind).toBe('differs');
});

it.each([
  [undefined, 3],
  ['', 3],
  ['wait=0', 0],
  ['wait=7', 7],
  ['respond-async, wait=5', 5],
  ['wait = "2"', 2],
  ['wait=600', 10],
  ['wait=soon', 3],
  ['swait=1', 3],
])('Prefer: %p waits %d seconds', (prefer, seconds) => {
  expect(waitOf(prefer)).toBe(seconds);
});
