import { Installation } from '../support/installation';
import { merchantOrder } from '../support/merchant-order';
import { merchantProduct } from '../support/merchant-product';
import type { MerchantTopics } from '../support/merchant-topics';
import type { SimulatorProcess } from '../support/simulator-process';

const PRODUCT = 'cup';

let installation: Installation;
let simulator: SimulatorProcess;
let topics: MerchantTopics;

jest.setTimeout(60_000);

beforeAll(async () => {
  installation = await Installation.start({
    services: ['catalog-sync', 'order-sync'],
    thing: 'order',
    simulator: { auditDelayMs: { min: 50, max: 200 }, attributionDelayMs: 100 },
  });
  ({ simulator, topics } = installation);
  await topics.publish('product.upserted', PRODUCT, merchantProduct(PRODUCT, 1));
  await topics.next('product.listed', PRODUCT);
});
afterAll(() => installation?.stop());

const place = (id: string, changes: object = {}) =>
  topics.publish('placed', id, merchantOrder(id, PRODUCT, changes));
async function created(id: string, changes: object = {}): Promise<void> {
  await place(id, changes);
  await topics.next('created', id);
}

/** The buyer opens the cashier with the parameters the shop was given, and pays. */
async function pay(id: string): Promise<void> {
  await topics.publish('checkout-requested', id, { checkoutId: `c-${id}` });
  const { data } = await topics.next('payment-parameters-ready', id);
  await simulator.actOnOrder(id, 'pay', { prepayId: data.parameters.package.slice('prepay_id='.length) });
}

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
