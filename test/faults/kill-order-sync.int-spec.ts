import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import { merchantOrder, ordinaryOrder } from '../support/merchant-order';
import { merchantProduct } from '../support/merchant-product';
import type { MerchantTopics } from '../support/merchant-topics';
import type { SimulatedOrder, SimulatorProcess } from '../support/simulator-process';
import { StoppedWrites } from '../support/stopped-writes';

const SERVICE = 'order-sync';
const PRODUCT = 'cup';
const TIMEOUT_MS = 120_000;
/** So long that nothing is answered before the service is killed. */
const SILENCE_MS = 60_000;

let installation: Installation;
let simulator: SimulatorProcess;
let topics: MerchantTopics;
let writes: StoppedWrites;

jest.setTimeout(TIMEOUT_MS + 60_000);

beforeAll(async () => {
  installation = await Installation.start({
    services: ['catalog-sync', SERVICE],
    thing: 'order',
    simulator: { auditDelayMs: { min: 20, max: 50 }, traceIdRequired: false },
  });
  ({ simulator, topics } = installation);
  writes = await StoppedWrites.of(installation.databaseUrl, SERVICE);
  await topics.publish('product.upserted', PRODUCT, merchantProduct(PRODUCT, 1));
  await topics.next('product.listed', PRODUCT);
});
afterAll(async () => {
  await writes?.close();
  await installation?.stop();
});

/** One thing that is done about an order. */
interface Step {
  readonly name: string;
  /** The command, as an intent names it; those that are not sent once only have none. */
  readonly intent?: string;
  /** The call that is sent once only. */
  readonly path?: string;
  /** How the row shows that the answer is stored. */
  readonly stored: string;
  /** What a command without an event of its own is followed by: a read, which tells. */
  readonly isReadAfterwards: boolean;
  /** Brings the order to where the step is the next. */
  readonly prepare: (orderId: string) => Promise<unknown>;
  readonly begin: (orderId: string) => Promise<unknown>;
  readonly end: Partial<SimulatedOrder>;
  /** Everything that is told, in order. */
  readonly told: readonly string[];
}

const created = async (orderId: string, order: object) => {
  await topics.publish('placed', orderId, order);
  await topics.next('created', orderId);
};
const ours = (orderId: string) => created(orderId, merchantOrder(orderId, PRODUCT));
const openCashier = async (orderId: string) => {
  await topics.publish('checkout-requested', orderId, { checkoutId: `c-${orderId}` });
  await topics.next('payment-parameters-ready', orderId);
};
const NEW_PRICE = {
  version: 2,
  lines: [{ productId: PRODUCT, skuId: `${PRODUCT}-S`, unitPrice: 5_000 }],
  freight: 800,
  total: 10_800,
};
const UNPAID = 10;
const PAID = 20;
const CANCELLED = 250;
const answered = (command: string) => `OLD.intent->>'command' = '${command}' AND NEW.intent IS NULL`;

const steps: readonly Step[] = [
  {
    name: 'add',
    intent: 'add',
    path: '/shop/order/add',
    stored: answered('add'),
    isReadAfterwards: false,
    prepare: async () => undefined,
    begin: (orderId) => topics.publish('placed', orderId, merchantOrder(orderId, PRODUCT)),
    end: { status: UNPAID },
    told: ['created'],
  },
  {
    name: 'parameters',
    path: '/shop/order/getpaymentparams',
    stored: `NEW.observed->>'checkoutAnswered' IS DISTINCT FROM OLD.observed->>'checkoutAnswered'`,
    isReadAfterwards: false,
    prepare: ours,
    begin: (orderId) => topics.publish('checkout-requested', orderId, { checkoutId: `c-${orderId}` }),
    end: { status: UNPAID },
    told: ['created', 'payment-parameters-ready'],
  },
  {
    name: 'pay',
    intent: 'report-paid',
    path: '/shop/order/pay',
    stored: answered('report-paid'),
    isReadAfterwards: true,
    prepare: (orderId) => created(orderId, ordinaryOrder(orderId, PRODUCT)),
    begin: (orderId) =>
      topics.publish('paid', orderId, {
        transactionId: transactionOf(orderId),
        paidAt: new Date().toISOString(),
      }),
    end: { status: PAID },
    told: ['created', 'paid'],
  },
  {
    name: 'close',
    intent: 'cancel',
    path: '/shop/order/close',
    stored: answered('cancel'),
    isReadAfterwards: true,
    prepare: ours,
    begin: (orderId) => topics.publish('cancelled', orderId, { reason: 'buyer' }),
    end: { status: CANCELLED },
    told: ['created', 'cancelled'],
  },
  {
    name: 'price',
    intent: 'change-price',
    path: '/shop/order/change_price',
    stored: answered('change-price'),
    isReadAfterwards: true,
    prepare: ours,
    begin: (orderId) => topics.publish('price-changed', orderId, NEW_PRICE),
    end: { status: UNPAID, priceChanged: true },
    told: ['created', 'price-changed'],
  },
  {
    name: 'push',
    stored: `NEW.observed->>'status' = '20' AND OLD.observed->>'status' = '10'`,
    isReadAfterwards: false,
    prepare: async (orderId) => {
      await ours(orderId);
      await openCashier(orderId);
    },
    begin: (orderId) => simulator.actOnOrder(orderId, 'pay'),
    end: { status: PAID },
    told: ['created', 'payment-parameters-ready', 'paid'],
  },
];

/** 28 digits, as WeChat Pay's are; another one for each order. */
function transactionOf(orderId: string): string {
  const digits = [...orderId].map((letter) => letter.charCodeAt(0)).join('');
  return `4200${digits}`.slice(0, 28).padEnd(28, '7');
}

/** A moment at which the service is killed, for the steps that have one. */
interface CrashPoint {
  readonly name: string;
  readonly id: string;
  readonly has: (step: Step) => boolean;
  /** Has the service stand still there with each of these orders. */
  readonly arm: (orders: readonly { step: Step; orderId: string }[]) => Promise<void>;
  /** Waits until it does with these, the first of them. */
  readonly reached: (orders: readonly { step: Step; orderId: string }[]) => Promise<void>;
}

const stopRows = (condition: (step: Step) => string): Pick<CrashPoint, 'arm' | 'reached'> => ({
  arm: async (orders) => {
    for (const { step, orderId } of orders) {
      const isThis = `NEW.entity_id = '${orderId}'`;
      await writes.stopAt({ table: 'sync_rows', condition: `${isThis} AND ${condition(step)}` });
    }
  },
  reached: (orders) => writes.stopped(orders.length),
});

function silence(kind: 'hang' | 'applied-but-timed-out'): Pick<CrashPoint, 'arm' | 'reached'> {
  const strikes: (() => Promise<number>)[] = [];
  return {
    arm: async (orders) => {
      for (const { step } of orders) {
        strikes.push(await simulator.fault({ kind, path: step.path, ms: SILENCE_MS }));
      }
    },
    reached: async (orders) => {
      const last = strikes[orders.length - 1];
      await eventually(async () => (await last?.()) === 1);
    },
  };
}

const points: readonly CrashPoint[] = [
  {
    name: 'before it has stored what it is about to do',
    id: 'planned',
    has: () => true,
    ...stopRows(({ intent }) =>
      intent === undefined
        ? `NEW.lease_token IS DISTINCT FROM OLD.lease_token AND NEW.lease_token IS NOT NULL`
        : `OLD.intent IS NULL AND NEW.intent->>'command' = '${intent}'`,
    ),
  },
  {
    name: 'with a call on its way that WeChat never got',
    id: 'lost',
    has: ({ path }) => path !== undefined,
    ...silence('hang'),
  },
  {
    name: 'with a call that WeChat took and did not answer',
    id: 'taken',
    has: ({ path }) => path !== undefined,
    ...silence('applied-but-timed-out'),
  },
  {
    name: 'with an answer that it has not stored',
    id: 'answered',
    has: () => true,
    ...stopRows(({ stored }) => stored),
  },
  {
    name: 'with an answer stored and the order read, before it has stored what it read',
    id: 'read',
    has: ({ isReadAfterwards }) => isReadAfterwards,
    ...stopRows(() => `OLD.observed->>'outdated' = 'true' AND NEW.observed->>'outdated' = 'false'`),
  },
  {
    name: 'with everything stored, before it has noted that it was told',
    id: 'told',
    has: () => true,
    arm: async (orders) => {
      const ids = orders.map(
        ({ step, orderId }) =>
          `wechat.order.${step.told.at(-1)}.v1:${installation.account.appId}:${orderId}:%`,
      );
      const like = ids.map((id) => `NEW.id LIKE '${id}'`).join(' OR ');
      await writes.stopAt({ table: 'outbox', condition: `NEW.published_at IS NOT NULL AND (${like})` });
    },
    // One process tells, so that one of them is told and the others wait behind it.
    reached: () => writes.stopped(1),
  },
];

const namesOf = (orderId: string) => [
  ...new Map(
    topics.seen.filter(({ subject }) => subject === orderId).map(({ id, name }) => [id, name]),
  ).values(),
];

describe.each(points)('killed $name', (point) => {
  const orders = steps
    .filter((step) => point.has(step))
    .map((step) => ({ step, orderId: `${point.id}-${step.name}` }));

  beforeAll(async () => {
    await Promise.all(orders.map(({ step, orderId }) => step.prepare(orderId)));
    await point.arm(orders);
    for (const [index, { step, orderId }] of orders.entries()) {
      await step.begin(orderId);
      await point.reached(orders.slice(0, index + 1));
    }
    await installation.killOnly(SERVICE);
    await writes.forget();
    await simulator.clearFaults();
    await installation.startAgain(SERVICE);
  });

  it.each(orders)('$step.name: it is done once and told once', async ({ step, orderId }) => {
    await topics.next(step.told.at(-1) ?? '', orderId, 1, TIMEOUT_MS);
    expect(namesOf(orderId)).toEqual(step.told);
    const order = await simulator.order(orderId);
    expect(order).toMatchObject(step.end);
    const { add, pay = 0, close = 0, changePrice = 0 } = order.applied;
    expect({ add, repeated: order.repeatedAdds, pay, close, changePrice }).toEqual({
      add: 1,
      repeated: 0,
      pay: step.name === 'pay' ? 1 : 0,
      close: step.name === 'close' ? 1 : 0,
      changePrice: step.name === 'price' ? 1 : 0,
    });
  });
});

it('opens the cashier with the parameters that were told after a crash', async () => {
  const orderId = 'answered-parameters';
  const { data } = await topics.next('payment-parameters-ready', orderId);
  await simulator.actOnOrder(orderId, 'pay', {
    prepayId: data.parameters.package.slice('prepay_id='.length),
  });
  await topics.next('paid', orderId);
});

it('told some of it twice, each time under the same id, and nothing was refused', () => {
  const ids = topics.seen.filter(({ name }) => !name.includes('.')).map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(new Set(ids).size);
  expect(topics.deadLetters).toEqual([]);
});
