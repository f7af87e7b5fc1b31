import { eventually } from '@tongbu/testing';
import { Claims, RETURNS, SERVICE } from '../support/claims';
import { Installation } from '../support/installation';
import type { MerchantTopics } from '../support/merchant-topics';
import { merchantOrder } from '../support/merchant-order';
import { SoldOrders } from '../support/sold-orders';
import type { SimulatorProcess } from '../support/simulator-process';

const WITHDRAWN = 1;
const REFUNDED = 13;
const quick = { min: 20, max: 50 };
const AFTER_ADVANCE_S = 48 * 3_600 + 60;

let installation: Installation;
let simulator: SimulatorProcess;
let topics: MerchantTopics;
let orders: SoldOrders;
let claims: Claims;

beforeAll(async () => {
  installation = await Installation.start({
    services: [SERVICE],
    thing: 'aftersale',
    simulator: { auditDelayMs: quick, refundDelayMs: quick },
    // A warning two seconds after a request: the shortest deadlines are 48 hours.
    env: { DEADLINE_WARNING_HOURS: String(48 - 2 / 3_600) },
  });
  ({ simulator, topics } = installation);
  orders = new SoldOrders(installation);
  claims = new Claims(installation);
  await orders.sell('cup', 'pot');
});
afterAll(() => installation?.stop());

const requested = (id: string) => topics.next('requested', id);
const accept = (id: string) => topics.publish('refund-accepted', id, {});
const opened = (orderId: string, changes: object = {}) => ({
  version: 1,
  orderId,
  type: 'refund',
  line: { productId: 'cup', skuId: 'cup-S', quantity: 1 },
  amount: 100,
  reason: { text: '不想要了', code: 3 },
  images: [],
  ...changes,
});
const settings = (body: object) => simulator.control('PUT', 'aftersale-settings', body);
/** Events but for warnings, which come when their time comes. */
const told = (id: string) => claims.told(id).filter((name) => name !== 'deadline-near');
const codesOf = (data: { problems: readonly { code: string }[] | null }) =>
  (data.problems ?? []).map(({ code }) => code);

/** The gateway passes on once more what WeChat pushed about it. */
async function replay(id: string): Promise<void> {
  const body = { entity: id, dryRun: false };
  await installation.admin('callback-gateway', 'POST', 'callbacks/replays', body);
}

/** Waits until the service has taken note of so many callbacks. */
const noted = (id: string, times: number) =>
  eventually(async () => {
    const { timeline } = await claims.row(id);
    return timeline.filter(({ summary }) => summary === 'changed').length >= times;
  });

it('takes a push that comes again after the merchant agreed: one after-sale, told once, paid back once', async () => {
  await orders.paid('again', { cup: 1 });
  const id = await claims.open('again', 'cup');
  await requested(id);
  await settings({ refundDelayMs: { min: 60_000, max: 60_000 } });
  await accept(id);
  await topics.next('refunding', id);
  await settings({ refundDelayMs: quick });
  await replay(id);
  await noted(id, 2);
  await claims.act(id, 'refund');
  const { data } = await topics.next('refunded', id);
  expect(data).toMatchObject({ orderId: 'again', amount: 100, state: 'refunded' });
  await replay(id);
  await noted(id, 5);
  await claims.settled(id);
  expect(await claims.shown(id)).toMatchObject({ status: REFUNDED, applied: { acceptRefund: 1 } });
  expect(told(id)).toEqual(['requested', 'refunding', 'refunded']);
});

it('ends withdrawn when the changes and the withdrawal are pushed in reverse', async () => {
  await orders.paid('reverse', { cup: 1 });
  const id = await claims.open('reverse', 'cup');
  await requested(id);
  await simulator.fault({ kind: 'reorder', event: 'aftersale_update_order', ms: 5_000 });
  await claims.act(id, 'edit', { amountFen: 60 });
  await claims.act(id, 'withdraw');
  await topics.next('withdrawn', id);
  await noted(id, 3);
  const { observed } = await claims.settled(id);
  expect(observed?.aftersale?.state).toBe('withdrawn');
  expect((await claims.shown(id)).status).toBe(WITHDRAWN);
  expect(told(id).at(-1)).toBe('withdrawn');
});

it('keeps two after-sales of one line apart', async () => {
  await orders.paid('two', { cup: 2 });
  const ids = [await claims.open('two', 'cup'), await claims.open('two', 'cup')];
  for (const id of ids) {
    await requested(id);
    await accept(id);
  }
  for (const id of ids) await topics.next('refunded', id);
  const shown = await Promise.all(ids.map((id) => claims.shown(id)));
  expect(shown).toMatchObject(ids.map(() => ({ status: REFUNDED, pieces: 1, applied: { acceptRefund: 1 } })));
});

it('reads again what WeChat does not show right after its event, and tells it once', async () => {
  await orders.paid('late', { cup: 1 });
  await settings({ aftersaleReadableAfterMs: 1_500 });
  const id = await claims.open('late', 'cup');
  await eventually(async () => (await claims.row(id)).state === 'waiting');
  await requested(id);
  await settings({ aftersaleReadableAfterMs: 0 });
  expect(told(id)).toEqual(['requested']);
});

it.each([
  ['a refund', 'refund', '/shop/ecaftersale/acceptrefund', 'refund-accepted', 'refunded', 'acceptRefund'],
  [
    'a return',
    'return',
    '/shop/ecaftersale/acceptreturn',
    'return-accepted',
    'return-awaited',
    'acceptReturn',
  ],
] as const)(
  'agrees once to %s that WeChat took without an answer',
  async (_, type, path, wish, news, applied) => {
    const orderId = `lost-${type}`;
    await orders.paid(orderId, { cup: 1 });
    await orders.deliver(orderId, { cup: 1 });
    const id = await claims.open(orderId, 'cup', { type });
    await requested(id);
    const struck = await simulator.fault({ kind: 'applied-but-timed-out', path, ms: 200 });
    await topics.publish(wish, id, type === 'return' ? { address: RETURNS } : {});
    await topics.next(news, id);
    await claims.settled(id);
    expect(await struck()).toBe(1);
    expect((await claims.shown(id)).applied[applied]).toBe(1);
    expect(told(id).filter((name) => name === news)).toHaveLength(1);
  },
);

it('pays back when the goods are there, and not before', async () => {
  await orders.paid('return', { cup: 1 });
  await orders.deliver('return', { cup: 1 });
  const id = await claims.open('return', 'cup', { type: 'return' });
  await requested(id);
  await topics.publish('goods-received', id, {});
  expect(codesOf((await topics.next('parked', id)).data)).toEqual(['wish-not-possible']);
  await topics.publish('return-accepted', id, { address: RETURNS });
  await topics.next('return-awaited', id);
  await claims.act(id, 'send-back', { deliveryId: 'ZTO', waybillId: '' });
  expect((await topics.next('return-shipped', id)).data).toMatchObject({ carrierId: 'ZTO', waybill: null });
  await claims.act(id, 'change-waybill', { deliveryId: 'ZTO', waybillId: 'ZTO-9' });
  expect((await topics.next('return-shipped', id, 2)).data).toMatchObject({ waybill: 'ZTO-9' });
  await topics.publish('goods-received', id, {});
  await topics.next('refunded', id);
  expect(await claims.shown(id)).toMatchObject({
    status: REFUNDED,
    applied: { acceptReturn: 1, acceptRefund: 1 },
  });
});

it("takes the merchant's own id, later, for one that was opened inside WeChat", async () => {
  await orders.paid('linked', { cup: 1 });
  const id = await claims.open('linked', 'cup');
  expect((await requested(id)).data.merchantAftersaleId).toBeNull();
  await topics.publish('linked', 'AS-linked', { wechatAftersaleId: id });
  await accept('AS-linked');
  expect((await topics.next('refunded', id)).data.merchantAftersaleId).toBe('AS-linked');
  expect(topics.deadLetters).toEqual([]);
});

it("opens one for the buyer under the merchant's id, once, and explains the fifth change", async () => {
  await orders.paid('five', { cup: 1 });
  const struck = await simulator.fault({
    kind: 'applied-but-timed-out',
    path: '/shop/ecaftersale/add',
    ms: 200,
  });
  await topics.publish('opened', 'AS-five', opened('five'));
  expect((await requested('AS-five')).data).toMatchObject({ merchantAftersaleId: 'AS-five', request: 1 });
  expect(await struck()).toBe(1);
  for (let change = 1; change <= 5; change += 1) {
    const { version: _1, orderId: _2, type: _3, line: _4, ...claim } = opened('five');
    await topics.publish('edited', 'AS-five', { ...claim, version: 1 + change, amount: 100 - change });
    if (change < 5) await topics.next('changed', 'AS-five', change);
  }
  const { data } = await topics.next('parked', 'AS-five');
  expect(data.problems).toMatchObject([
    { code: 'changes-used-up', messageZh: expect.stringContaining('5 次') },
  ]);
  expect(await claims.openedAs('AS-five')).toMatchObject({ amountFen: 96, applied: { add: 1, update: 4 } });
});

it('follows a complaint to its verdict, with evidence that was asked for', async () => {
  await orders.paid('complaint', { cup: 1 });
  const id = await claims.open('complaint', 'cup');
  await requested(id);
  await topics.publish('rejected', id, {});
  await topics.next('rejected', id);
  await claims.act(id, 'complain');
  await topics.next('platform-intervened', id);
  await topics.next('complaint-opened', id);

  await claims.actOnComplaint(id, 'ask', { whom: 'merchant', withinSeconds: 3_600 });
  const { data } = await topics.next('complaint-changed', id);
  expect(data.complaint).toMatchObject({ evidenceAwaitedFrom: ['merchant'], verdict: null });
  expect((await topics.next('deadline-near', id)).data).toMatchObject({
    deadline: 'evidence',
    actor: 'merchant',
  });

  const path = '/shop/complaint/upload_material';
  const struck = await simulator.fault({ kind: 'applied-but-timed-out', path, ms: 200 });
  const image = 'https://img.shop.example/evidence.jpg';
  await topics.publish('evidence-submitted', id, { text: '发货前已质检', images: [image] });
  await topics.next('complaint-changed', id, 2);
  expect(await struck()).toBe(1);
  const evidence = (await claims.complaint(id)).steps.filter(({ by }) => by === 'merchant');
  expect(evidence).toMatchObject([{ material: { content: '发货前已质检' } }]);

  await claims.actOnComplaint(id, 'judge', { verdict: 'refund', responsible: 'merchant' });
  expect((await topics.next('complaint-decided', id)).data.complaint).toMatchObject({
    isOver: true,
    verdict: { decision: 'refund', responsible: 'merchant' },
  });
  await topics.next('refunded', id);
  await claims.settled(id);
  expect(told(id).filter((name) => name.startsWith('complaint-'))).toEqual([
    'complaint-opened',
    'complaint-changed',
    'complaint-changed',
    'complaint-decided',
  ]);
});

it('tells when evidence was not sent in time', async () => {
  await orders.paid('silent', { cup: 1 });
  const id = await claims.open('silent', 'cup');
  await requested(id);
  await topics.publish('rejected', id, {});
  await topics.next('rejected', id);
  await claims.act(id, 'complain');
  await topics.next('complaint-opened', id);
  // Nobody misses a time of which nobody heard while it ran: on a busy machine it is asked again.
  const missed = await eventually(async () => {
    await claims.actOnComplaint(id, 'ask', { whom: 'merchant', withinSeconds: 2 });
    return topics.next('deadline-missed', id, 1, 5_000);
  });
  expect(missed.data).toMatchObject({ deadline: 'evidence' });
});

it('tells when WeChat could not pay back, and of the proof that the buyer confirms', async () => {
  await orders.paid('failed', { cup: 1 });
  const id = await claims.open('failed', 'cup');
  await requested(id);
  await settings({ refundsFail: true });
  await accept(id);
  await topics.next('refund-failed', id);
  await settings({ refundsFail: false });
  expect(await installation.metrics(SERVICE)).toMatch(/tongbu_aftersale_failed_refunds\{[^}]*\} 1/);
  await topics.publish('certificates-uploaded', id, {
    text: '已线下转账',
    images: ['https://img.shop.example/proof.jpg'],
  });
  await eventually(async () => (await claims.shown(id)).applied['uploadCertificates'] === 1);
  await claims.act(id, 'confirm-proof');
  await topics.next('refunded', id);
});

it('shows at WeChat an after-sale that the merchant runs', async () => {
  await orders.paid('own', { cup: 1 }, 'pick-up');
  const mirrored = (version: number, state: string, finishesOrder = false) =>
    topics.publish('mirrored', 'AS-own', {
      version,
      orderId: 'own',
      type: 'refund',
      state,
      lines: [{ productId: 'cup', skuId: 'cup-S', quantity: 1 }],
      refund: 100,
      openedAt: '2026-03-04T10:00:00+08:00',
      finishesOrder,
    });
  await mirrored(1, 'requested');
  expect((await topics.next('parked', 'AS-own')).data.problems).toMatchObject([{ code: 'path-missing' }]);
  await topics.publish('order.placed', 'own', {
    ...merchantOrder('own', 'cup'),
    version: 1,
  });
  await topics.next('mirrored', 'AS-own');
  await mirrored(2, 'refunded', true);
  expect((await topics.next('mirrored', 'AS-own', 2)).data).toMatchObject({
    state: 'refunded',
    finishesOrder: true,
  });
  const { items } = await simulator.control<{ items: object[] }>('GET', 'mirrored-aftersales');
  expect(items).toHaveLength(1);
});

it('reports an after-sale that no callback told of, and begins it when told to repair', async () => {
  await orders.paid('drift', { cup: 1 });
  const dropped = await simulator.fault({ kind: 'drop', event: 'aftersale_new_order' });
  const id = await claims.open('drift', 'cup');
  await eventually(async () => (await dropped()) === 1);
  const reports = 'aftersales/drift-reports';
  const report = await installation.admin<{ id: string }>(SERVICE, 'POST', reports);
  await eventually(async () => {
    const { state } = await installation.admin<{ state: string }>(SERVICE, 'GET', `${reports}/${report.id}`);
    return state === 'done';
  });
  const { items } = await installation.admin<{ items: { entityId: string }[] }>(
    SERVICE,
    'GET',
    `${reports}/${report.id}/items`,
  );
  expect(items.find(({ entityId }) => entityId === id)).toMatchObject({
    differences: [{ field: 'aftersale', merchant: null, wechat: id }],
    repair: { actions: ['read', 'tell requested'] },
  });
  const repair = async (dryRun: boolean) => {
    const body = { ids: [id], dryRun };
    const done = await installation.admin<{ items: { outcome: string }[] }>(
      SERVICE,
      'POST',
      `${reports}/${report.id}/repairs`,
      body,
    );
    return done.items.map(({ outcome }) => outcome);
  };
  expect(await repair(true)).toEqual(['would-start']);
  expect(claims.told(id)).toEqual([]);
  expect(await repair(false)).toEqual(['started']);
  await requested(id);
});

it('warns of a deadline, shows it among the metrics, and tells when it was missed', async () => {
  await orders.paid('slow', { cup: 1, pot: 2 });
  await orders.deliver('slow', { cup: 1, pot: 2 });
  const refund = await claims.open('slow', 'cup');
  const goods = await claims.open('slow', 'pot', { type: 'return' });
  await requested(goods);
  const unheard = await claims.open('slow', 'pot', { type: 'return' });
  await requested(unheard);
  expect((await topics.next('deadline-near', refund)).data).toMatchObject({
    deadline: 'refund-decision',
    actor: 'merchant',
    at: expect.any(String),
  });
  expect((await topics.next('deadline-near', goods)).data).toMatchObject({ deadline: 'return-decision' });
  expect(await installation.metrics(SERVICE)).toMatch(
    /tongbu_aftersale_deadlines\{[^}]*deadline="refund-decision",actor="merchant",left="near"[^}]*\} [1-9]/,
  );

  // Nobody looks at this one while its time runs out and the decision comes.
  await installation.request(SERVICE, 'POST', `aftersales/${unheard}/park`, { reason: 'audit' });
  await simulator.advance(AFTER_ADVANCE_S);
  expect((await topics.next('deadline-missed', refund)).data).toMatchObject({ deadline: 'refund-decision' });
  expect((await topics.next('deadline-missed', goods)).data).toMatchObject({
    deadline: 'return-decision',
    state: 'return-awaited',
  });
  await topics.next('refunded', refund);
  await topics.publish('rejected', unheard, {});
  await eventually(async () =>
    (await claims.row(unheard)).timeline.some(({ summary }) => summary === 'merchant.aftersale.rejected.v1'),
  );
  await installation.request(SERVICE, 'POST', `aftersales/${unheard}/release`);
  await eventually(async () => codesOf(await claims.row(unheard)).includes('wish-too-late'));
  expect(claims.told(refund).filter((name) => name.startsWith('deadline-'))).toEqual([
    'deadline-near',
    'deadline-missed',
  ]);
});
