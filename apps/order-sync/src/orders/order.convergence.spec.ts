import * as fc from 'fast-check';
import { channelFaults, type ChannelFault } from '@tongbu/sync-engine';
import { merchantOrderAt, ORDER_ID, ordinaryOrderAt, OrderWorld, START } from '../testing/order-world';
import { orderChanges } from './order.intake';
import { isMoneyInConflict } from './order.money';
import { isPaid, phaseOf } from './order.status';
import { nothingDesired, nothingObserved } from './order';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

type Happening = Parameters<OrderWorld['wechat']['happen']>[1];
type Move =
  | { kind: 'place'; freight: number; minutes: number }
  | { kind: 'price'; discount: number }
  | { kind: 'address'; detail: number }
  | { kind: 'cancel' }
  | { kind: 'paid' }
  | { kind: 'checkout'; id: number }
  | { kind: 'received' }
  | { kind: 'resolve'; resolution: 'refunded' | 'fulfilled' }
  | { kind: 'drive'; fault: ChannelFault; after: number }
  | { kind: 'pass-time'; ms: number }
  | { kind: 'happen'; what: Happening; told: number }
  | { kind: 'stray-callback'; name: string }
  | { kind: 'product'; standing: 'orderable' | 'not-listed' }
  | { kind: 'refuse'; code: number };

const happenings: readonly Happening[] = [
  'pay',
  'settle',
  'cancel',
  'confirm',
  'refund',
  'ship',
  'ship-part',
];
const move = fc.oneof(
  fc.record({ kind: fc.constant('place'), freight: fc.nat(2), minutes: fc.constantFrom(10, 20, 60, 600) }),
  fc.record({ kind: fc.constant('price'), discount: fc.nat(3) }),
  fc.record({ kind: fc.constant('address'), detail: fc.nat(2) }),
  fc.constant({ kind: 'cancel' }),
  fc.constant({ kind: 'paid' }),
  fc.record({ kind: fc.constant('checkout'), id: fc.nat(3) }),
  fc.constant({ kind: 'received' }),
  fc.record({ kind: fc.constant('resolve'), resolution: fc.constantFrom('refunded', 'fulfilled') }),
  ...Array.from({ length: 4 }, () =>
    fc.record({ kind: fc.constant('drive'), fault: fc.constantFrom(...channelFaults), after: fc.nat(3) }),
  ),
  fc.record({ kind: fc.constant('pass-time'), ms: fc.constantFrom(50, 13_000, 31_000, 15 * MINUTE, DAY) }),
  ...Array.from({ length: 3 }, () =>
    fc.record({ kind: fc.constant('happen'), what: fc.constantFrom(...happenings), told: fc.nat(2) }),
  ),
  fc.record({
    kind: fc.constant('stray-callback'),
    name: fc.constantFrom('paid', 'cancelled', 'settled', 'refresh'),
  }),
  fc.record({ kind: fc.constant('product'), standing: fc.constantFrom('orderable', 'not-listed') }),
  fc.record({ kind: fc.constant('refuse'), code: fc.constantFrom(1010015, 1010003) }),
) as fc.Arbitrary<Move>;
const histories = fc.record({ ordinary: fc.boolean(), moves: fc.array(move, { maxLength: 30 }) });
type History = typeof histories extends fc.Arbitrary<infer T> ? T : never;

const HINT_OF: Partial<Record<Happening, string>> = {
  pay: 'paid',
  cancel: 'cancelled',
  confirm: 'received',
  refund: 'refunded',
};

class Play extends OrderWorld {
  constructor(private readonly ordinary: boolean) {
    super();
    this.place({ ...this.order(0, 60) });
  }

  order(freight: number, minutes: number) {
    const changes = {
      freight,
      total: 10_800 + freight,
      expiresAt: new Date(this.clock.now().getTime() + minutes * MINUTE).toISOString(),
    };
    return this.ordinary ? ordinaryOrderAt(changes) : merchantOrderAt(changes);
  }

  async play(step: Move): Promise<void> {
    switch (step.kind) {
      case 'place':
        return this.place(this.order(step.freight, step.minutes));
      case 'price': {
        const { lines, freight } = merchantOrderAt();
        const discount = step.discount * 100;
        const amounts = { freight, discount, surcharge: 0, total: 12_000 + freight - discount };
        this.say(orderChanges.priceChanged({ lines, ...amounts }));
        return;
      }
      case 'address': {
        const address = { receiverName: '林', phone: '13000000000', detail: `示例路 ${step.detail} 号` };
        this.say(orderChanges.addressChanged({ address }));
        return;
      }
      case 'cancel':
        return this.cancel();
      case 'paid':
        this.say(orderChanges.paid({ transactionId: '4200', paidAt: START.toISOString() }));
        return;
      case 'checkout':
        this.say(orderChanges.checkoutRequested({ checkoutId: `c-${step.id}` }));
        return;
      case 'received':
        this.say(orderChanges.received(this.clock.now()));
        return;
      case 'resolve':
        this.say(orderChanges.compensationResolved({ resolution: step.resolution }));
        return;
      case 'drive':
        this.wechat.faults.inject(step.fault, step.after);
        return this.drive();
      case 'pass-time':
        this.clock.advance(step.ms);
        return;
      case 'happen': {
        if (!this.wechat.happen(ORDER_ID, step.what)) return;
        for (let push = 0; push < step.told; push += 1) this.hint(HINT_OF[step.what] ?? 'refresh');
        return;
      }
      case 'stray-callback':
        return this.hint(step.name);
      case 'product':
        return this.product('P-118', step.standing);
      case 'refuse':
        this.wechat.refuseAdd.push(step.code);
    }
  }

  /** No more faults and no more callbacks: what is left is found by looking. */
  async calmDown(): Promise<void> {
    this.wechat.faults.inject('none', 0);
    this.wechat.refuseAdd.length = 0;
    this.clock.advance(60_000);
    await this.drive();
    await this.live(3 * DAY);
  }

  get atWechat() {
    const order = this.wechat.orders.get(ORDER_ID);
    return order && { status: order.status, phase: phaseOf(order.status), order };
  }

  get desired() {
    return this.row?.desired ?? nothingDesired;
  }

  get observed() {
    return this.row?.observed ?? nothingObserved;
  }

  count(name: string): number {
    return this.store.drafted.filter(({ type }) => type === `wechat.order.${name}.v1`).length;
  }
}

async function played({ ordinary, moves }: History): Promise<Play> {
  const world = new Play(ordinary);
  for (const step of moves) await world.play(step);
  await world.calmDown();
  return world;
}

/** Several truths are looked at in each history: playing one takes longer than looking. */
const holds = (...truths: readonly ((world: Play) => void)[]) =>
  fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const world = await played(history);
      for (const truth of truths) truth(world);
    }),
    { numRuns: 150 },
  );

function knowsWhereItStands({ row, observed, atWechat }: Play): void {
  expect(row?.intent).toBeNull();
  expect(row?.generation).toBe(row?.observedGeneration);
  expect(['settled', 'parked', 'waiting']).toContain(row?.state);
  expect(observed.existence).toBe(atWechat === undefined ? 'absent' : 'present');
  if (atWechat !== undefined) expect(observed.status).toBe(atWechat.status);
}

function isDoneOnce({ wechat }: Play): void {
  expect(wechat.addsRepeated).toBe(0);
  expect(wechat.adds).toBeLessThanOrEqual(1);
  for (const once of ['report-paid', 'cancel', 'change-price']) {
    expect(wechat.applied.filter((name) => name === once).length).toBeLessThanOrEqual(1);
  }
}

function isLookedAtRarely({ store, clock, row, calls }: Play): void {
  const due = row === undefined ? null : store.nextTime(row);
  if (due !== null) expect(due.getTime() - clock.now().getTime()).toBeLessThanOrEqual(DAY);
  expect(calls.length).toBeLessThan(400);
}

function isToldOnce(world: Play): void {
  const names = ['created', 'paid', 'cancelled', 'received', 'refunded', 'price-changed', 'settled'];
  expect([...names, 'compensation-required'].filter((name) => world.count(name) > 1)).toEqual([]);
}

function isToldAsItIs({ told, atWechat }: Play): void {
  expect(told.includes('created')).toBe(atWechat !== undefined);
  const phase = atWechat?.phase;
  if (phase === 'cancelled' || phase === 'timed-out') expect(told).toContain('cancelled');
  if (phase === 'completed') expect(told).toContain('received');
  if (phase === 'refunded') expect(told).toContain('refunded');
  if (told.includes('cancelled') && phase !== undefined) expect(['cancelled', 'timed-out']).toContain(phase);
  if (phase !== undefined && isPaid(phase)) {
    expect(told.includes('paid') || told.includes('compensation-required')).toBe(true);
  }
}

function endsWhenCancelled({ desired, observed, atWechat, told }: Play): void {
  if (desired.cancelled === null || observed.compensationSince !== null) return;
  if (atWechat === undefined) expect(told).toContain('cancelled');
  // A payment that WeChat is settling can only be waited for; when it is through, money is in question.
  else expect(['cancelled', 'timed-out', 'refunded', 'settling']).toContain(atWechat.phase);
}

function parksWhileMoneyIsInQuestion(world: Play): void {
  const { desired, observed, row, problems } = world;
  if (isMoneyInConflict(desired, observed)) expect(world.count('compensation-required')).toBe(1);
  const isOpen = observed.compensationSince !== null && desired.compensation === null;
  expect(row?.state === 'parked' && problems.includes('compensation-required')).toBe(isOpen);
  if (isOpen) expect(problems).toEqual(['compensation-required']);
}

function isReportedPaid({ desired, atWechat, observed }: Play): void {
  if (desired.paid === null || atWechat?.order.collectedBy !== 'merchant') return;
  if (observed.compensationSince !== null) return;
  expect(isPaid(atWechat.phase) || atWechat.phase === 'refunded').toBe(true);
}

function hasTheNewestAddress({ atWechat, desired, problems }: Play): void {
  if (atWechat?.phase !== 'paid' || desired.address === null || problems.includes('compensation-required'))
    return;
  expect(atWechat.order.address).toEqual(desired.address.content);
}

describe('an order converges whatever happened before', () => {
  it('knows where it stands, and does nothing irreversible twice', () =>
    holds(knowsWhereItStands, isDoneOnce, isLookedAtRarely));

  it('tells each thing once, and what is true', () => holds(isToldOnce, isToldAsItIs));

  it('ends, is paid and goes where the merchant says, unless money is in question', () =>
    holds(endsWhenCancelled, parksWhileMoneyIsInQuestion, isReportedPaid, hasTheNewestAddress));
});
