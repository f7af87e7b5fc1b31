import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import type { SimulatorProcess } from '../support/simulator-process';

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
const OPENID = 'oTrialPayer01';
const LONG = { timeoutMs: 60_000 };

interface Trial {
  readonly step: string | null;
  readonly state: string;
  readonly run: string;
  readonly problems: readonly { readonly code: string; readonly fix: string }[];
  readonly payment: { readonly package: string } | null;
}

let installation: Installation;
let simulator: SimulatorProcess;

jest.setTimeout(240_000);

beforeAll(async () => {
  installation = await Installation.start({
    services: ['access-sync'],
    thing: 'access',
    simulator: { access: 'new', subMerchant: 'closed', auditDelayMs: { min: 50, max: 200 } },
  });
  ({ simulator } = installation);
});
afterAll(() => installation?.stop());

const shown = () => installation.admin<Trial>('access-sync', 'GET', 'trial');
const act = (path: string, body: object = {}) =>
  simulator.control<Record<string, unknown>>('POST', path, body);
let traceId: string | null = null;
const start = () =>
  installation.admin('access-sync', 'POST', 'trial', {
    openId: OPENID,
    traceId,
    categoryId: 19_000_202,
    image: 'https://img.shop.example/trial.jpg',
  });
const parkedWith = (code: string) =>
  eventually(
    async () => expect(await shown()).toMatchObject({ state: 'parked', problems: [{ code }] }),
    LONG,
  );

it('has nothing to try while the component is closed', async () => {
  await start();
  await parkedWith('trial-component-closed');
});

it('stops at the first refusal with its code and fix, and goes on from there', async () => {
  const { topics, account } = installation;
  await topics.publish('wanted', account.appId, { version: 1, scenes: [1], account: ACCOUNT });
  await topics.next('applied', account.appId);
  await act('access/confirm');
  await topics.next('opened', account.appId);
  traceId = String((await act('trace-ids', { openid: OPENID }))['traceId']);
  await start();
  // Without a merchant number the order is not taken.
  await parkedWith('48001');
  const stopped = await shown();
  expect(stopped).toMatchObject({ step: 'order', problems: [{ fix: expect.stringMatching(/\w/) }] });
  await simulator.control('PUT', 'sub-merchant', { subMerchant: 'open' });
  await installation.kill('access-sync');
  await start();
  const paying = await eventually(async () => {
    const trial = await shown();
    if (trial.payment === null) throw new Error(JSON.stringify(trial));
    return trial;
  }, LONG);
  expect(paying.run).toBe(stopped.run);
});

it('makes every call that WeChat wants to see, once, and removes what it made', async () => {
  const { run, payment } = await shown();
  const order = `TRIAL-O-${run}`;
  await simulator.actOnOrder(order, 'pay', { prepayId: payment?.package.slice('prepay_id='.length) });
  await eventually(async () => expect((await shown()).step).toBeNull(), LONG);
  expect(await simulator.product(`TRIAL-P-${run}`)).toMatchObject({ deleted: true, applied: { add: 1 } });
  expect(await simulator.order(order)).toMatchObject({ price: { order_price: 1 }, repeatedAdds: 0 });
  const { topics, account } = installation;
  await eventually(async () => {
    const told = topics.events('step-done', account.appId).map(({ data }) => data.step as string);
    expect(told).toEqual(expect.arrayContaining(['2.2', '2.3', '2.4', '2.5']));
  }, LONG);
});

it('never runs on an account that is open', async () => {
  await simulator.control('PUT', 'scenes', [1] as never);
  await start();
  await parkedWith('trial-account-open');
  expect(
    (await simulator.products()).filter(({ outProductId }) => outProductId.startsWith('TRIAL')),
  ).toHaveLength(1);
});
