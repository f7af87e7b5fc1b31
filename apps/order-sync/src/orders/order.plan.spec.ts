import { orderChanges } from './order.intake';
import { KEY, merchantOrderAt, ORDER_ID, ordinaryOrderAt, OrderWorld, START } from '../testing/order-world';
import { productFact } from './order.commands';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const address = { receiverName: '林', phone: '13000000000', detail: '示例路 14 号' };
const lowerPrice = {
  lines: [
    { productId: 'P-301', skuId: 'P-301-L', unitPrice: 4500, paid: 8000 },
    { productId: 'P-118', skuId: '', unitPrice: 3000, paid: 2700 },
  ],
  freight: 800,
  discount: 1300,
  surcharge: 0,
  total: 11_500,
};
const payment = { transactionId: '4200001500202603020000000001', paidAt: '2026-03-02T12:17:05+08:00' };

let world: OrderWorld;
beforeEach(() => {
  world = new OrderWorld();
});

/** The buyer pays inside WeChat, and the callback comes. */
function pay(): void {
  expect(world.wechat.happen(ORDER_ID, 'pay')).toBe(true);
  world.hint('paid');
}

async function created(order = merchantOrderAt()): Promise<void> {
  world.place(order);
  await world.drive();
  expect(world.told).toContain('created');
}

describe('an order that the component collects for', () => {
  it('is created, paid inside WeChat, shipped, received and settled, each told once', async () => {
    await created();
    expect(world.event('created')).toEqual({
      wechatOrderId: expect.stringMatching(/^\d+$/),
      merchantVersion: null,
      openId: 'oQx7WkExampleBuyer01',
      collectedBy: 'component',
      lines: [
        { productId: 'P-301', skuId: 'P-301-L', quantity: 2, unitPrice: 4500, paid: 8100 },
        { productId: 'P-118', skuId: '', quantity: 1, unitPrice: 3000, paid: 2700 },
      ],
      freight: 800,
      total: 11_600,
      deliveryType: 'express',
      required: true,
    });
    pay();
    await world.drive();
    for (const what of ['ship-part', 'ship', 'confirm'] as const) {
      world.wechat.happen(ORDER_ID, what);
      world.hint('refresh');
      await world.drive();
    }
    world.hint('settled', { settlement: { number: '2000000123', amount: 11_600, at: null } });
    await world.drive();
    expect(world.told).toEqual(['created', 'paid', 'shipped', 'shipped', 'received', 'settled']);
    expect(world.event('settled')).toMatchObject({ settlementNumber: '2000000123', amount: 11_600 });
    expect(world.row?.state).toBe('settled');
    expect(world.store.nextTime(KEY)).toBeNull();
  });

  it('never has its payment reported to WeChat', async () => {
    await created();
    world.say(orderChanges.paid(payment));
    await world.drive();
    expect(world.problems).toEqual(['paid-by-component']);
    pay();
    await world.drive();
    expect(world.wechat.applied).toEqual([]);
    expect(world.row?.state).toBe('settled');
  });

  it('is found paid by looking, when the callback got lost', async () => {
    await created();
    await world.live(10 * MINUTE);
    world.wechat.happen(ORDER_ID, 'pay');
    await world.live(10 * MINUTE);
    expect(world.told).toEqual(['created', 'paid']);
  });

  it('is found timed out just after its time', async () => {
    await created();
    await world.live(HOUR + 3_000);
    expect(world.event('cancelled')).toMatchObject({ by: 'timed-out' });
    expect(world.store.nextTime(KEY)).toBeNull();
  });

  it('is looked at more and more rarely while nothing happens', async () => {
    await created(merchantOrderAt({ expiresAt: new Date(START.getTime() + DAY).toISOString() }));
    await world.live(23 * HOUR);
    expect(world.calls.filter((call) => call.startsWith('read')).length).toBeLessThan(65);
    const due = world.store.nextTime(KEY)?.getTime() ?? 0;
    expect(due - world.clock.now().getTime()).toBeLessThanOrEqual(30 * MINUTE);
  });

  it('is told in every state it may turn up in, whatever was missed before', async () => {
    await created();
    world.wechat.order(ORDER_ID).status = 100;
    world.hint('received');
    await world.drive();
    expect(world.told).toEqual(['created', 'paid', 'shipped', 'received']);
    world.wechat.happen(ORDER_ID, 'refund');
    world.hint('refunded');
    await world.drive();
    expect(world.told.at(-1)).toBe('refunded');
    expect(world.store.nextTime(KEY)).toBeNull();
  });

  it('is told as shipped also when nobody looked before it was refunded', async () => {
    await created();
    world.wechat.happen(ORDER_ID, 'pay');
    world.wechat.happen(ORDER_ID, 'ship-part');
    world.wechat.happen(ORDER_ID, 'ship');
    world.wechat.happen(ORDER_ID, 'refund');
    world.hint('refunded');
    await world.drive();
    expect(world.told).toEqual(['created', 'paid', 'shipped', 'refunded']);
  });

  it('is not told as shipped when it was refunded before its last parcel', async () => {
    await created();
    for (const what of ['pay', 'ship-part', 'refund'] as const) world.wechat.happen(ORDER_ID, what);
    world.hint('refunded');
    await world.drive();
    expect(world.told).toEqual(['created', 'paid', 'refunded']);
  });

  it('waits in a state nobody has documented, and goes on from there', async () => {
    await created();
    world.wechat.order(ORDER_ID).status = 190;
    world.hint('refresh');
    await world.drive();
    expect(world.row).toMatchObject({ state: 'settled', observed: { status: 190 } });
    world.wechat.order(ORDER_ID).status = 20;
    await world.live(HOUR);
    expect(world.told).toEqual(['created', 'paid']);
  });
});

describe('an order that the merchant collects for', () => {
  it('is created with its prepay id, and reported paid once', async () => {
    world.place(ordinaryOrderAt());
    await world.drive();
    expect(world.event('created')).toMatchObject({ collectedBy: 'merchant' });
    world.say(orderChanges.paid(payment));
    await world.drive();
    world.say(orderChanges.paid(payment));
    await world.drive();
    expect(world.wechat.applied).toEqual(['report-paid']);
    expect(world.event('paid')).toMatchObject({
      collectedBy: 'merchant',
      transactionId: payment.transactionId,
      paidAt: '2026-03-02T04:17:05.000Z',
    });
  });

  it('is reported paid although the payment was known before the order', async () => {
    world.say(orderChanges.paid(payment));
    await world.drive();
    expect(world.calls).toEqual([]);
    await created(ordinaryOrderAt());
    expect(world.told).toEqual(['created', 'paid']);
  });

  it('waits for the number of the transaction', async () => {
    await created(ordinaryOrderAt());
    world.say(orderChanges.paid({ ...payment, transactionId: '' }));
    await world.drive();
    expect(world.problems).toEqual(['transaction-missing']);
    world.say(orderChanges.paid(payment));
    await world.drive();
    expect(world.told).toContain('paid');
  });

  it.each([
    ['buyer', 'cancelled-by-buyer'],
    ['merchant', 'cancelled-by-merchant'],
    ['timed-out', 'timed-out'],
    ['payment-failed', 'failed'],
  ] as const)('is ended with what became of its payment: %s', async (reason, how) => {
    await created(ordinaryOrderAt());
    const cancel = jest.spyOn(world.wechat, 'cancel');
    world.cancel(reason);
    await world.drive();
    expect(cancel.mock.calls.map(([, , sent]) => sent)).toEqual([how]);
    expect(world.event('cancelled')).toMatchObject({ by: 'merchant' });
  });
});

describe('a cancellation', () => {
  it('closes an unpaid order, reads it, and tells once', async () => {
    await created();
    world.cancel();
    await world.drive();
    world.cancel();
    world.hint('cancelled', { cancelledBy: 'buyer' });
    await world.drive();
    expect(world.calls.slice(2)).toEqual(['cancel: fact', 'read: fact']);
    expect(world.event('cancelled')).toMatchObject({ by: 'merchant' });
    expect(world.row?.state).toBe('settled');
  });

  it('of an order that never reached WeChat is told without a call that changes anything', async () => {
    world.cancel();
    await world.drive();
    world.place(merchantOrderAt());
    await world.drive();
    expect(world.wechat.adds).toBe(0);
    expect(world.event('cancelled')).toEqual({ wechatOrderId: null, merchantVersion: null, by: 'merchant' });
  });

  it('by the buyer inside WeChat says by whom, when the callback said so', async () => {
    await created();
    world.wechat.happen(ORDER_ID, 'cancel');
    world.hint('cancelled', { cancelledBy: 'buyer' });
    await world.drive();
    expect(world.event('cancelled')).toMatchObject({ by: 'buyer' });
  });

  it('inside WeChat that no callback told is found, and nobody knows by whom', async () => {
    await created();
    world.wechat.happen(ORDER_ID, 'cancel');
    await world.live(MINUTE);
    expect(world.event('cancelled')).toMatchObject({ by: 'unknown' });
  });

  it('waits while WeChat is settling a payment', async () => {
    await created();
    world.wechat.happen(ORDER_ID, 'settle');
    world.hint('refresh');
    await world.drive();
    world.cancel();
    await world.drive();
    expect(world.calls.filter((call) => call.startsWith('cancel'))).toEqual([]);
    world.wechat.order(ORDER_ID).status = 10;
    await world.live(MINUTE);
    expect(world.wechat.order(ORDER_ID).status).toBe(250);
  });

  it('looks ever more rarely at an order whose payment WeChat settles for hours', async () => {
    await created(merchantOrderAt({ expiresAt: new Date(START.getTime() + 10 * HOUR).toISOString() }));
    world.wechat.happen(ORDER_ID, 'settle');
    world.hint('refresh');
    await world.drive();
    await world.live(HOUR);
    const ofFirstHour = world.calls.length;
    await world.live(8 * HOUR);
    // At least every five minutes all the same: the buyer has paid.
    expect(world.calls.length - ofFirstHour).toBeGreaterThanOrEqual((8 * HOUR) / (5 * MINUTE) - 1);
    expect(world.calls.length).toBeLessThan(250);
  });

  it('event about an order that is paid is not believed', async () => {
    await created();
    pay();
    await world.drive();
    world.hint('cancelled', { cancelledBy: 'buyer' });
    await world.drive();
    expect(world.told).toEqual(['created', 'paid']);
  });
});

describe('money taken for an order that was cancelled', () => {
  async function paidAfterCancellation(): Promise<void> {
    await created();
    world.wechat.happen(ORDER_ID, 'pay');
    world.cancel();
    await world.drive();
  }

  it('is told once, instead of the payment, and stays an open task', async () => {
    await paidAfterCancellation();
    expect(world.told.filter((name) => name !== 'parked')).toEqual(['created', 'compensation-required']);
    expect(world.event('compensation-required')).toMatchObject({
      collectedBy: 'component',
      transactionId: `4200-${ORDER_ID}`,
      amount: 11_600,
    });
    for (const again of [() => world.hint('refresh'), () => world.hint('paid'), () => world.cancel()]) {
      again();
      await world.drive();
    }
    await world.live(3 * DAY);
    expect(world.told.filter((name) => name === 'compensation-required')).toHaveLength(1);
    expect(world.row).toMatchObject({ state: 'parked', problems: [{ code: 'compensation-required' }] });
    expect(world.wechat.applied).toEqual([]);
  });

  it('ends when the merchant says that the money was given back', async () => {
    await paidAfterCancellation();
    world.say(orderChanges.compensationResolved({ resolution: 'refunded' }));
    await world.drive();
    expect(world.row?.state).toBe('settled');
    expect(world.told).not.toContain('paid');
  });

  it('takes the cancellation back when the merchant delivers after all', async () => {
    await paidAfterCancellation();
    world.say(orderChanges.compensationResolved({ resolution: 'fulfilled' }));
    await world.drive();
    expect(world.row?.state).toBe('settled');
    expect(world.told.at(-1)).toBe('paid');
    world.cancel();
    await world.drive();
    expect(world.row).toMatchObject({ state: 'parked', problems: [{ code: 'compensation-required' }] });
  });

  it('cannot be resolved before it is a task', async () => {
    await created();
    expect(world.say(orderChanges.compensationResolved({ resolution: 'refunded' }))).toBe(
      'nothing-to-compensate',
    );
    world.cancel();
    expect(world.say(orderChanges.compensationResolved({ resolution: 'refunded' }))).toBe(
      'nothing-to-compensate',
    );
  });

  it('is found when the cancellation comes after the payment was told', async () => {
    await created();
    pay();
    await world.drive();
    world.cancel();
    await world.drive();
    expect(world.told.filter((name) => name !== 'parked')).toEqual([
      'created',
      'paid',
      'compensation-required',
    ]);
  });

  it('is found when the payment wins the race against the close', async () => {
    await created();
    const cancel = world.wechat.cancel.bind(world.wechat);
    jest.spyOn(world.wechat, 'cancel').mockImplementationOnce(async (...args) => {
      world.wechat.happen(ORDER_ID, 'pay');
      return cancel(...args);
    });
    world.cancel();
    await world.drive();
    expect(world.told).toContain('compensation-required');
    expect(world.told).not.toContain('cancelled');
  });

  it.each(['paid, then cancelled', 'cancelled, then paid'])(
    'by the merchant: %s, before either reached WeChat',
    async (order) => {
      await created(ordinaryOrderAt());
      const facts = [() => world.say(orderChanges.paid(payment)), () => world.cancel()];
      for (const fact of order.startsWith('paid') ? facts : facts.toReversed()) fact();
      await world.drive();
      expect(world.wechat.applied).toEqual([]);
      expect(world.event('compensation-required')).toMatchObject({
        collectedBy: 'merchant',
        transactionId: payment.transactionId,
      });
    },
  );

  it.each([
    ['refunded', ['cancel'], 250],
    ['fulfilled', ['report-paid'], 20],
  ] as const)('by the merchant, %s: WeChat hears what came of it', async (resolution, applied, status) => {
    await created(ordinaryOrderAt());
    world.say(orderChanges.paid(payment));
    world.cancel();
    await world.drive();
    world.say(orderChanges.compensationResolved({ resolution }));
    await world.drive();
    expect(world.wechat.applied).toEqual(applied);
    expect(world.wechat.order(ORDER_ID).status).toBe(status);
    expect(world.row?.problems).toBeNull();
  });

  it('by the merchant for an order that had timed out at WeChat', async () => {
    await created(ordinaryOrderAt());
    await world.live(2 * HOUR);
    world.say(orderChanges.paid(payment));
    await world.drive();
    expect(world.told.filter((name) => name !== 'parked')).toEqual([
      'created',
      'cancelled',
      'compensation-required',
    ]);
  });

  it('by the merchant for an order that never reached WeChat', async () => {
    world.place(ordinaryOrderAt());
    world.cancel();
    await world.drive();
    world.say(orderChanges.paid(payment));
    await world.drive();
    expect(world.event('compensation-required')).toMatchObject({ wechatOrderId: null, amount: 11_600 });
    expect(world.wechat.adds).toBe(0);
  });
});

describe('contents', () => {
  it('that change before WeChat has the order are sent as they are newest', async () => {
    world.wechat.faults.inject('no-connection', 0);
    world.place(merchantOrderAt({ version: 1 }));
    await world.drive();
    world.say(orderChanges.priceChanged(lowerPrice), 2);
    world.say(orderChanges.addressChanged({ address }), 3);
    await world.comeBack();
    expect(world.event('created')).toMatchObject({ merchantVersion: 3, total: 11_500 });
    expect(world.wechat.order(ORDER_ID).address).toEqual(address);
    expect(world.row?.state).toBe('waiting');
  });

  it('that change afterwards stay as they are at WeChat, and the merchant hears what to do', async () => {
    await created();
    const [shirt, cap] = merchantOrderAt().lines;
    world.place(merchantOrderAt({ lines: [{ ...shirt, quantity: 1 }, cap], total: 7100 }));
    await world.drive();
    expect(world.problems).toEqual(['changed-after-creation']);
    expect(world.row?.problems?.[0]?.message).toContain('lines');
    expect(world.wechat.adds).toBe(1);
    world.place(merchantOrderAt());
    await world.drive();
    expect(world.row).toMatchObject({ state: 'waiting', problems: null });
  });

  it('that cannot be changed keep nothing else from being done', async () => {
    await created();
    world.place(merchantOrderAt({ path: 'pages/other' }));
    pay();
    await world.drive();
    expect(world.told.filter((name) => name !== 'parked')).toEqual(['created', 'paid']);
    world.wechat.order(ORDER_ID).status = 250;
    await world.live(DAY);
    expect(world.told.at(-1)).toBe('cancelled');
    expect(world.row?.state).toBe('settled');
  });

  it('are looked up with the buyer they were created for', async () => {
    await created();
    world.place(merchantOrderAt({ buyer: { openId: 'oSomebodyElse' } }));
    pay();
    await world.drive();
    expect(world.told).toContain('paid');
    expect(world.wechat.adds).toBe(1);
  });
});

describe('a price change', () => {
  it('is in force once, and told', async () => {
    await created();
    world.say(orderChanges.priceChanged({ version: 2, ...lowerPrice }), 2);
    await world.drive();
    world.say(orderChanges.priceChanged({ version: 3, ...lowerPrice }), 3);
    await world.drive();
    expect(world.wechat.applied).toEqual(['change-price']);
    expect(world.event('price-changed')).toMatchObject({ merchantVersion: 2, total: 11_500 });
  });

  it('after the first one proposes a new order', async () => {
    await created();
    world.say(orderChanges.priceChanged(lowerPrice));
    await world.drive();
    const again = { ...lowerPrice, discount: 4000, total: 8800 };
    const lines = again.lines.map(({ paid: _, ...line }) => line);
    world.say(orderChanges.priceChanged({ ...again, lines }));
    await world.drive();
    expect(world.problems).toEqual(['price-change-used']);
    expect(world.wechat.applied).toEqual(['change-price']);
    world.say(orderChanges.priceChanged(lowerPrice));
    await world.drive();
    expect(world.row?.problems).toBeNull();
  });

  it.each([
    ['lost-answer', 1],
    ['lost-request', 1],
    ['arrives-late', 1],
    ['killed-after', 1],
    ['busy-but-done', 1],
  ] as const)('whose outcome is unknown (%s) is looked up by its price', async (fault, times) => {
    await created();
    world.say(orderChanges.priceChanged(lowerPrice));
    world.wechat.faults.inject(fault, 0);
    await world.drive();
    await world.live(2 * MINUTE);
    expect(world.wechat.applied).toHaveLength(times);
    expect(world.event('price-changed')).toMatchObject({ total: 11_500 });
  });

  it('with amounts that do not add up costs no call', async () => {
    await created();
    world.say(orderChanges.priceChanged({ ...lowerPrice, lines: lowerPrice.lines.slice(1), total: 1 }));
    await world.drive();
    expect(world.problems).toEqual(
      expect.arrayContaining(['price-change-incomplete', 'total-does-not-balance']),
    );
    expect(world.wechat.applied).toEqual([]);
  });

  it('that comes after the payment is too late', async () => {
    await created();
    pay();
    world.say(orderChanges.priceChanged(lowerPrice));
    await world.drive();
    expect(world.problems).toEqual(['price-change-too-late']);
  });
});

describe('an address', () => {
  it('is changed before the order is shipped, each time it differs', async () => {
    await created();
    world.say(orderChanges.addressChanged({ version: 2, address }), 2);
    await world.drive();
    pay();
    world.say(
      orderChanges.addressChanged({ version: 3, address: { ...address, detail: '示例路 15 号' } }),
      3,
    );
    await world.drive();
    await world.drive();
    expect(world.wechat.applied).toEqual(['update-address', 'update-address']);
    expect(world.told).toEqual(['created', 'address-changed', 'paid', 'address-changed']);
  });

  it('that WeChat refuses keeps nothing else from being done, and is not sent again', async () => {
    await created();
    world.wechat.refuseAddress = 1010034;
    world.say(orderChanges.addressChanged({ address }));
    await world.drive();
    expect(world.problems).toEqual(['1010034']);
    pay();
    await world.drive();
    expect(world.told).toContain('paid');
    await world.live(3 * DAY);
    expect(world.calls.filter((call) => call.startsWith('update-address'))).toHaveLength(1);
  });

  it('that comes after shipping is too late', async () => {
    await created();
    pay();
    await world.drive();
    world.wechat.happen(ORDER_ID, 'ship');
    world.hint('refresh');
    world.say(orderChanges.addressChanged({ address }));
    await world.drive();
    expect(world.problems).toEqual(['address-too-late']);
  });
});

describe('an opening of the cashier', () => {
  it('gets fresh parameters, which stay nowhere but in the event', async () => {
    world.place(merchantOrderAt());
    world.say(orderChanges.checkoutRequested({ checkoutId: 'c-1' }));
    await world.drive();
    world.say(orderChanges.checkoutRequested({ checkoutId: 'c-2' }));
    await world.drive();
    await world.drive();
    const ready = world.store.events.filter(({ type }) => type.includes('parameters-ready'));
    expect(ready.map(({ data }: any) => [data.checkoutId, data.parameters.nonceStr])).toEqual([
      ['c-1', 'nonce-1'],
      ['c-2', 'nonce-2'],
    ]);
    expect(JSON.stringify(world.row)).not.toContain('nonce-');
    expect(JSON.stringify(world.store.timeline)).not.toContain('nonce-');
  });

  it.each<[string, () => void | Promise<void>, string]>([
    ['paid', pay, 'checkout-paid'],
    ['cancelled by the merchant only', () => world.cancel(), 'checkout-cancelled'],
    ['over', () => world.clock.advance(HOUR), 'checkout-expired'],
  ])('of an order that is %s is refused with the reason', async (_what, happen, code) => {
    await created();
    await happen();
    world.say(orderChanges.checkoutRequested({ checkoutId: 'c-1' }));
    await world.drive();
    expect(world.event('payment-parameters-refused')).toMatchObject({
      checkoutId: 'c-1',
      problems: [{ code }],
    });
    expect(world.wechat.parametersGiven).toBe(0);
  });

  it('of an order that the merchant collects for is refused', async () => {
    await created(ordinaryOrderAt());
    world.say(orderChanges.checkoutRequested({ checkoutId: 'c-1' }));
    await world.drive();
    expect(world.event('payment-parameters-refused')).toMatchObject({
      problems: [{ code: 'checkout-by-merchant' }],
    });
  });

  it('with nothing to pay is parked with what WeChat says', async () => {
    const [line] = merchantOrderAt().lines;
    world.place(merchantOrderAt({ lines: [{ ...line, unitPrice: 0 }], freight: 0, discount: 0, total: 0 }));
    world.say(orderChanges.checkoutRequested({ checkoutId: 'c-1' }));
    await world.drive();
    expect(world.problems).toEqual(['1010051']);
  });
});

describe('an add whose outcome is unknown', () => {
  it.each(['lost-answer', 'killed-after', 'arrives-late', 'busy-but-done'] as const)(
    'and which WeChat has (%s) is found, told once and not repeated',
    async (fault) => {
      world.place(merchantOrderAt());
      world.wechat.faults.inject(fault, 0);
      await world.drive();
      await world.live(MINUTE);
      expect(world.wechat.adds).toBe(1);
      expect(world.event('created')).toMatchObject({ total: 11_600, merchantVersion: null });
    },
  );

  it.each(['lost-request', 'killed-before', 'busy'] as const)(
    'and which WeChat does not have (%s) is repeated only when nothing can arrive any more',
    async (fault) => {
      world.place(merchantOrderAt());
      world.wechat.faults.inject(fault, 0);
      const sentAt = world.clock.now().getTime();
      await world.drive();
      while (world.wechat.adds === 0) await world.comeBack();
      expect(world.clock.now().getTime() - sentAt).toBeGreaterThanOrEqual(30_000);
      expect(world.wechat.addsRepeated).toBe(0);
      expect(world.told).toEqual(['created']);
    },
  );

  it('is looked for soon after, because somebody may be waiting', async () => {
    world.place(merchantOrderAt());
    world.wechat.faults.inject('lost-answer', 0);
    await world.drive();
    await world.comeBack();
    expect(world.clock.now().getTime() - START.getTime()).toBeLessThan(1_000);
    expect(world.told).toEqual(['created']);
  });

  it('and which is cancelled meanwhile is closed when it turns up after all', async () => {
    world.place(merchantOrderAt());
    world.wechat.faults.inject('arrives-late', 0);
    await world.drive();
    world.cancel();
    await world.live(MINUTE);
    expect(world.wechat.order(ORDER_ID).status).toBe(250);
    expect(world.event('cancelled')).toMatchObject({ wechatOrderId: expect.any(String) });
  });

  it('and whose contents change meanwhile is told as it was created', async () => {
    world.place(merchantOrderAt({ version: 1 }));
    world.wechat.faults.inject('lost-answer', 0);
    await world.drive();
    world.place(merchantOrderAt({ version: 2, path: 'pages/other', freight: 0, total: 10_800 }));
    await world.live(MINUTE);
    expect(world.event('created')).toMatchObject({ total: 11_600, freight: 800 });
    expect(world.problems).toEqual(['changed-after-creation']);
  });
});

describe('the time until which an order can be paid', () => {
  const inMinutes = (minutes: number) => new Date(START.getTime() + minutes * MINUTE).toISOString();

  it.each([
    [14.9, 'expiry-too-soon'],
    [1440.1, 'expiry-too-late'],
  ])('parks the order when it ends in %d minutes', async (minutes, code) => {
    world.place(merchantOrderAt({ expiresAt: inMinutes(minutes) }));
    await world.drive();
    expect(world.problems).toEqual([code]);
    expect(world.wechat.adds).toBe(0);
  });

  it.each([15, 1440])('may end in %d minutes', async (minutes) => {
    await created(merchantOrderAt({ expiresAt: inMinutes(minutes) }));
  });

  it('is told when it is up before the order got to WeChat', async () => {
    world.place(merchantOrderAt({ expiresAt: inMinutes(20) }));
    world.product('P-301', 'not-approved');
    await world.drive();
    await world.live(DAY);
    expect(world.event('cancelled')).toEqual({ wechatOrderId: null, merchantVersion: null, by: 'timed-out' });
    expect(world.wechat.adds).toBe(0);
    expect(world.row?.state).toBe('settled');
    world.place(merchantOrderAt({ expiresAt: new Date(world.clock.now().getTime() + HOUR).toISOString() }));
    await world.drive();
    expect(world.problems).toEqual(['time-was-up']);
  });

  it('does not end an order that the merchant has collected for', async () => {
    world.place(ordinaryOrderAt({ expiresAt: inMinutes(20) }));
    world.say(orderChanges.paid(payment));
    world.wechat.faults.inject('account-closed', 0);
    await world.drive();
    world.clock.advance(HOUR);
    await world.drive();
    expect(world.problems).toEqual(['paid-too-late']);
    expect(world.told).toEqual(['parked']);
  });

  it('is needed', async () => {
    world.place(merchantOrderAt({ expiresAt: undefined }));
    await world.drive();
    expect(world.problems).toEqual(['expiry-missing']);
  });
});

describe('products', () => {
  it.each(['not-approved', 'not-listed', 'taken-down', 'deleted'] as const)(
    'that are %s are named, waited for, and let the order go on',
    async (standing) => {
      world.product('P-118', standing);
      world.place(merchantOrderAt());
      await world.drive();
      expect(world.row).toMatchObject({
        state: 'parked',
        waitingFor: [productFact('P-118')],
        problems: [{ code: 'product-not-orderable', field: 'lines[P-118]' }],
      });
      expect(world.wechat.adds).toBe(0);
      world.product('P-118', 'orderable');
      expect(world.store.nextTime(KEY)).toEqual(world.clock.now());
      await world.drive();
      expect(world.told).toEqual(['parked', 'created']);
    },
  );

  it('that nobody has spoken of are tried', async () => {
    world.product('P-118', 'unknown');
    await created();
  });

  it.each([1010002, 1010008, 1010015])('that WeChat refuses with %d are named', async (code) => {
    world.product('P-118', 'unknown');
    world.wechat.refuseAdd.push(code);
    world.place(merchantOrderAt());
    await world.drive();
    expect(world.row).toMatchObject({
      state: 'parked',
      waitingFor: [productFact('P-118')],
      problems: [{ code: 'product-not-orderable', field: 'lines[P-118]' }],
    });
    world.product('P-118', 'orderable');
    await world.drive();
    expect(world.told).toEqual(['parked', 'created']);
  });

  it('that WeChat refuses although everybody vouches for them are tried again now and then', async () => {
    world.wechat.refuseAdd.push(1010015, 1010015);
    world.place(merchantOrderAt());
    await world.drive();
    expect(world.row?.waitingFor).toEqual([productFact('P-301'), productFact('P-118')]);
    await world.live(25 * MINUTE);
    expect(world.told).toEqual(['parked', 'created']);
  });

  it('do not matter in the first generation', async () => {
    world = new OrderWorld('first');
    world.product('P-118', 'not-approved');
    await created(merchantOrderAt({ scene: 1177, payment: {} }));
  });
});

describe('what WeChat says no to', () => {
  it('is parked with the reason, and sent again when the merchant publishes again', async () => {
    world.wechat.refuseAdd.push(1010061);
    world.place(merchantOrderAt());
    await world.drive();
    expect(world.problems).toEqual(['1010061']);
    await world.live(10 * MINUTE);
    expect(world.wechat.adds).toBe(0);
    world.place(merchantOrderAt());
    await world.drive();
    expect(world.told).toEqual(['parked', 'created']);
  });

  it('still ends with its time', async () => {
    world.wechat.refuseAdd.push(1010061);
    world.place(merchantOrderAt());
    await world.drive();
    await world.live(2 * HOUR);
    expect(world.told).toEqual(['parked', 'cancelled']);
  });

  it('makes everything wait, and parks nothing, when it concerns the whole account', async () => {
    world.wechat.faults.inject('account-closed', 0);
    world.place(merchantOrderAt());
    await world.drive();
    expect(world.row).toMatchObject({ state: 'waiting', problems: null, intent: null });
    await world.comeBack();
    expect(world.told).toEqual(['created']);
  });

  it('is parked after several contradictions, without being sent over and over', async () => {
    await created();
    jest.spyOn(world.wechat, 'cancel').mockImplementation(async () => ({
      ok: false,
      error: {
        kind: 'refused',
        code: 1000000,
        class: 'permanent',
        scope: 'entity',
        message: '',
        alreadyDone: false,
        unknownCode: false,
        explanation: { meaning: 'm', meaningZh: 'm', fix: 'f', fixZh: 'f' },
      },
      note: {},
    }));
    world.cancel();
    await world.drive();
    expect(world.calls.filter((call) => call.startsWith('cancel'))).toHaveLength(1);
    await world.live(50 * MINUTE);
    expect(world.calls.filter((call) => call.startsWith('cancel')).length).toBeLessThanOrEqual(6);
    expect(world.problems).toEqual(['1000000']);
    pay();
    await world.drive();
    expect(world.told).toContain('compensation-required');
  });
});

describe('an order that WeChat has lost', () => {
  it('is parked, looked for every hour, never created again', async () => {
    await created();
    const lost = world.wechat.order(ORDER_ID);
    world.wechat.orders.clear();
    world.hint('refresh');
    await world.drive();
    expect(world.problems).toEqual(['missing-at-wechat']);
    expect(world.wechat.adds).toBe(1);
    world.wechat.orders.set(ORDER_ID, lost);
    lost.status = 20;
    await world.live(HOUR);
    expect(world.told).toEqual(['created', 'parked', 'paid']);
  });
});

describe('facts without an order', () => {
  it.each([
    ['a price', orderChanges.priceChanged(lowerPrice)],
    ['an address', orderChanges.addressChanged({ address })],
    ['a receipt', orderChanges.received(START)],
    ['an opening of the cashier', orderChanges.checkoutRequested({ checkoutId: 'c' })],
    ['a settled compensation', orderChanges.compensationResolved({ resolution: 'refunded' })],
  ])('are dead letters when they need one: %s', (_what, change) => {
    expect(world.say(change)).toBe('order-unknown');
  });
});

it('tells nothing to WeChat that came from there', async () => {
  await created();
  for (const what of ['pay', 'ship', 'confirm', 'refund'] as const) {
    world.wechat.happen(ORDER_ID, what);
    world.hint('refresh');
    await world.drive();
  }
  world.say(orderChanges.received(world.clock.now()));
  await world.live(3 * DAY);
  expect(world.wechat.applied).toEqual([]);
});

it('finds the receipt soon after the shop has told it', async () => {
  await created();
  pay();
  await world.drive();
  world.wechat.happen(ORDER_ID, 'ship');
  await world.live(2 * DAY);
  world.say(orderChanges.received(world.clock.now()));
  world.wechat.happen(ORDER_ID, 'confirm');
  await world.drive();
  await world.live(10 * MINUTE);
  expect(world.told.at(-1)).toBe('received');
});
