import { line, parcel, ShipmentWorld } from '../testing/shipment-world';

const DAY = 24 * 3_600_000;
const shirt = line('shirt', 2);
const cap = line('cap');

describe('a line that is split over two waybills', () => {
  it('is recorded in the first, the second is told, and the order is finished', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.dispatch(parcel('A', [line('shirt', 1)]), parcel('B', [line('shirt', 1), cap]));
    await world.drive();
    expect(world.writes()).toEqual(['send W-A', 'send W-B finish']);
    expect(world.wechat.parcels.at(-1)?.lines).toEqual([cap]);
    expect(world.wechat.status).toBe('shipped');
    expect(world.problems()).toEqual(['line-in-another-parcel']);
    expect(world.heard()).toEqual(['synchronised', 'completed', 'parked']);
    expect(world.wechat.refusals).toEqual([]);
  });

  it('is no task any more when the second parcel is corrected', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.dispatch(parcel('A', [line('shirt', 1)]), parcel('B', [line('shirt', 1), cap]));
    await world.drive();
    world.dispatch(parcel('B', [cap]));
    await world.drive();
    expect(world.row()).toMatchObject({ state: 'settled', problems: null });
  });
});

describe('a parcel without a waybill', () => {
  it('waits for it, holds up no other, and is never told to be synchronised', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.dispatch(parcel('A', [shirt], { waybill: '' }), parcel('B', [cap]));
    await world.drive();
    expect(world.writes()).toEqual(['send W-B']);
    expect(world.problems()).toEqual(['waybill-missing']);
    expect(world.heard()).toEqual(['synchronised', 'parked']);
    world.dispatch(parcel('A', [shirt], { waybill: 'SF9' }));
    await world.drive();
    expect(world.writes()).toEqual(['send W-B', 'send SF9 finish']);
    expect(world.row().state).toBe('settled');
  });
});

describe('a correction', () => {
  it('of a parcel that is not sent replaces it', async () => {
    const world = new ShipmentWorld([cap]);
    world.dispatch(parcel('A', [cap]));
    world.dispatch(parcel('A', [cap], { waybill: 'SF2' }));
    world.wechat.pay();
    world.tell();
    await world.drive();
    expect(world.writes()).toEqual(['send SF2 finish']);
  });

  it.each([
    ['the waybill', { waybill: 'SF2' }],
    ['the carrier', { carrier: { code: 'ZTO' } }],
    ['what is in it', { lines: [line('shirt', 1)] }],
  ])('of %s of a parcel that WeChat has is told, and sends nothing', async (_, change) => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.dispatch(parcel('A', [shirt]));
    await world.drive();
    world.dispatch(parcel('A', [shirt], change));
    await world.drive();
    expect(world.problems()).toEqual(['parcel-recorded']);
    world.dispatch(parcel('B', [cap]));
    await world.drive();
    expect(world.wechat.parcels).toHaveLength(2);
    expect(world.wechat.refusals).toEqual([]);
    world.dispatch(parcel('A', [shirt]));
    world.publish({ allDispatched: { at: null } });
    await world.drive();
    expect(world.row().state).toBe('settled');
  });

  it('takes a parcel back that is not sent, and says so when it is', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.dispatch(parcel('A', [shirt]), parcel('B', [cap], { waybill: '' }));
    await world.drive();
    world.dispatch(parcel('B', []), parcel('C', [cap]));
    await world.drive();
    expect(world.writes()).toEqual(['send W-A', 'send W-C finish']);
    expect(world.row()).toMatchObject({ state: 'settled', problems: null });
    world.dispatch(parcel('C', []));
    await world.drive();
    expect(world.problems()).toEqual(['parcel-recorded']);
  });

  it('that adds a line to a parcel is recorded under the same waybill', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.dispatch(parcel('A', [shirt]));
    await world.drive();
    world.dispatch(parcel('A', [shirt, cap]));
    await world.drive();
    expect(world.writes()).toEqual(['send W-A', 'send W-A finish']);
    expect(world.heard()).toEqual(['synchronised', 'synchronised', 'completed']);
    expect(world.row().state).toBe('settled');
  });

  it('that comes while the parcel is on its way, with the answer lost, is compared with what was sent', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.dispatch(parcel('A', [shirt]));
    const send = world.wechat.send.bind(world.wechat);
    jest.spyOn(world.wechat, 'send').mockImplementationOnce(async (...args) => {
      world.dispatch(parcel('A', [shirt], { waybill: 'SF2' }));
      await send(...args);
      return { ok: false, error: { kind: 'unknown-outcome', reason: 'timeout', detail: '' }, note: {} };
    });
    await world.passTime(60_000);
    expect(world.writes()).toEqual(['send W-A']);
    expect(world.problems()).toEqual(['parcel-recorded']);
    expect(world.store.events[0]).toMatchObject({ data: { waybill: 'W-A' } });
  });
});

describe('a carrier nobody knows', () => {
  const flash = { name: '城市闪送' };

  it('parks its parcel as a task, holds up no other, and goes on when it is mapped', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.dispatch(parcel('A', [shirt], { carrier: flash }), parcel('B', [cap]));
    await world.drive();
    expect(world.writes()).toEqual(['send W-B']);
    expect(world.row()).toMatchObject({ state: 'parked' });
    expect(world.row().waitingFor).toContain('carrier:城市闪送');
    expect(world.problems()).toEqual(['carrier-unknown']);
    expect(world.heard()).toEqual(['mapping-needed', 'synchronised', 'parked']);
    world.map('城市 闪送', 'OTHERS');
    await world.drive();
    expect(world.writes()).toEqual(['send W-B', 'send W-A finish']);
    expect(world.wechat.parcels.at(-1)?.carrierId).toBe('OTHERS');
    expect(world.heard()).toEqual(['mapping-needed', 'synchronised', 'parked', 'synchronised', 'completed']);
  });

  it('is asked for once, however often the order is looked at', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.dispatch(parcel('A', [shirt], { carrier: flash }));
    await world.passTime(3 * DAY);
    world.dispatch(parcel('B', [cap]));
    await world.drive();
    expect(world.heard().filter((name) => name === 'mapping-needed')).toHaveLength(1);
  });

  it('is found when it has come into the list of WeChat', async () => {
    const world = ShipmentWorld.paid(cap);
    world.dispatch(parcel('A', [cap], { carrier: { code: 'JD' } }));
    await world.drive();
    world.wechat.carrierList = [
      ...world.wechat.carrierList,
      { id: 'JD', name: '京东快递', isCatchAll: false },
    ];
    await world.passTime(DAY + 60_000);
    expect(world.wechat.status).toBe('shipped');
  });
});

describe('what WeChat refuses', () => {
  it('parks its parcel with the reason and holds up no other; the same is sent again when the shop publishes', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.wechat.poisoned.set('W-A', 1010029);
    world.dispatch(parcel('A', [shirt]), parcel('B', [cap]));
    await world.drive();
    expect(world.writes()).toEqual(['send W-A', 'send W-B']);
    expect(world.problems()).toEqual(['1010029']);
    await world.passTime(2 * DAY);
    expect(world.writes()).toHaveLength(2);
    world.wechat.poisoned.clear();
    world.dispatch(parcel('A', [shirt]));
    await world.drive();
    expect(world.writes()).toEqual(['send W-A', 'send W-B', 'send W-A finish']);
    expect(world.row().state).toBe('settled');
  });

  it.each([
    ['a line the order does not have', [line('shoe')], 'line-unknown'],
    ['more pieces than were ordered', [line('cap', 2)], 'too-many-pieces'],
  ])('is not sent at all: %s', async (_, lines, code) => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.dispatch(parcel('A', lines));
    await world.drive();
    expect(world.writes()).toEqual([]);
    expect(world.problems()).toEqual([code]);
  });

  it('as shipped already (1010037) is looked up and not sent again', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.dispatch(parcel('A', [shirt]));
    const { read } = world.wechat;
    jest.spyOn(world.wechat, 'read').mockImplementationOnce(async (...args) => {
      const before = await read.apply(world.wechat, args);
      world.wechat.parcels = [{ carrierId: 'SF', waybill: 'w-a', lines: [shirt] }];
      world.wechat.status = 'partly-shipped';
      return before;
    });
    await world.drive();
    expect(world.writes()).toEqual(['send W-A']);
    expect(world.heard()).toEqual(['synchronised']);
    expect(world.row().state).toBe('waiting');
  });
});
