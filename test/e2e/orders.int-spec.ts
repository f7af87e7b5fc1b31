import { wechatCallbackReceived } from '@tongbu/contracts';
import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import { merchantOrder, ordinaryOrder } from '../support/merchant-order';
import { merchantProduct } from '../support/merchant-product';
import type { MerchantTopics } from '../support/merchant-topics';
import type { OtherClient } from '../support/other-client';
import type { SimulatorProcess } from '../support/simulator-process';

const SERVICE = 'order-sync';
const PRODUCT = 'cup';
const ADD = '/shop/order/add';
const GET = '/shop/order/get';
const PAY = 'open_product_order_pay';
const CANCEL = 'open_product_order_cancel';
const ATTRIBUTED = 'open_product_order_analyze';
const UNPAID = 10;
const PAID = 20;
const CANCELLED = 250;

let installation: Installation;
let simulator: SimulatorProcess;
let topics: MerchantTopics;
let other: OtherClient;

beforeAll(async () => {
  installation = await Installation.start({
    services: ['catalog-sync', SERVICE],
    thing: 'order',
    simulator: { auditDelayMs: { min: 50, max: 200 }, attributionDelayMs: 100 },
  });
  ({ simulator, topics } = installation);
  other = installation.otherClient();
  await topics.publish('product.upserted', PRODUCT, merchantProduct(PRODUCT, 1));
  await topics.next('product.listed', PRODUCT, 1, 60_000);
}, 150_000);
afterAll(() => installation?.stop());

interface Row {
  readonly state: string;
  readonly problems: readonly { readonly code: string }[];
  readonly timeline: readonly { readonly type: string; readonly summary: string }[];
}

const place = (id: string, changes: object = {}) =>
  topics.publish('placed', id, merchantOrder(id, PRODUCT, changes));
async function created(id: string, changes: object = {}): Promise<void> {
  await place(id, changes);
  await topics.next('created', id);
}
const reference = (id: string) => ({ out_order_id: id, openid: `oBuyer-${id}` });

/** The buyer opens the cashier with the parameters the shop was given. */
async function openCashier(id: string): Promise<string> {
  await topics.publish('checkout-requested', id, { checkoutId: `c-${id}` });
  const { data } = await topics.next('payment-parameters-ready', id);
  return data.parameters.package.slice('prepay_id='.length);
}

/** ... and pays. */
async function pay(id: string): Promise<void> {
  await simulator.actOnOrder(id, 'pay', { prepayId: await openCashier(id) });
}

/** What was told about an order, oldest first, without repetitions. */
const told = (id: string) => {
  const events = topics.seen.filter(({ subject, name }) => subject === id && !name.includes('.'));
  return [...new Map(events.map((event) => [event.id, event.name])).values()];
};
const row = (id: string) => installation.admin<Row>(SERVICE, 'GET', `orders/${id}`);
const inState = (id: string, state: string) =>
  eventually(async () => {
    const found = await row(id);
    if (found.state === state) return found;
    throw new Error(`${id} is ${found.state}: ${JSON.stringify(found.problems)}`);
  });
/** So many callbacks of a kind have reached the order. */
const heard = (id: string, hint: string, count: number) =>
  eventually(async () => {
    const hints = (await row(id)).timeline
      .filter(({ type }) => type === 'callback')
      .map(({ summary }) => summary);
    if (hints.filter((name) => name === hint).length >= count) return true;
    throw new Error(`${id} has heard ${hints.join(', ') || 'nothing'}`);
  });
const readsOf = async (id: string) =>
  (await simulator.calls()).filter(({ path, requestBody }) => path === GET && requestBody.includes(`"${id}"`))
    .length;
/** A callback as the gateway hands it on, for those that WeChat would send at another time only. */
const callBack = async (event: string, id: string) =>
  topics.publishAs(wechatCallbackReceived.type, [
    {
      subject: id,
      data: {
        event,
        entity: id,
        createTime: new Date().toISOString(),
        body: { out_order_id: id, order_id: (await simulator.order(id)).orderId, cancel_type: '1' },
      },
    },
  ]);
const openCompensations = async () =>
  Number(/tongbu_open_compensations\{[^}]*\} (\d+)/.exec(await installation.metrics(SERVICE))?.[1] ?? 0);

it('creates an order, opens its cashier, and hears that it was paid, with ids as texts', async () => {
  await created('paid', { version: 1 });
  const { orderId } = await simulator.order('paid');
  expect((await topics.next('created', 'paid')).data).toEqual({
    wechatOrderId: orderId,
    merchantVersion: 1,
    openId: 'oBuyer-paid',
    collectedBy: 'component',
    lines: [{ productId: PRODUCT, skuId: `${PRODUCT}-S`, quantity: 2, unitPrice: 5_900, paid: 10_800 }],
    freight: 800,
    total: 11_600,
    deliveryType: 'express',
    required: true,
  });
  expect(Number(orderId)).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
  await pay('paid');
  expect((await topics.next('paid', 'paid')).data).toMatchObject({
    wechatOrderId: orderId,
    collectedBy: 'component',
    transactionId: expect.stringMatching(/^\d+$/),
    paidAt: expect.any(String),
  });
});

it('reports a payment that the merchant collected, once', async () => {
  await topics.publish('placed', 'own', ordinaryOrder('own', PRODUCT));
  await topics.next('created', 'own');
  const transactionId = '4200001500202603020000000009';
  await topics.publish('paid', 'own', { transactionId, paidAt: new Date().toISOString() });
  expect((await topics.next('paid', 'own')).data).toMatchObject({ transactionId, collectedBy: 'merchant' });
  expect(await simulator.order('own')).toMatchObject({ status: PAID, applied: { pay: 1 } });
});

it('has one order of an add that was applied and not answered', async () => {
  const struck = await simulator.fault({ kind: 'applied-but-timed-out', path: ADD, ms: 200 });
  await created('timed-out');
  expect(await struck()).toBe(1);
  await pay('timed-out');
  await topics.next('paid', 'timed-out');
  expect(await simulator.order('timed-out')).toMatchObject({
    status: PAID,
    applied: { add: 1 },
    repeatedAdds: 0,
  });
  expect(told('timed-out').slice(0, 3)).toEqual(['created', 'payment-parameters-ready', 'paid']);
});

it('hears of the payment before WeChat has answered that the order is created', async () => {
  await simulator.fault({ kind: 'latency', path: ADD, ms: 5_000 });
  await place('quick');
  await eventually(() => simulator.order('quick'));
  await other.call('order/getpaymentparams', reference('quick'));
  await simulator.actOnOrder('quick', 'pay');
  expect(told('quick')).toEqual([]);
  await topics.next('paid', 'quick');
  expect(told('quick').slice(0, 2)).toEqual(['created', 'paid']);
  expect((await simulator.order('quick')).applied['add']).toBe(1);
});

it('asks for compensation once when the buyer pays a cancelled order, until the merchant has settled it', async () => {
  await created('late-payer');
  await topics.publish('cancelled', 'late-payer', { reason: 'buyer' });
  await topics.next('cancelled', 'late-payer');
  await simulator.fault({ kind: 'double', event: PAY });
  await simulator.actOnOrder('late-payer', 'pay', { force: true });
  const { data } = await topics.next('compensation-required', 'late-payer');
  expect(data).toMatchObject({
    wechatOrderId: (await simulator.order('late-payer')).orderId,
    collectedBy: 'component',
    amount: 11_600,
  });
  const isOpen = { state: 'parked', problems: [{ code: 'compensation-required' }] };
  expect(await inState('late-payer', 'parked')).toMatchObject(isOpen);
  expect(await openCompensations()).toBe(1);

  const before = await readsOf('late-payer');
  for (const action of ['retry', 'refresh']) {
    await installation.admin(SERVICE, 'POST', `orders/late-payer/${action}`);
  }
  await eventually(async () => (await readsOf('late-payer')) > before);
  expect(await inState('late-payer', 'parked')).toMatchObject(isOpen);

  await topics.publish('compensation-resolved', 'late-payer', { resolution: 'refunded' });
  await eventually(async () => (await openCompensations()) === 0);
  await inState('late-payer', 'settled');
  expect(topics.events('compensation-required', 'late-payer')).toHaveLength(1);
  expect(new Set(told('late-payer').filter((name) => name !== 'attributed'))).toEqual(
    new Set(['created', 'cancelled', 'compensation-required', 'parked']),
  );
});

it('asks for compensation when the buyer was quicker than the cancellation, and goes on when it is delivered', async () => {
  await created('race');
  const prepayId = await openCashier('race');
  // Neither this nor the callback about who brought the sale may make anybody look before the cancellation comes.
  for (const event of [PAY, ATTRIBUTED]) await simulator.fault({ kind: 'drop', event });
  await simulator.actOnOrder('race', 'pay', { prepayId });
  await topics.publish('cancelled', 'race', { reason: 'buyer' });
  await topics.next('compensation-required', 'race');
  expect(await simulator.order('race')).toMatchObject({ status: PAID, applied: { close: 0 } });
  expect(told('race')).not.toContain('paid');
  await topics.publish('compensation-resolved', 'race', { resolution: 'fulfilled' });
  await topics.next('paid', 'race');
  expect(topics.events('compensation-required', 'race')).toHaveLength(1);
  expect(told('race')).not.toContain('cancelled');
});

it('believes no callback that says a paid order is cancelled, and looks itself', async () => {
  await created('contradicted');
  await simulator.fault({ kind: 'contradict', event: PAY });
  await pay('contradicted');
  await topics.next('paid', 'contradicted');
  await heard('contradicted', 'attributed', 1);
  await inState('contradicted', 'settled');

  const before = await readsOf('contradicted');
  await callBack(CANCEL, 'contradicted');
  await eventually(async () => (await readsOf('contradicted')) > before);
  await inState('contradicted', 'settled');
  expect(told('contradicted')).not.toContain('cancelled');
});

it('tells what the buyer does inside WeChat: cancels, or confirms the receipt', async () => {
  await created('given-up');
  await simulator.actOnOrder('given-up', 'cancel');
  expect((await topics.next('cancelled', 'given-up')).data).toMatchObject({ by: 'buyer' });
  expect(await simulator.order('given-up')).toMatchObject({ status: CANCELLED, applied: { close: 0 } });

  await created('inside');
  await pay('inside');
  await topics.next('paid', 'inside');
  await ship('inside');
  await simulator.actOnOrder('inside', 'confirm');
  await topics.next('received', 'inside');
  expect(told('inside').filter((name) => name !== 'attributed')).toEqual([
    'created',
    'payment-parameters-ready',
    'paid',
    'shipped',
    'received',
  ]);
});

/** Another program of the merchant's ships it. */
async function ship(id: string): Promise<void> {
  await other.call('delivery/send', {
    ...reference(id),
    finish_all_delivery: 1,
    ship_done_time: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' '),
    delivery_list: [
      {
        delivery_id: 'SF',
        waybill_id: `SF-${id}`,
        product_info_list: [{ out_product_id: PRODUCT, out_sku_id: `${PRODUCT}-S`, product_cnt: 2 }],
      },
    ],
  });
}

it('tells a payment once whose callback comes twice, late, or after those of what followed', async () => {
  await created('double');
  await simulator.fault({ kind: 'double', event: PAY });
  await pay('double');
  await topics.next('paid', 'double');

  await created('reordered');
  const prepayId = await openCashier('reordered');
  await simulator.fault({ kind: 'reorder', event: PAY, ms: 30_000 });
  await simulator.actOnOrder('reordered', 'pay', { prepayId });
  await ship('reordered');
  await simulator.actOnOrder('reordered', 'confirm');
  await topics.next('received', 'reordered');
  expect(told('reordered').filter((name) => name !== 'attributed')).toEqual([
    'created',
    'payment-parameters-ready',
    'paid',
    'shipped',
    'received',
  ]);

  // Days later, once more, and with nothing that WeChat would have to be asked about.
  await heard('reordered', 'paid', 1);
  await heard('reordered', 'received', 1);
  await heard('reordered', 'attributed', 1);
  await inState('reordered', 'settled');
  const before = await readsOf('reordered');
  await callBack(PAY, 'reordered');
  await callBack(PAY, 'double');
  await callBack('open_product_order_confirm', 'reordered');
  await heard('reordered', 'paid', 2);
  await heard('reordered', 'received', 2);
  await inState('reordered', 'settled');
  expect(await readsOf('reordered')).toBe(before);
  for (const id of ['double', 'reordered']) {
    expect(told(id).filter((name) => name === 'paid')).toHaveLength(1);
  }
});

it('tells who brought a sale: the promoter in a broadcast, or a sharer', async () => {
  const bought = async (id: string, credited: object) => {
    const visit = { openid: `oBuyer-${id}`, ...credited };
    const { traceId } = await simulator.control<{ traceId: string }>('POST', 'trace-ids', visit);
    await created(id, { traceId });
    await pay(id);
    return (await topics.next('attributed', id)).data;
  };
  expect(await bought('by-promoter', { promoterId: 'aB3example', finderNickname: '示例频道' })).toMatchObject(
    {
      promoterId: 'aB3example',
      promoterName: '示例频道',
      sharerOpenId: null,
    },
  );
  expect(await bought('by-sharer', { sharerOpenid: 'oSharerMei01' })).toMatchObject({
    promoterId: null,
    promoterName: null,
    sharerOpenId: 'oSharerMei01',
  });
});

it('finds a payment that no callback told, neither its own nor the one about who brought it', async () => {
  await created('silent');
  const prepayId = await openCashier('silent');
  await simulator.fault({ kind: 'drop', times: 2 });
  await simulator.actOnOrder('silent', 'pay', { prepayId });
  await topics.next('paid', 'silent');
});

it('waits while the component is withdrawn, and goes on when it is open again', async () => {
  await simulator.set('component', { enabled: false });
  await place('closed-shop');
  await inState('closed-shop', 'waiting');
  await simulator.set('component', { enabled: true });
  await topics.next('created', 'closed-shop');
  expect(await simulator.order('closed-shop')).toMatchObject({ status: UNPAID, applied: { add: 1 } });
});

it("never changes a digit of WeChat's ids, in no event", async () => {
  const orders = new Map((await simulator.orders()).map(({ outOrderId, orderId }) => [outOrderId, orderId]));
  const about = topics.seen.filter(({ name, data }) => !name.includes('.') && data.wechatOrderId !== null);
  expect(about.length).toBeGreaterThan(orders.size);
  expect(about.filter(({ subject, data }) => data.wechatOrderId !== orders.get(subject))).toEqual([]);
  expect([...orders.values()].filter((id) => Number.isSafeInteger(Number(id)))).toEqual([]);
  expect(topics.deadLetters).toEqual([]);
});
