import { World } from '../testing/aftersale-world';

const MINUTE = 60_000;
const codes = (world: World) => world.row?.problems?.map(({ code }) => code) ?? [];

describe('an after-sale that began inside WeChat', () => {
  it('is looked for again when WeChat does not show it right after its callback, and told once', async () => {
    const world = await World.beginningAtWechat('refund');
    world.wechat.hiddenLooks = 3;
    await world.drive();
    world.hint();
    await world.drive();
    expect(world.row).toMatchObject({ state: 'waiting' });
    world.clock.advance(10_000);
    await world.drive();
    world.clock.advance(10_000);
    await world.drive();
    expect(world.types).toEqual(['requested']);
  });

  it('that WeChat never shows is parked after an hour, and looked for every hour', async () => {
    const world = await World.beginningAtWechat('refund');
    world.wechat.hiddenLooks = 1_000;
    await world.drive();
    for (let round = 0; round < 30; round += 1) {
      world.clock.advance(5 * MINUTE);
      await world.drive();
    }
    expect(codes(world)).toEqual(['aftersale-not-found']);
    expect(world.types).toEqual(['parked']);
    world.wechat.hiddenLooks = 0;
    world.clock.advance(60 * MINUTE);
    await world.drive();
    expect(world.types).toEqual(['parked', 'requested']);
  });

  it('is left to the row of the merchant that opened it', async () => {
    const world = await World.beginningAtWechat('refund');
    world.wechat.ownedBy = 'AS-1';
    await world.drive();
    expect(world.row).toMatchObject({ state: 'settled', observed: { sameAs: 'AS-1' } });
    world.hint();
    await world.drive();
    expect(world.types).toEqual([]);
    expect(world.wechat.reads).toBe(1);
  });
});

describe('an after-sale that the merchant opens', () => {
  it('is opened once and told under the id of the merchant', async () => {
    const world = await World.openedByMerchant();
    await world.drive();
    expect(world.wechat.writes).toEqual(['open']);
    expect(world.store.events).toMatchObject([
      { entityId: 'AS-1', data: { merchantAftersaleId: 'AS-1', orderId: 'SO-1', request: 1 } },
    ]);
  });

  it.each(['lost-answer', 'killed-after', 'lost-request', 'killed-before'] as const)(
    'is opened once: %s',
    async (fault) => {
      const world = await World.openedByMerchant();
      world.wechat.faults.inject(fault, 1);
      await world.drive();
      world.clock.advance(5 * MINUTE);
      await world.drive();
      expect(world.wechat.opened).toBe(1);
      expect(world.types).toEqual(['requested']);
    },
  );

  it('is not opened again when WeChat shows it late', async () => {
    const world = await World.openedByMerchant();
    world.wechat.faults.inject('lost-answer', 1);
    await world.drive();
    world.wechat.hiddenLooks = 2;
    for (let round = 0; round < 4; round += 1) {
      world.clock.advance(5 * MINUTE);
      await world.drive();
    }
    expect(world.wechat.opened).toBe(1);
    expect(world.types).toEqual(['requested']);
  });

  it('takes along what changed before it was opened', async () => {
    const world = await World.openedByMerchant();
    world.edit(1_000);
    world.edit(2_000);
    await world.drive();
    expect(world.wechat.writes).toEqual(['open']);
    expect(world.wechat.aftersale?.amount).toBe(2_000);
  });

  it('that is withdrawn before it was opened never reaches WeChat', async () => {
    const world = await World.openedByMerchant();
    world.wish('withdraw');
    await world.drive();
    expect(world.wechat.writes).toEqual([]);
    expect(world.row?.state).toBe('settled');
  });

  it('is withdrawn at WeChat when it was opened without our knowing', async () => {
    const world = await World.openedByMerchant();
    world.wechat.faults.inject('lost-answer', 1);
    await world.drive();
    world.wechat.hiddenLooks = 1;
    world.wish('withdraw');
    for (let round = 0; round < 3; round += 1) {
      world.clock.advance(MINUTE);
      await world.drive();
    }
    expect(world.wechat.aftersale?.state).toBe('withdrawn');
  });

  it('waits for its order by name, and says after a while that it is missing', async () => {
    const world = await World.openedByMerchant();
    world.wechat.orderIsKnown = false;
    await world.drive();
    expect(world.row).toMatchObject({ state: 'waiting', waitingFor: ['order:SO-1'] });
    world.clock.advance(10 * MINUTE);
    await world.drive();
    expect(codes(world)).toEqual(['order-unknown']);
    world.wechat.orderIsKnown = true;
    world.factLearned('order:SO-1');
    await world.drive();
    expect(world.wechat.writes).toEqual(['open']);
  });

  it('is refused for an order that the merchant collects: WeChat runs no after-sales of those', async () => {
    const world = await World.openedByMerchant();
    world.wechat.collectedBy = 'merchant';
    await world.drive();
    expect(codes(world)).toEqual(['order-collected-by-merchant']);
    expect(world.wechat.writes).toEqual([]);
  });
});
