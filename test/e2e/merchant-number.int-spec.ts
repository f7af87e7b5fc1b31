import { merchantNumberWanted } from '@tongbu/contracts';
import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import type { MerchantTopics } from '../support/merchant-topics';
import type { SimulatorProcess } from '../support/simulator-process';

const SERVICE = 'access-sync';
const { sample } = merchantNumberWanted;
const TIMEOUT_MS = 90_000;

let installation: Installation;
let simulator: SimulatorProcess;
let topics: MerchantTopics;
let appId: string;

jest.setTimeout(240_000);

beforeAll(async () => {
  installation = await Installation.start({
    services: [SERVICE],
    thing: 'merchant-number',
    simulator: { access: 'open', subMerchant: 'closed' },
    env: { MERCHANT_DATA_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}` },
  });
  ({ simulator, topics } = installation);
  ({ appId } = installation.account);
}, 120_000);
afterAll(() => installation?.stop(), 60_000);

interface Detail {
  readonly state: string;
}
const entity = () => installation.admin<Detail>(SERVICE, 'GET', `merchant-number/${appId}`);
/** Nothing about the number is pushed: an operator's refresh is a look at once. */
const look = () => installation.admin(SERVICE, 'POST', `merchant-number/${appId}/refresh`);
const act = (action: string, body: object = {}) =>
  simulator.control('POST', `merchant-application/${action}`, body);
const changed = async (state: string) => {
  await look();
  return eventually(
    () => {
      const events = topics.events('changed', appId).filter(({ data }) => data.state === state);
      if (events.length === 0) throw new Error(`not told to be ${state}`);
      return events.at(-1);
    },
    { timeoutMs: TIMEOUT_MS },
  );
};
const applications = async () =>
  (await simulator.calls()).filter(({ path, errcode }) => path === '/shop/wxpay/apply' && errcode === 0);

it('brings a merchant to his number through a refusal and kill -9, and keeps his data to itself', async () => {
  const struck = await simulator.fault({
    kind: 'applied-but-timed-out',
    path: '/shop/wxpay/apply',
    ms: 60_000,
  });
  await topics.publish('wanted', appId, sample);
  await eventually(async () => (await struck()) === 1, { timeoutMs: TIMEOUT_MS });
  await installation.kill(SERVICE);
  await topics.next('applied', appId, 1, TIMEOUT_MS);

  await act('reject', { fields: [{ field: 'id_card_copy', reason: '证件照片不清晰' }] });
  expect((await changed('refused'))?.data.refusedFields).toEqual([
    { field: 'identity.portraitSide', reason: '证件照片不清晰' },
  ]);
  await topics.publish('wanted', appId, { ...sample, version: 2 });
  await topics.next('applied', appId, 2, TIMEOUT_MS);
  await installation.kill(SERVICE);

  await act('ask-validation');
  const { transfer } = (await changed('validation-needed'))!.data;
  expect(transfer.deadline).toMatch(/Z$/);
  await act('transfer', { amountFen: transfer.amount });
  await act('approve');
  expect((await changed('signature-needed'))?.data.signUrl).toMatch(/^https:/);
  await act('sign');
  await look();
  expect((await topics.next('ready', appId, 1, TIMEOUT_MS)).data.merchantNumber).toMatch(/^16\d{8}$/);
  await eventually(async () => expect(await entity()).toMatchObject({ state: 'settled' }));
  await eventually(async () =>
    expect(await installation.admin(SERVICE, 'GET', `access/${appId}`)).toMatchObject({
      observed: { milestones: { 'merchant-number': { source: 'wxpay/get: ready' } } },
    }),
  );

  expect(await installation.admin(SERVICE, 'GET', 'merchant-number-application')).toMatchObject({
    state: 'ready',
    version: 2,
    done: { source: 'wxpay/get: ready' },
    application: { phase: 'ready', merchantNumber: expect.stringMatching(/^16/) },
  });
  // An operator hands in an older document: it is read, and left.
  expect(await installation.admin(SERVICE, 'POST', 'merchant-number-application', sample)).toEqual({
    accepted: true,
    taken: 'older',
  });

  // What was wrong is put aside without what it said.
  const wrong = { ...sample, version: 3, identity: { ...sample.identity, number: '110105194912310021' } };
  await topics.publish('wanted', appId, wrong);
  const [letter] = await eventually(() => {
    if (topics.deadLetters.length === 0) throw new Error('no dead letter');
    return topics.deadLetters;
  });
  expect(String(letter?.headers['x-tongbu-reason'])).toContain(
    'data.identity.number: expected the 18 characters',
  );

  const shown = JSON.stringify([
    await entity(),
    topics.seen,
    letter,
    String(letter?.value),
    installation.logs(),
  ]);
  const { identity, contact, bankAccount } = sample;
  for (const secret of [
    identity.number,
    '110105194912310021',
    identity.name,
    contact.phone,
    contact.email,
    bankAccount.encryptedNumber,
    'card-portrait',
  ]) {
    expect(shown).not.toContain(secret);
  }
  expect((await applications()).length).toBeLessThanOrEqual(2);
});
