import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import type { MerchantTopics } from '../support/merchant-topics';
import type { SimulatorProcess } from '../support/simulator-process';

const SERVICE = 'order-sync';
/** A product shown in a live broadcast of a Channels account. */
const LIVE_SCENE = 1177;
const PAID = 20;
const CANCELLED = 250;

let installation: Installation;
let simulator: SimulatorProcess;
let topics: MerchantTopics;

beforeAll(async () => {
  installation = await Installation.start({
    services: [SERVICE],
    thing: 'order',
    account: { generation: 'first' },
  });
  ({ simulator, topics } = installation);
}, 150_000);
afterAll(() => installation?.stop());

/** An order of a live sale, of products that nobody has uploaded to WeChat. */
function liveOrder(orderId: string, changes: object = {}) {
  const line = (productId: string, quantity: number, unitPrice: number) => ({
    productId,
    skuId: `${productId}-S`,
    quantity,
    unitPrice,
    title: `直播专享 ${productId}`,
    image: 'https://img.shop.example/live.jpg',
    path: `pages/item/index?id=${productId}`,
  });
  return {
    placedAt: new Date().toISOString(),
    buyer: { openId: `oBuyer-${orderId}` },
    path: `pages/order/detail?id=${orderId}`,
    scene: LIVE_SCENE,
    payment: { prepay: { id: `wx-${orderId}`, at: new Date().toISOString() } },
    lines: [line('live-cup', 2, 4_500), line('live-pot', 1, 3_000)],
    freight: 800,
    discount: 1_200,
    total: 11_600,
    delivery: {
      type: 'express',
      address: { receiverName: '林小满', phone: '13000004471', detail: '示例路 12 号' },
    },
    ...changes,
  };
}
interface FirstOrder {
  readonly status: number;
  readonly generation: string;
  readonly content: any;
  readonly ticket: { readonly text: string; readonly used: boolean } | null;
  readonly payment: { readonly transactionId: string } | null;
  readonly applied: Readonly<Record<string, number>>;
}
const orderAt = (id: string) => simulator.control<FirstOrder>('GET', `orders/${id}`);
const namesOf = (id: string) => [
  ...new Map(
    topics.seen.filter(({ subject }) => subject === id).map((event) => [event.id, event.name]),
  ).values(),
];

it('takes an order of a live sale with products that were never uploaded from its scene to its payment', async () => {
  const scene = await installation.admin('order-sync' as const, 'POST', 'scene-checks', {
    scene: LIVE_SCENE,
  });
  expect(scene).toMatchObject({ scene: LIVE_SCENE, mustPush: true });

  await topics.publish('placed', 'live', liveOrder('live'));
  const { data } = await topics.next('created', 'live');
  const created = await orderAt('live');
  expect(data).toMatchObject({
    collectedBy: 'merchant',
    total: 11_600,
    ticket: created.ticket?.text,
    ticketExpiresAt: expect.any(String),
  });
  expect(created).toMatchObject({ generation: 'first', content: { scene: LIVE_SCENE } });
  expect(created.content).not.toHaveProperty('fund_type');
  // What is paid for one piece, and not for the line.
  const lines = created.content.order_detail.product_infos;
  expect(
    lines.map(({ product_cnt, sale_price, real_price }: any) => [product_cnt, sale_price, real_price]),
  ).toEqual([
    [2, 4_500, 4_050],
    [1, 3_000, 2_700],
  ]);

  await simulator.actOnOrder('live', 'use-ticket');
  const transactionId = '4200001500202603020000000009';
  await topics.publish('paid', 'live', { transactionId, paidAt: new Date().toISOString() });
  expect((await topics.next('paid', 'live')).data).toMatchObject({ transactionId, collectedBy: 'merchant' });
  expect(await orderAt('live')).toMatchObject({
    status: PAID,
    payment: { transactionId },
    applied: { add: 1, pay: 1 },
  });
  expect(namesOf('live')).toEqual(['created', 'paid']);
});

it('checks a buyer out by request, who is paid by the merchant', async () => {
  const answer = await installation.request(
    SERVICE,
    'POST',
    'checkouts',
    { orderId: 'asked', ...liveOrder('asked') },
    { prefer: 'wait=10' },
  );
  expect([answer.status, await answer.json()]).toEqual([
    201,
    {
      orderId: 'asked',
      wechatOrderId: expect.stringMatching(/^\d+$/),
      collectedBy: 'merchant',
      expiresAt: null,
      paymentParameters: null,
    },
  ]);
});

it('has one order of an add that was applied and not answered, where a second one would overwrite it', async () => {
  const struck = await simulator.fault({ kind: 'applied-but-timed-out', path: '/shop/order/add', ms: 200 });
  await topics.publish('placed', 'timed-out', liveOrder('timed-out'));
  await topics.next('created', 'timed-out');
  expect(await struck()).toBe(1);
  expect(await simulator.order('timed-out')).toMatchObject({ applied: { add: 1 }, repeatedAdds: 0 });
});

it('ends an order that was not paid, with the reason that the merchant gives', async () => {
  await topics.publish('placed', 'given-up', liveOrder('given-up'));
  await topics.next('created', 'given-up');
  await topics.publish('cancelled', 'given-up', { reason: 'payment-failed' });
  await topics.next('cancelled', 'given-up');
  expect(await orderAt('given-up')).toMatchObject({ status: CANCELLED, applied: { pay: 1 } });
});

it('parks an order whose discount cannot be told piece by piece, and loses no fen', async () => {
  await topics.publish(
    'placed',
    'uneven',
    liveOrder('uneven', {
      lines: liveOrder('uneven').lines.slice(0, 1),
      discount: 1,
      total: 9_799,
    }),
  );
  const { data } = await topics.next('parked', 'uneven');
  expect(data.problems).toHaveLength(1);
  expect(data.problems[0].message).toMatch(/piece|divide/);
  await expect(orderAt('uneven')).rejects.toThrow('404');
});

it('tells that price and address cannot be changed in the first generation', async () => {
  await topics.publish('placed', 'fixed', liveOrder('fixed'));
  await topics.next('created', 'fixed');
  await topics.publish('address-changed', 'fixed', {
    version: 2,
    address: { receiverName: '林', phone: '13000000000', detail: '示例路 14 号' },
  });
  const { data } = await topics.next('parked', 'fixed');
  expect(data.problems).toMatchObject([{ code: 'address-change-not-offered' }]);
  await eventually(async () => (await orderAt('fixed')).applied['updateAddress'] === 0);
});
