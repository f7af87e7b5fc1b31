import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import type { MerchantTopics } from '../support/merchant-topics';
import type { SimulatorProcess } from '../support/simulator-process';

const MEI = 'oSharerMei01';
const LIN = 'oSharerLin02';
const AVERSE = 'oSharerAverse03';
const ELSEWHERE = 'oSharerElsewhere04';

let installation: Installation;
let simulator: SimulatorProcess;
let topics: MerchantTopics;

jest.setTimeout(120_000);

beforeAll(async () => {
  installation = await Installation.start({
    services: ['access-sync'],
    thing: 'sharer',
    simulator: { access: 'open' },
  });
  ({ simulator, topics } = installation);
}, 120_000);
afterAll(() => installation?.stop());

const user = (openid: string, action: string, body: object = {}) =>
  simulator.control<unknown>('POST', `sharers/${openid}/${action}`, body);
const sharer = (openid: string) =>
  installation.admin<{ state: string; observed: { binding: string } | null }>(
    'access-sync',
    'GET',
    `sharers/${openid}`,
  );
const invitations = async () => (await simulator.statistics('/shop/sharer/bind')).total;

it('invites a user, tells of the binding, and says beforehand that it cannot end yet', async () => {
  await topics.publish('wanted', MEI, { version: 1 });
  await topics.next('invited', MEI);
  await user(MEI, 'accept');
  const { data } = await topics.next('bound', MEI);
  expect(Date.parse(data.unbindableFrom) - Date.parse(data.boundAt)).toBe(30 * 86_400_000);
  await topics.publish('unwanted', MEI, { version: 2 });
  const refused = await topics.next('refused', MEI);
  expect(refused.data).toMatchObject({
    merchantVersion: 2,
    problems: [{ code: 'sharer-bound-too-short', message: expect.stringContaining(data.unbindableFrom) }],
  });
  expect(Object.keys(await simulator.allStatistics())).not.toContain('/shop/sharer/unbind');
});

it('tells that a user takes no invitations', async () => {
  await simulator.control('PUT', `sharers/${AVERSE}`, { refusesInvitations: true });
  await topics.publish('wanted', AVERSE, { version: 1 });
  expect((await topics.next('refused', AVERSE)).data.problems).toMatchObject([
    { code: 'sharer-refuses-invitations' },
  ]);
});

it('invites once through a kill and a lost answer', async () => {
  const before = await invitations();
  const fault = await simulator.arm({ kind: 'applied-but-timed-out', path: '/shop/sharer/bind', ms: 9_000 });
  await topics.publish('wanted', LIN, { version: 1 });
  await eventually(async () => expect(await fault.struck()).toBe(1));
  await installation.kill('access-sync');
  await topics.next('invited', LIN, 1, 60_000);
  await user(LIN, 'accept');
  await topics.next('bound', LIN);
  expect(await invitations()).toBe(before + 1);
  await eventually(async () => expect(await sharer(LIN)).toMatchObject({ state: 'settled' }));
});

it('tells of somebody whom another program has bound, and leaves the binding', async () => {
  const other = installation.otherClient();
  await other.call('sharer/bind', { openids: [ELSEWHERE] });
  await user(ELSEWHERE, 'accept');
  await topics.next('bound', ELSEWHERE);
  await eventually(async () =>
    expect(await sharer(ELSEWHERE)).toMatchObject({ state: 'settled', observed: { binding: 'bound' } }),
  );
});

it('lists who is bound and what is left of the limits, and answers a period without sales with the head of the CSV', async () => {
  const bound = await installation.admin<{ total: number; items: { openId: string }[] }>(
    'access-sync',
    'GET',
    'bound-sharers?pageSize=100',
  );
  expect(bound.items.map(({ openId }) => openId).toSorted()).toEqual([ELSEWHERE, LIN, MEI].toSorted());
  expect(await installation.admin('access-sync', 'GET', 'sharing-limits')).toMatchObject({
    sharersPerMiniProgram: 10_000,
    sharersBound: 3,
    sharersLeft: 9_997,
    miniProgramsPerSharer: 5,
    daysBound: 30,
    promoterChangesPerYear: 2,
  });
  expect(await installation.admin('access-sync', 'GET', `bound-sharers/${MEI}/sales`)).toMatchObject({
    orders: 0,
  });
  expect(await installation.admin('access-sync', 'GET', `bound-sharers/${MEI}/lives`)).toMatchObject({
    items: [],
  });
  expect(await installation.admin('access-sync', 'GET', 'promoters')).toMatchObject({
    items: expect.any(Array),
  });
  const csv = await installation.request(
    'access-sync',
    'GET',
    'commissions.csv?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z',
  );
  expect(csv.headers.get('content-type')).toContain('text/csv');
  expect(await csv.text()).toMatch(/^paid_at,order_id,.*,commission\r\n$/);
});
