import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import { merchantProduct } from '../support/merchant-product';
import { BUYER } from '../support/sold-orders';

let installation: Installation;

beforeAll(async () => {
  installation = await Installation.start({
    services: ['catalog-sync', 'order-sync', 'logistics-sync'],
    thing: 'order',
    simulator: { auditDelayMs: { min: 20, max: 50 } },
  });
});
afterAll(() => installation?.stop());

it('takes an order from its product to the receipt, each step told by the service it belongs to', async () => {
  const { simulator, topics } = installation;
  await topics.publish('product.upserted', 'cup', merchantProduct('cup', 1));
  await topics.next('product.approved', 'cup');
  const { traceId } = await simulator.control<{ traceId: string }>('POST', 'trace-ids', { openid: BUYER });
  const line = { productId: 'cup', skuId: 'cup-S', quantity: 2 };

  // The warehouse is quicker than the news.
  await topics.publish('shipment.parcel-dispatched', 'T1', {
    parcelId: 'PK-1',
    carrier: { name: '顺丰速运' },
    waybill: 'SF100200300',
    lines: [line],
    dispatchedAt: new Date().toISOString(),
  });
  await topics.publish('placed', 'T1', {
    version: 1,
    placedAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    buyer: { openId: BUYER },
    path: 'pages/order?id=T1',
    payment: { requiredFundType: 1 },
    traceId,
    lines: [
      {
        ...line,
        unitPrice: 5_900,
        title: merchantProduct('cup', 1).title,
        image: 'https://img.shop.example/cup/cover.jpg',
        path: 'pages/item/index?id=cup',
      },
    ],
    total: 11_800,
    delivery: {
      type: 'express',
      address: { receiverName: '林', phone: '13000000000', detail: '示例路 12 号' },
    },
  });
  await topics.next('created', 'T1');
  await topics.publish('checkout-requested', 'T1', { checkoutId: 'c-1' });
  await topics.next('payment-parameters-ready', 'T1');
  await simulator.control('POST', 'orders/T1/pay', {});
  await topics.next('paid', 'T1');
  expect((await topics.next('shipment.synchronised', 'T1')).data).toMatchObject({ carrierId: 'SF' });
  await topics.next('shipment.completed', 'T1');
  expect((await topics.next('shipped', 'T1')).data).toMatchObject({ complete: true });

  await topics.publish('received', 'T1', {});
  await topics.next('shipment.received', 'T1');
  await topics.next('received', 'T1');
  // A shop that takes our news for its own.
  await topics.publish('received', 'T1', {});
  await eventually(async () => {
    const { state, timeline } = await installation.admin<{
      state: string;
      timeline: readonly { summary: string }[];
    }>('logistics-sync', 'GET', 'shipments/T1');
    const taken = timeline.filter(({ summary }) => summary === 'merchant.order.received.v1');
    return state === 'settled' && taken.length === 2;
  });
  const order = await simulator.control<{ status: number; applied: object }>('GET', 'orders/T1');
  expect(order).toMatchObject({ status: 100, applied: { send: 1, receive: 1 } });
  expect(topics.seen.filter(({ name }) => name.endsWith('parked'))).toEqual([]);
  expect(topics.deadLetters).toEqual([]);
});
