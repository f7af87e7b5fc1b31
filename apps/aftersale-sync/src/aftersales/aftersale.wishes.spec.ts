import { World } from '../testing/aftersale-world';

const HOUR = 3_600_000;
const codes = (world: World) => world.row?.problems?.map(({ code }) => code) ?? [];

async function requested(type: 'refund' | 'return' = 'refund'): Promise<World> {
  const world = await World.beginningAtWechat(type);
  await world.drive();
  return world;
}

it('pays back once when the merchant agrees, and tells how it goes on', async () => {
  const world = await requested();
  world.wish('accept-refund');
  await world.drive();
  expect(world.wechat.writes).toEqual(['accept-refund']);
  world.wechat.platform('pay');
  world.hint();
  await world.drive();
  expect(world.types).toEqual(['requested', 'refunding', 'refunded']);
  expect(world.row?.state).toBe('settled');
  expect(world.nextTime).toBeNull();
});

it('agrees once, however often the merchant says so', async () => {
  const world = await requested();
  world.wish('accept-refund');
  world.wish('accept-refund');
  await world.drive();
  world.wish('accept-refund');
  await world.drive();
  expect(world.wechat.writes).toEqual(['accept-refund']);
  expect(world.types).not.toContain('parked');
});

it('carries out the newer of two decisions that wait', async () => {
  const world = await requested();
  world.wish('accept-refund');
  world.wish('reject');
  await world.drive();
  expect(world.wechat.writes).toEqual(['reject']);
});

it('goes all the way of a return', async () => {
  const world = await requested('return');
  for (const wish of ['accept-return', 'send-return', 'receive-goods'] as const) {
    world.wish(wish);
    await world.drive();
  }
  expect(world.types).toEqual(['requested', 'return-awaited', 'return-shipped', 'refunding']);
  expect(world.wechat.writes).toEqual(['accept-return', 'send-return', 'receive-goods']);
});

it('tells of a parcel that comes back once, however often it is looked at', async () => {
  const world = await requested('return');
  for (const wish of ['accept-return', 'send-return'] as const) {
    world.wish(wish);
    await world.drive();
  }
  for (let look = 0; look < 3; look += 1) {
    world.hint();
    await world.drive();
  }
  expect(world.types).toEqual(['requested', 'return-awaited', 'return-shipped']);
});

describe('a decision that the buyer has overtaken', () => {
  it('is not carried out on a changed request, and the merchant hears why', async () => {
    const world = await requested();
    world.wish('accept-refund');
    world.wechat.buyer('edit', 9_900);
    await world.drive();
    expect(world.wechat.writes).toEqual([]);
    expect(codes(world)).toEqual(['wish-superseded']);
    expect(world.types).toEqual(['requested', 'changed', 'parked']);
  });

  it('is not carried out on a changed request that nobody told of either', async () => {
    const world = await requested();
    await world.drive();
    world.wish('reject');
    world.wechat.faults.inject('killed-after', 0);
    await world.drive();
    world.wechat.buyer('edit', 9_900);
    world.clock.advance(HOUR);
    await world.drive();
    expect(world.wechat.writes).toEqual([]);
  });

  it('is not carried out after it was rejected once and changed to the same words', async () => {
    const world = await requested();
    world.wish('reject');
    await world.drive();
    world.wechat.buyer('edit', 4_050);
    world.hint();
    await world.drive();
    expect(world.wechat.writes).toEqual(['reject']);
    expect(world.types).toEqual(['requested', 'rejected', 'changed']);
  });

  it('says so when the buyer has withdrawn', async () => {
    const world = await requested();
    world.wish('accept-refund');
    world.wechat.buyer('withdraw');
    await world.drive();
    expect(codes(world)).toEqual(['wish-superseded']);
  });

  it('names the request it was made for', async () => {
    const world = await requested();
    world.wechat.buyer('edit', 3_000);
    world.hint();
    await world.drive();
    world.decide({ request: 1 });
    await world.drive();
    expect(codes(world)).toEqual(['wish-superseded']);
    world.decide({ request: 2, amount: 3_000 });
    await world.drive();
    expect(world.wechat.writes).toEqual(['accept-refund']);
  });

  it('names the amount it was made for', async () => {
    const world = await requested();
    world.decide({ amount: 4_000 });
    await world.drive();
    expect(world.wechat.writes).toEqual([]);
    expect(codes(world)).toEqual(['wish-superseded']);
  });
});

describe('a wish that comes too late', () => {
  it('is told apart from one that was overtaken', async () => {
    const world = await requested();
    world.wish('reject');
    world.clock.advance(49 * HOUR);
    world.wechat.platform('deadlines');
    await world.drive();
    expect(world.wechat.writes).toEqual([]);
    expect(codes(world)).toEqual(['wish-too-late']);
    expect(world.types).toEqual(['requested', 'deadline-missed', 'refunding', 'parked']);
  });

  it('is no reason to complain when WeChat did the same by itself', async () => {
    const world = await requested();
    world.wish('accept-refund');
    world.clock.advance(49 * HOUR);
    world.wechat.platform('deadlines');
    await world.drive();
    expect(world.wechat.writes).toEqual([]);
    expect(world.types).toEqual(['requested', 'deadline-missed', 'refunding']);
  });

  it('leaves nothing parked in the end', async () => {
    const world = await requested();
    world.wechat.buyer('withdraw');
    world.wish('accept-refund');
    await world.drive();
    expect(world.row?.state).toBe('parked');
    world.clock.advance(24 * HOUR);
    await world.drive();
    expect(world.row?.state).toBe('settled');
    expect(world.nextTime).toBeNull();
  });
});

describe('a wish that is not possible', () => {
  it('is answered with where the after-sale stands and what is possible', async () => {
    const world = await requested('return');
    world.wish('receive-goods');
    await world.drive();
    const [problem] = world.row?.problems ?? [];
    expect(problem).toMatchObject({
      code: 'wish-not-possible',
      message:
        'At WeChat, a return is requested; confirming the receipt of the goods is not possible in this state.',
      fix: 'Decide again. Possible now: agreeing to the return, rejecting, changing the claim, withdrawing.',
    });
  });

  it('is not carried out later, when it would be', async () => {
    const world = await requested('return');
    world.wish('accept-return');
    await world.drive();
    world.wish('reject');
    await world.drive();
    expect(codes(world)).toEqual(['wish-not-possible']);
    world.wechat.buyer('ship');
    world.hint();
    await world.drive();
    expect(world.wechat.aftersale?.state).toBe('receipt-awaited');
    expect(world.row?.state).toBe('settled');
  });
});

describe('a decision that WeChat refuses', () => {
  it('parks it, and the after-sale is still looked at and warned of', async () => {
    const world = await requested();
    world.wechat.refuses = ['accept-refund'];
    world.wish('accept-refund');
    await world.drive();
    expect(codes(world)).toEqual(['accept-refund']);
    world.clock.advance(43 * HOUR);
    await world.drive();
    expect(world.types).toEqual(['requested', 'parked', 'deadline-near']);
  });

  it('is sent again when the merchant says so again', async () => {
    const world = await requested();
    world.wechat.refuses = ['accept-refund'];
    world.wish('accept-refund');
    await world.drive();
    world.wechat.refuses = [];
    world.hint();
    await world.drive();
    expect(world.wechat.writes).toEqual([]);
    world.wish('accept-refund');
    await world.drive();
    expect(world.wechat.writes).toEqual(['accept-refund']);
  });
});

it('sends no refused wish again because another one is refused, too', async () => {
  const world = await requested();
  world.wish('reject');
  await world.drive();
  world.wechat.buyer('intervene');
  world.hint();
  await world.drive();
  world.wechat.refuses = ['submit-evidence', 'exchange-pictures'];
  world.evidence(['https://img.shop.example/a.jpg']);
  world.evidence([]);
  await world.drive();
  expect(codes(world)).toEqual(['exchange-pictures', 'submit-evidence']);
  expect(world.store.timeline.filter(({ summary }) => summary.endsWith(': refused'))).toHaveLength(2);
});

describe('an answer that got lost', () => {
  it.each(['lost-answer', 'killed-after'] as const)('pays back once: %s', async (fault) => {
    const world = await requested();
    world.wish('accept-refund');
    world.wechat.faults.inject(fault, 1);
    await world.drive();
    world.clock.advance(HOUR);
    await world.drive();
    expect(world.wechat.writes).toEqual(['accept-refund']);
    expect(world.types).toEqual(['requested', 'refunding']);
    expect(world.row?.intent).toBeNull();
  });

  it('sends evidence once', async () => {
    const world = await requested();
    world.wish('reject');
    await world.drive();
    world.wechat.buyer('intervene');
    world.hint();
    await world.drive();
    world.wish('submit-evidence');
    world.wechat.faults.inject('lost-answer', 1);
    await world.drive();
    world.clock.advance(HOUR);
    await world.drive();
    expect(world.wechat.writes).toEqual(['reject', 'submit-evidence']);
    expect(world.wechat.aftersale?.complaint?.evidence).toBe(1);
  });
});

it('stops at the fifth request, which is all that WeChat takes', async () => {
  const world = await World.openedByMerchant();
  await world.drive();
  for (const amount of [1, 2, 3, 4, 5]) {
    world.edit(amount);
    await world.drive();
  }
  expect(world.wechat.writes).toEqual(['open', 'edit', 'edit', 'edit', 'edit']);
  expect(world.wechat.aftersale).toMatchObject({ amount: 4, requests: 5 });
  expect(codes(world)).toEqual(['changes-used-up']);
});

it('takes a decision that follows a change of the shop itself for one on that change', async () => {
  const world = await World.openedByMerchant();
  await world.drive();
  world.edit(2_000);
  world.wish('reject');
  await world.drive();
  expect(world.wechat.writes).toEqual(['open', 'edit', 'reject']);
});

describe('a complaint', () => {
  it('is told with its changes and its verdict, and its evidence is warned of', async () => {
    const world = await requested();
    world.wish('reject');
    await world.drive();
    world.wechat.buyer('intervene');
    world.hint({ name: 'complaint', detail: { complaintId: '5000000000012345' } });
    await world.drive();
    world.clock.advance(67 * HOUR);
    await world.drive();
    world.wechat.platform('decide-nothing');
    world.hint();
    await world.drive();
    expect(world.types.slice(2)).toEqual([
      'platform-intervened',
      'complaint-opened',
      'deadline-near',
      'closed',
      'complaint-decided',
    ]);
  });
});

it('costs no call when a callback comes late for what has ended', async () => {
  const world = await requested();
  world.wechat.buyer('withdraw');
  world.hint();
  await world.drive();
  const { reads } = world.wechat;
  world.hint();
  await world.drive();
  expect(world.wechat.reads).toBe(reads);
});
