import { refusedWith } from '@tongbu/sync-engine';
import { line, parcel, ShipmentWorld } from '../testing/shipment-world';

const DAY = 24 * 3_600_000;
const shirt = line('shirt', 2);
const cap = line('cap');
const belt = line('belt');

describe('a refund before everything is shipped', () => {
  const partlyShipped = async (manner: ShipmentWorld['wechat']['manner']) => {
    const world = ShipmentWorld.paid(shirt, cap, belt);
    world.wechat.manner = manner;
    world.dispatch(parcel('A', [shirt]));
    await world.drive();
    return world;
  };
  const refund = (world: ShipmentWorld) => {
    world.wechat.openAftersale('1', belt);
    world.wechat.endAftersale('1', 'refunded');
    world.tell();
  };

  it.each(['forgives', 'finishes-by-itself', 'refuses'] as const)(
    'of the line that is left does not hold up the other parcels, and the order ends: WeChat %s',
    async (manner) => {
      const world = await partlyShipped(manner);
      refund(world);
      world.dispatch(parcel('B', [cap]));
      await world.drive();
      expect(world.wechat.parcels).toHaveLength(2);
      await world.passTime(DAY);
      world.publish({ received: { at: '2026-03-03T10:00:00.000Z' } });
      await world.passTime(DAY);
      expect(world.wechat.status).toBe('completed');
      expect(world.heard()).toEqual(['synchronised', 'synchronised', 'completed', 'received']);
      expect(world.wechat.refusals).not.toContain(1010037);
      expect(world.row()).toMatchObject({ state: 'settled', problems: null });
    },
  );

  it.each(['forgives', 'finishes-by-itself', 'refuses'] as const)(
    'after the last parcel ends the order: WeChat %s',
    async (manner) => {
      const world = await partlyShipped(manner);
      world.dispatch(parcel('B', [cap]));
      await world.drive();
      expect(world.wechat.status).toBe('partly-shipped');
      refund(world);
      await world.passTime(DAY);
      expect(world.wechat.status).toBe('shipped');
      expect(world.heard()).not.toContain('parked');
    },
  );

  it('that is still running holds up the end and nothing else, also when everything is said to be dispatched', async () => {
    const world = await partlyShipped('forgives');
    world.wechat.openAftersale('1', belt);
    world.tell();
    world.dispatch(parcel('B', [cap]));
    world.publish({ allDispatched: { at: null } });
    await world.drive();
    expect(world.writes()).toEqual(['send W-A', 'send W-B']);
    expect(world.row()).toMatchObject({ state: 'waiting' });
    expect(world.row().waitingFor).toContain('aftersales:T-1');
    world.wechat.endAftersale('1', 'refunded');
    world.tell();
    await world.drive();
    expect(world.writes()).toEqual(['send W-A', 'send W-B', 'send  finish']);
    expect(world.wechat.status).toBe('shipped');
    expect(world.heard()).not.toContain('parked');
  });

  it('that the buyer took back leaves the line to be shipped', async () => {
    const world = await partlyShipped('forgives');
    world.wechat.openAftersale('1', belt);
    world.tell();
    world.dispatch(parcel('B', [cap]));
    await world.drive();
    world.wechat.endAftersale('1', 'ended');
    world.tell();
    await world.drive();
    expect(world.wechat.status).toBe('partly-shipped');
    world.dispatch(parcel('C', [belt]));
    await world.drive();
    expect(world.writes()).toEqual(['send W-A', 'send W-B', 'send W-C finish']);
  });

  it('nobody told of is found out by the refusal, and the parcel goes alone', async () => {
    const world = await partlyShipped('refuses');
    world.wechat.openAftersale('1', belt);
    world.wechat.endAftersale('1', 'refunded');
    world.dispatch(parcel('B', [cap]));
    world.publish({ allDispatched: { at: null } });
    await world.drive();
    expect(world.writes()).toEqual(['send W-A', 'send W-B', 'send  finish']);
    expect(world.problems()).toEqual(['lines-without-parcel']);
    world.tell();
    await world.passTime(DAY);
    expect(world.wechat.status).toBe('shipped');
    expect(world.row().state).toBe('settled');
  });

  it('of some pieces of a line needs only the others', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.wechat.openAftersale('1', line('shirt', 1));
    world.wechat.endAftersale('1', 'refunded');
    world.tell();
    world.dispatch(parcel('A', [line('shirt', 1)]), parcel('B', [cap]));
    await world.drive();
    expect(world.writes()).toEqual(['send W-A', 'send W-B finish']);
  });

  it('of goods that came back takes nothing off what is left to dispatch', async () => {
    const world = await partlyShipped('forgives');
    world.wechat.openAftersale('1', line('shirt', 1));
    world.wechat.endAftersale('1', 'refunded');
    world.tell();
    await world.drive();
    expect(world.writes()).toEqual(['send W-A']);
    world.dispatch(parcel('B', [cap, belt]));
    await world.drive();
    expect(world.writes()).toEqual(['send W-A', 'send W-B finish']);
  });

  it('of everything ends the shipment, and a parcel that is not recorded is told', async () => {
    const world = await partlyShipped('forgives');
    for (const [id, goods] of [shirt, cap, belt].entries()) {
      world.wechat.openAftersale(String(id), goods);
      world.wechat.endAftersale(String(id), 'refunded');
    }
    world.tell();
    await world.drive();
    expect(world.row().state).toBe('settled');
    world.dispatch(parcel('B', [cap]));
    await world.drive();
    expect(world.problems()).toEqual(['order-refunded']);
    expect(world.writes()).toEqual(['send W-A']);
  });

  it('that WeChat never comes round to is told after a day, and tried on', async () => {
    const world = await partlyShipped('refuses');
    refund(world);
    jest.spyOn(world.wechat, 'send').mockImplementation(async (_call, _order, { doneAt, parcels }) => {
      if (doneAt === null) world.wechat.parcels = [...world.wechat.parcels, ...parcels];
      return doneAt === null ? { ok: true, value: undefined, note: {} } : refusedWith(1010042);
    });
    world.dispatch(parcel('B', [cap]));
    await world.passTime(DAY + 3_600_000);
    expect(world.problems()).toEqual(['finish-refused']);
    jest.restoreAllMocks();
    await world.passTime(DAY);
    expect(world.wechat.status).toBe('shipped');
  });
});
