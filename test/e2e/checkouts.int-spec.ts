import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import { merchantOrder, ordinaryOrder } from '../support/merchant-order';
import { merchantProduct } from '../support/merchant-product';
import type { MerchantTopics } from '../support/merchant-topics';
import type { SimulatorProcess } from '../support/simulator-process';

const PRODUCT = 'cup';
const ADD = '/shop/order/add';

let installation: Installation;
let simulator: SimulatorProcess;
let topics: MerchantTopics;

beforeAll(async () => {
  installation = await Installation.start({
    services: ['catalog-sync', 'order-sync'],
    thing: 'order',
    simulator: { auditDelayMs: { min: 50, max: 200 } },
  });
  ({ simulator, topics } = installation);
  await topics.publish('product.upserted', PRODUCT, merchantProduct(PRODUCT, 1));
  await topics.next('product.listed', PRODUCT, 1, 60_000);
  // order-sync may hear of it a moment later than we do.
  await eventually(async () => expect((await checkOut(orderOf('first'))).status).toBe(201));
}, 150_000);
afterAll(() => installation?.stop());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

/** A shop's own client: it knows the address, the key and what the documentation says, and nothing else. */
async function ask(
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const url = new URL(path, `${installation.url('order-sync')}/v1/apps/${installation.account.appId}/`);
  const answer = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${installation.account.apiKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}
const checkOut = (order: object, wait = 10) => ask('POST', 'checkouts', order, { prefer: `wait=${wait}` });
const orderOf = (orderId: string, changes: object = {}) => ({
  orderId,
  ...merchantOrder(orderId, PRODUCT, changes),
});
/** What a problem is, after RFC 9457. */
const codeOf = ({ body }: Answer): string => body.type.replace('urn:tongbu:problem:', '');
const prepayOf = ({ body }: Answer): string => body.paymentParameters.package.slice('prepay_id='.length);

it('checks a buyer out in one request, whose parameters open the cashier', async () => {
  const order = orderOf('one');
  const first = await checkOut(order);
  const { orderId } = await simulator.order('one');
  expect([first.status, first.body]).toEqual([
    201,
    {
      orderId: 'one',
      wechatOrderId: orderId,
      collectedBy: 'component',
      expiresAt: expect.any(String),
      paymentParameters: {
        timeStamp: expect.stringMatching(/^\d{10}$/),
        nonceStr: expect.stringMatching(/^.{1,32}$/),
        package: expect.stringMatching(/^prepay_id=.+/),
        paySign: expect.any(String),
        signType: 'RSA',
      },
    },
  ]);
  expect(first.headers.get('preference-applied')).toBe('wait=10');

  const again = await checkOut(order);
  expect([again.status, again.body.wechatOrderId]).toEqual([201, orderId]);
  expect(prepayOf(again)).not.toBe(prepayOf(first));
  const later = await ask('POST', 'orders/one/payment-parameters');
  expect([later.status, later.headers.get('cache-control')]).toEqual([200, 'no-store']);

  await simulator.actOnOrder('one', 'pay', { prepayId: prepayOf(later) });
  await topics.next('paid', 'one');
  const status = await ask('GET', first.headers.get('location') ?? '');
  expect([status.status, status.body]).toMatchObject([200, { state: 'paid', wechatOrderId: orderId }]);
  for (const refused of [await checkOut(order), await ask('POST', 'orders/one/payment-parameters')]) {
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect([refused.status, codeOf(refused)]).toEqual([409, 'checkout-paid']);
  }
  expect(await simulator.order('one')).toMatchObject({ applied: { add: 1 }, repeatedAdds: 0 });
  expect(topics.events('created', 'one')).toHaveLength(1);
});

it('leaves an order the merchant collects for without parameters', async () => {
  const answer = await checkOut({ orderId: 'own', ...ordinaryOrder('own', PRODUCT) });
  expect([answer.status, answer.body]).toMatchObject([
    201,
    { collectedBy: 'merchant', paymentParameters: null },
  ]);
});

it('answers 202 when it takes too long, and tells where to look', async () => {
  await simulator.fault({ kind: 'latency', path: ADD, ms: 2_000 });
  const order = orderOf('slow');
  const answer = await checkOut(order, 0);
  expect([answer.status, answer.body]).toMatchObject([202, { orderId: 'slow', state: 'creating' }]);
  const location = answer.headers.get('location') ?? '';
  await eventually(async () => (await ask('GET', location)).body.state === 'created');
  expect((await checkOut(order)).status).toBe(201);
  expect((await simulator.order('slow')).applied['add']).toBe(1);
});

it('finds an order whose creation got no answer, while the buyer waits', async () => {
  const struck = await simulator.fault({ kind: 'applied-but-timed-out', path: ADD, ms: 300 });
  expect((await checkOut(orderOf('lost'))).status).toBe(201);
  expect(await struck()).toBe(1);
  expect(await simulator.order('lost')).toMatchObject({ applied: { add: 1 }, repeatedAdds: 0 });
});

it('refuses other contents under an id in use, and an order that cannot be, with every reason', async () => {
  const order = orderOf('same');
  expect((await checkOut(order)).status).toBe(201);
  const differs = await checkOut({ ...order, path: 'pages/another' });
  expect([differs.status, codeOf(differs), differs.body.field]).toEqual([409, 'order-differs', 'orderId']);

  const wrong = await checkOut(orderOf('wrong', { total: 1, aftersaleDays: 3 }));
  expect([wrong.status, codeOf(wrong)]).toEqual([422, 'parked']);
  expect(wrong.body.problems).toMatchObject([
    { code: 'total-does-not-balance', message: expect.any(String), messageZh: expect.any(String) },
    { code: 'aftersale-days' },
  ]);
  expect((await ask('GET', 'checkouts/wrong')).body).toMatchObject({ state: 'parked' });
  const { buyer: _, ...nobody } = orderOf('nobody');
  const malformed = await checkOut(nobody);
  expect([malformed.status, malformed.body.detail]).toEqual([400, expect.stringContaining('buyer')]);
  expect((await ask('GET', 'checkouts/nobody')).status).toBe(404);
  expect((await ask('POST', 'orders/nobody/payment-parameters')).status).toBe(404);
});

it('opens no cashier for an order that the merchant has cancelled', async () => {
  expect((await checkOut(orderOf('off'))).status).toBe(201);
  await topics.publish('cancelled', 'off', { reason: 'buyer' });
  await topics.next('cancelled', 'off');
  const refused = await ask('POST', 'orders/off/payment-parameters');
  expect([refused.status, codeOf(refused)]).toEqual([409, 'checkout-cancelled']);
  expect((await simulator.order('off')).applied['paymentParameters']).toBe(1);
});

it('checks a scene, and asks WeChat once', async () => {
  const check = (scene: number) => ask('POST', 'scene-checks', { scene });
  expect((await check(1177)).body).toEqual({ scene: 1177, mustPush: true, requiredFundType: 2 });
  expect((await check(1177)).body).toEqual({ scene: 1177, mustPush: true, requiredFundType: 2 });
  expect((await check(1001)).body).toEqual({ scene: 1001, mustPush: false, requiredFundType: null });
  const asked = (await simulator.calls()).filter(({ path }) => path === '/shop/scene/check');
  expect(asked).toHaveLength(2);
  const { status, body } = await ask('POST', 'scene-checks', { scene: 'live' });
  expect([status, body.detail]).toEqual([400, expect.stringContaining('scene')]);
});

it.each([
  ['POST', 'checkouts'],
  ['GET', 'checkouts/one'],
  ['POST', 'orders/one/payment-parameters'],
  ['POST', 'scene-checks'],
] as const)('lets nobody %s %s without the key of the mini program', async (method, path) => {
  const wrong = { authorization: 'Bearer wrong' };
  const body = method === 'POST' ? {} : undefined;
  const answer = await ask(method, path, body, wrong);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    401,
    expect.stringContaining('application/problem+json'),
  ]);
});

it('describes all of it', async () => {
  const { paths } = (await (await fetch(`${installation.url('order-sync')}/v1/openapi.json`)).json()) as {
    paths: Record<string, object>;
  };
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining([
      '/v1/apps/{appId}/checkouts',
      '/v1/apps/{appId}/checkouts/{orderId}',
      '/v1/apps/{appId}/orders/{orderId}/payment-parameters',
      '/v1/apps/{appId}/scene-checks',
    ]),
  );
});

it('shows an operator nothing of the buyer, and writes nothing of the parameters down', async () => {
  const shown = JSON.stringify((await ask('GET', 'orders/one')).body);
  for (const secret of ['oBuyer-one', '13000004471', '林小满', '示例路 12 号', 'prepay_id=']) {
    expect(shown).not.toContain(secret);
  }
  expect(installation.logs()).not.toMatch(/oBuyer-one|13000004471|prepay_id=wx/);
});
