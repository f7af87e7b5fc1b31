import { eventually } from '@tongbu/testing';
import { Claims, RETURNS, SERVICE } from '../support/claims';
import { Installation } from '../support/installation';
import type { MerchantTopics } from '../support/merchant-topics';
import { SoldOrders } from '../support/sold-orders';
import type { SimulatorProcess } from '../support/simulator-process';

const TIMEOUT_MS = 150_000;
const HANG_MS = 120_000;
/** Long enough to take hold of a table meanwhile, shorter than the time after which a call counts as lost. */
const ANSWER_MS = 5_000;
const READ_PATH = '/shop/ecaftersale/get';
const IMAGE = 'https://img.shop.example/proof.jpg';

let installation: Installation;
let simulator: SimulatorProcess;
let topics: MerchantTopics;
let orders: SoldOrders;
let claims: Claims;

jest.setTimeout(TIMEOUT_MS + 60_000);

beforeAll(async () => {
  installation = await Installation.start({
    services: [SERVICE],
    thing: 'aftersale',
    simulator: {
      auditDelayMs: { min: 20, max: 50 },
      // Nothing is paid back while the test looks.
      refundDelayMs: { min: 600_000, max: 600_000 },
    },
    env: { WORKERS: '100' },
  });
  ({ simulator, topics } = installation);
  orders = new SoldOrders(installation);
  claims = new Claims(installation);
  await orders.sell('cup');
});
afterAll(() => installation?.stop());

const opened = (orderId: string) => ({
  orderId,
  type: 'refund',
  line: { productId: 'cup', skuId: 'cup-S', quantity: 1 },
  amount: 100,
  reason: { text: '不想要了', code: 3 },
  images: [],
});
const changed = { amount: 60, reason: { text: '部分', code: 15 }, images: [] };
const mirrored = (orderId: string, state: string) => ({
  orderId,
  type: 'refund',
  state,
  lines: [{ productId: 'cup', skuId: 'cup-S', quantity: 1 }],
  refund: 100,
  openedAt: '2026-03-04T10:00:00+08:00',
  path: `pages/aftersale?id=${orderId}`,
});

/** What the merchant has done at WeChat: how to get there, the call, and what shows that it was done once. */
interface Write {
  readonly path: string;
  /** Brings an order to where it can be done; answers the subject of the merchant's event. */
  prepare(orderId: string): Promise<string>;
  wish(subject: string, orderId: string): Promise<void>;
  /** What WeChat has; the same for one that went as planned. */
  effect(subject: string): Promise<unknown>;
  readonly expected: unknown;
  /** The news that must come once. */
  readonly news?: string;
  /** The interface that it is looked at by before the call. */
  readonly read?: string;
  /** So few are worked on at a time that one alone can be held up. */
  readonly oneAtATime?: boolean;
}

const applied = (status: number, name: string) => ({
  effect: async (id: string) => {
    const shown = await claims.shown(id);
    return [shown.status, shown.applied[name]];
  },
  expected: [status, 1],
  read: READ_PATH,
});
/** A claim inside WeChat on goods that the buyer has; afterwards as `more` leaves it. */
const claimed =
  (type: 'refund' | 'return', more: (id: string) => Promise<unknown> = async () => undefined) =>
  async (orderId: string) => {
    await orders.paid(orderId, { cup: 1 });
    await orders.deliver(orderId, { cup: 1 });
    const id = await claims.open(orderId, 'cup', { type });
    await more(id);
    await topics.next('requested', id);
    return id;
  };
const returnAgreed = (id: string) => claims.agreeToReturn(id);
const publish = (name: string, data: object) => (subject: string) => topics.publish(name, subject, data);

const writes: Readonly<Record<string, Write>> = {
  'agreeing to a refund': {
    path: '/shop/ecaftersale/acceptrefund',
    prepare: claimed('refund'),
    wish: publish('refund-accepted', {}),
    ...applied(11, 'acceptRefund'),
    news: 'refunding',
  },
  'agreeing to a return': {
    path: '/shop/ecaftersale/acceptreturn',
    prepare: claimed('return'),
    wish: publish('return-accepted', { address: RETURNS }),
    ...applied(6, 'acceptReturn'),
    news: 'return-awaited',
  },
  rejecting: {
    path: '/shop/ecaftersale/reject',
    prepare: claimed('refund'),
    wish: publish('rejected', {}),
    ...applied(4, 'reject'),
    news: 'rejected',
  },
  'receiving the goods': {
    path: '/shop/ecaftersale/acceptrefund',
    prepare: claimed('return', async (id) => {
      await returnAgreed(id);
      await claims.act(id, 'send-back', { deliveryId: 'SF', waybillId: 'SF-1' });
    }),
    wish: publish('goods-received', {}),
    ...applied(11, 'acceptRefund'),
    news: 'refunding',
  },
  'changing the claim': {
    path: '/shop/ecaftersale/update',
    prepare: claimed('refund'),
    wish: publish('edited', { version: 1, ...changed }),
    ...applied(2, 'update'),
    news: 'changed',
  },
  withdrawing: {
    path: '/shop/ecaftersale/cancel',
    prepare: claimed('refund'),
    wish: publish('withdrawn', {}),
    ...applied(1, 'cancel'),
    news: 'withdrawn',
  },
  'naming the waybill': {
    path: '/shop/ecaftersale/uploadreturninfo',
    prepare: claimed('return', returnAgreed),
    wish: publish('return-sent', { carrierId: 'SF', waybill: 'SF-2' }),
    ...applied(8, 'uploadReturnInfo'),
    news: 'return-shipped',
  },
  'proving a refund': {
    path: '/shop/ecaftersale/upload_certificates',
    prepare: claimed('refund', async (id) => {
      await claims.call(id, 'acceptrefund');
      await claims.act(id, 'refund', { done: false });
    }),
    wish: publish('certificates-uploaded', { text: '已线下转账', images: [IMAGE] }),
    ...applied(26, 'uploadCertificates'),
  },
  'sending evidence': {
    path: '/shop/complaint/upload_material',
    prepare: claimed('refund', async (id) => {
      await claims.call(id, 'reject');
      await claims.act(id, 'complain');
      await claims.actOnComplaint(id, 'ask', { whom: 'merchant', withinSeconds: 86_400 });
    }),
    wish: publish('evidence-submitted', { text: '发货前已质检', images: [IMAGE] }),
    effect: async (id) => (await claims.complaint(id)).steps.filter(({ by }) => by === 'merchant').length,
    expected: 1,
    read: READ_PATH,
  },
  'opening one for the buyer': {
    path: '/shop/ecaftersale/add',
    prepare: async (orderId) => {
      await orders.paid(orderId, { cup: 1 });
      return `AS-${orderId}`;
    },
    wish: (subject, orderId) => topics.publish('opened', subject, { version: 1, ...opened(orderId) }),
    effect: async (subject) => (await claims.openedAs(subject)).applied['add'],
    expected: 1,
    news: 'requested',
  },
  'showing one that the merchant runs': {
    path: '/shop/aftersale/add',
    prepare: async (orderId) => {
      await orders.paid(orderId, { cup: 1 }, 'pick-up');
      return `MS-${orderId}`;
    },
    wish: (subject, orderId) =>
      topics.publish('mirrored', subject, { version: 1, ...mirrored(orderId, 'requested') }),
    effect: async (subject) => (await mirror(subject))?.status,
    expected: 2,
    news: 'mirrored',
  },
  'giving the buyer longer': {
    path: '/shop/aftersale/update_deadline',
    prepare: async (orderId) => {
      await orders.paid(orderId, { cup: 1 });
      await orders.deliver(orderId, { cup: 1 });
      return orderId;
    },
    wish: (subject) =>
      topics.publish('window-extended', subject, {
        until: new Date(Date.now() + 30 * 86_400_000).toISOString(),
      }),
    effect: async () => 1,
    expected: 1,
    news: 'window-extended',
    oneAtATime: true,
  },
};

async function mirror(id: string): Promise<{ status: number } | undefined> {
  const { items } = await simulator.control<{ items: { outAftersaleId: string; status: number }[] }>(
    'GET',
    'mirrored-aftersales',
  );
  return items.find(({ outAftersaleId }) => outAftersaleId === id);
}

interface PointFault {
  readonly kind: string;
  readonly path: string;
  readonly skip?: number;
  readonly ms: number;
}

/** Where a write stands when the process dies, and how it is brought to stand there. */
const points: Readonly<Record<string, (write: Write) => PointFault | undefined>> = {
  'heard of, before WeChat was looked at': ({ read }) =>
    read === undefined ? undefined : { kind: 'hang', path: read, ms: HANG_MS },
  'its intent stored, before the call': ({ read }) =>
    // The first look is for the plan, the second follows the intent.
    read === undefined ? undefined : { kind: 'hang', path: read, skip: 1, ms: HANG_MS },
  'called, and WeChat never got it': ({ path, oneAtATime }) =>
    oneAtATime ? undefined : { kind: 'hang', path, ms: HANG_MS },
  'called, and WeChat took it without an answer': ({ path }) => ({
    kind: 'applied-but-timed-out',
    path,
    ms: HANG_MS,
  }),
  'answered, before that was stored': ({ path, oneAtATime }) =>
    oneAtATime ? undefined : { kind: 'latency', path, ms: ANSWER_MS },
};

interface Case {
  readonly name: string;
  readonly write: Write;
  readonly orderId: string;
  readonly subject: string;
}

const thingOf = ({ path }: Write) =>
  path === '/shop/aftersale/update_deadline'
    ? 'aftersale-windows'
    : path === '/shop/aftersale/add'
      ? 'mirrored-aftersales'
      : 'aftersales';

/** What calls of this path about it carry in their body. */
async function markOf({ write, subject, orderId }: Case, path: string): Promise<string> {
  if (path === write.read) return subject;
  if (write.path === '/shop/complaint/upload_material') return (await claims.complaint(subject)).complaintId;
  return write.path.startsWith('/shop/aftersale/') ? orderId : subject;
}

async function prepare(point: string, number: number): Promise<Case[]> {
  const cases: Case[] = [];
  for (const [index, [name, write]] of Object.entries(writes).entries()) {
    const orderId = `K${number}-${index}-`;
    cases.push({ name: `${name}, ${point}`, write, orderId, subject: await write.prepare(orderId) });
  }
  for (const { subject, write } of cases) await claims.atRest(subject, thingOf(write));
  return cases;
}

/** Waits until nothing is left to do, and answers what WeChat has and how often it was told. */
async function outcomeOf({ name, write, subject }: Case): Promise<unknown[]> {
  await eventually(
    async () => {
      if (write.news !== undefined && topics.events(write.news, subject).length === 0)
        throw new Error(`${name}: no ${write.news}, but ${claims.told(subject).join()}`);
      const effect = JSON.stringify(await write.effect(subject));
      if (effect !== JSON.stringify(write.expected)) throw new Error(`${name}: WeChat has ${effect}`);
    },
    { timeoutMs: TIMEOUT_MS, intervalMs: 200 },
  );
  await claims.settled(subject, thingOf(write), TIMEOUT_MS);
  const told = claims.told(subject);
  const count = (news: string) => told.filter((known) => known === news).length;
  return [
    name,
    await write.effect(subject),
    write.news === undefined ? 'untold' : count(write.news),
    count('parked'),
  ];
}

async function outcomesOf(cases: readonly Case[]): Promise<unknown[]> {
  const outcomes: unknown[] = [];
  for (const found of cases) outcomes.push(await outcomeOf(found));
  return outcomes;
}

const asPlanned = ({ name, write: { expected, news } }: Case) => [
  name,
  expected,
  news === undefined ? 'untold' : 1,
  0,
];

it('killed with every write at every point of its way, it does each once and tells each once', async () => {
  const standing: Case[] = [];
  const strikes: (() => Promise<number>)[] = [];
  for (const [number, [point, faultOf]] of Object.entries(points).entries()) {
    for (const found of await prepare(point, number)) {
      const fault = faultOf(found.write);
      if (fault === undefined) continue;
      strikes.push(await simulator.fault({ ...fault, containing: await markOf(found, fault.path) }));
      standing.push(found);
    }
  }

  // A call without an answer counts as lost after 10 s: what follows is quicker than that.
  for (const { write, subject, orderId } of standing) await write.wish(subject, orderId);
  await eventually(
    async () => {
      const counts = await Promise.all(strikes.map((count) => count()));
      return counts.every((count) => count === 1);
    },
    { timeoutMs: 60_000, intervalMs: 200 },
  );
  const table = await installation.holdTable('aftersale_sync.sync_timeline');
  await eventually(async () => (await table.waiting()) > 0, { timeoutMs: 2 * ANSWER_MS });
  await installation.killOnly(SERVICE);
  await table.letGo();
  await simulator.clearFaults();
  await installation.startAgain(SERVICE);
  expect(await outcomesOf(standing)).toEqual(standing.map(asPlanned));
  expect(topics.deadLetters).toEqual([]);
});

it('killed before it has stored what it heard, and again as soon as it has told, it does each once', async () => {
  const cases = await prepare('heard of, before that was stored', 10);
  const table = await installation.holdTable('aftersale_sync.inbox');
  for (const { write, subject, orderId } of cases) await write.wish(subject, orderId);
  await eventually(async () => (await table.waiting()) > 0);
  await installation.killOnly(SERVICE);
  await table.letGo();
  await installation.startAgain(SERVICE);
  await topics.next('refunding', cases[0]!.subject, 1, TIMEOUT_MS);
  await installation.kill(SERVICE);
  expect(await outcomesOf(cases)).toEqual(cases.map(asPlanned));
});
