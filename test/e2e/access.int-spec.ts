import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import { merchantOrder } from '../support/merchant-order';
import { merchantProduct } from '../support/merchant-product';
import type { MerchantTopics } from '../support/merchant-topics';
import type { SimulatorProcess } from '../support/simulator-process';

const PRODUCT = 'cup';
const ACCOUNT = {
  serviceChannels: ['wechat'],
  returnAddress: {
    receiverName: '林青',
    phone: '13000000001',
    province: '浙江省',
    city: '杭州市',
    town: '西湖区',
    detail: '示例路 1 号',
  },
};
const LONG = 60_000;

interface Line {
  readonly step: string;
  readonly state: string;
  readonly source: string | null;
  readonly problems: readonly { readonly message: string; readonly fix: string }[];
}

let installation: Installation;
let simulator: SimulatorProcess;
let topics: MerchantTopics;
let app: string;
let wishes = 0;

jest.setTimeout(240_000);

beforeAll(async () => {
  installation = await Installation.start({
    services: ['access-sync', 'catalog-sync', 'order-sync', 'logistics-sync', 'aftersale-sync'],
    thing: 'access',
    env: { CONFIRM_WITHIN_HOURS: '0.005' },
    simulator: {
      access: 'new',
      subMerchant: 'open',
      auditDelayMs: { min: 50, max: 200 },
      attributionDelayMs: 100,
      auditRules: [{ match: { sceneGroup: 1 }, verdict: 'reject', reason: '客服未开启' }],
    },
  });
  ({ simulator, topics } = installation);
  app = installation.account.appId;
}, 240_000);
afterAll(() => installation?.stop());

const act = (path: string, body: object = {}) => simulator.control<unknown>('POST', path, body);
const next = (name: string, count = 1) => topics.next(name, app, count, LONG);
async function want(): Promise<void> {
  wishes += 1;
  await topics.publish('wanted', app, { version: wishes, scenes: [1], account: ACCOUNT });
  await next('applied', wishes);
}
const declare = (declaration: string) => topics.publish('step-declared', app, { declaration });
const lines = async () => (await installation.admin<{ steps: Line[] }>('access-sync', 'GET', 'steps')).steps;
const done = async () => (await lines()).filter(({ state }) => state === 'done').map(({ step }) => step);
const stepDone = (step: string) =>
  eventually(
    async () => {
      const told = topics.events('step-done', app).map(({ data }) => data.step);
      if (!told.includes(step))
        throw new Error(`${step} is not done, but ${told.join(', ')}: ${JSON.stringify(await lines())}`);
    },
    { timeoutMs: LONG },
  );
const submittedScenes = async () =>
  (await simulator.calls())
    .toReversed()
    .filter(({ path, errcode }) => /spu\/(add|update)$/.test(path) && errcode === 0)
    .map(({ requestBody }) => (JSON.parse(requestBody) as { scene_group_list: number[] }).scene_group_list);

/** Placed, created and paid in the cashier. */
async function sell(id: string, payment: object): Promise<void> {
  await topics.publish('order.placed', id, merchantOrder(id, PRODUCT, { payment }));
  await topics.next('order.created', id, 1, LONG);
  await topics.publish('order.checkout-requested', id, { checkoutId: `c-${id}` });
  const { data } = await topics.next('order.payment-parameters-ready', id, 1, LONG);
  await simulator.actOnOrder(id, 'pay', { prepayId: data.parameters.package.slice('prepay_id='.length) });
  await topics.next('order.paid', id, 1, LONG);
}
const ship = (id: string) =>
  topics.publish('shipment.parcel-dispatched', id, {
    version: 1,
    parcelId: `PK-${id}`,
    carrier: { code: 'SF' },
    waybill: `SF-${id}`,
    lines: [{ productId: PRODUCT, skuId: `${PRODUCT}-S`, quantity: 2 }],
    dispatchedAt: new Date().toISOString(),
  });

it('1.1: says that nobody confirmed, that the application was withdrawn, and goes on when it is confirmed, over a kill -9', async () => {
  await want();
  expect((await next('refused')).data).toMatchObject({ cause: 'not-confirmed' });
  expect((await lines())[0]).toMatchObject({ step: '1.1', state: 'failed' });
  await act('access/lapse');

  await want();
  await act('access/withdraw');
  expect((await next('refused', 2)).data).toMatchObject({ cause: 'withdrawn' });

  await want();
  await installation.killOnly('access-sync');
  await act('access/confirm');
  await installation.startAgain('access-sync');
  await next('opened');
  await stepDone('1.1');
  expect(topics.events('scenes-observed', app).map(({ data }) => data.open)).toEqual([[]]);
});

it('2.1 to 2.5: declares what WeChat has seen succeed, and sends no scene before one is open', async () => {
  await declare('merchant-number');
  await stepDone('2.1');
  await topics.publish('product.upserted', PRODUCT, merchantProduct(PRODUCT, 1));
  await topics.next('product.listed', PRODUCT, 1, LONG);
  await stepDone('2.2');
  expect(await submittedScenes()).toEqual([[]]);

  await sell('trial', { collectedBy: 'component' });
  await stepDone('2.3');
  await ship('trial');
  await stepDone('2.4');

  await topics.publish('aftersale.opened', 'claim', {
    version: 1,
    orderId: 'trial',
    type: 'refund',
    line: { productId: PRODUCT, skuId: `${PRODUCT}-S`, quantity: 2 },
    amount: 10_800,
    reason: { text: '不想要了', code: 3 },
  });
  await topics.next('aftersale.requested', 'claim', 1, LONG);
  await installation.kill('access-sync');
  await topics.publish('aftersale.refund-accepted', 'claim', {});
  await stepDone('2.5');
});

it('2.6 and 2.7: wait for somebody to say so', async () => {
  expect((await lines()).find(({ step }) => step === '2.6')?.state).toBe('waiting-for-you');
  await declare('tested');
  await stepDone('2.6');
  await declare('cashier-changed');
  await act('access/release');
  const answer = await installation.request('access-sync', 'POST', 'declarations', {
    declaration: 'released',
  });
  expect(answer.status).toBe(202);
  await stepDone('2.7');
});

it("3.1: tells WeChat's reason for refusing the scene, applies again, and has products carry it when it is open", async () => {
  expect((await next('scene-refused')).data).toMatchObject({ sceneId: 1, reason: '客服未开启' });
  expect((await lines()).find(({ step }) => step === '3.1')).toMatchObject({ state: 'failed' });
  await simulator.set('audit-rules', []);
  await topics.publish('scene-wanted', app, { sceneId: 1 });
  await next('scene-opened');
  await stepDone('3.1');
  await eventually(async () => expect((await submittedScenes()).at(-1)).toEqual([1]), { timeoutMs: LONG });
  expect(await submittedScenes()).toHaveLength(2);
});

it('3.2: knows that scenes are asked about', async () => {
  for (const scene of [1177, 1001]) {
    await installation.admin('order-sync', 'POST', 'scene-checks', { scene });
  }
  await stepDone('3.2');
});

it('4.1 to 4.5: follows the first sale to its end', async () => {
  await sell('first', { requiredFundType: 1 });
  await ship('first');
  await topics.next('order.shipped', 'first', 1, LONG);
  await simulator.actOnOrder('first', 'confirm');
  await topics.next('order.received', 'first', 1, LONG);
  await simulator.actOnOrder('first', 'settle');
  await stepDone('4.5');
  expect(await done()).toHaveLength(15);
  const steps = topics.events('step-done', app).map(({ data }) => data.step as string);
  expect(steps).toHaveLength(15);
  expect(new Set(steps).size).toBe(15);
  expect(topics.deadLetters).toEqual([]);
});
