import { line, parcel, ShipmentWorld } from '../testing/shipment-world';

const DAY = 24 * 3_600_000;
const shirt = line('shirt', 2);
const cap = line('cap');

describe('an order that is shipped', () => {
  it('in one parcel is sent and finished by one call', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.dispatch(parcel('A', [shirt, cap]));
    await world.drive();
    expect(world.writes()).toEqual(['send W-A finish']);
    expect(world.wechat.status).toBe('shipped');
    expect(world.heard()).toEqual(['synchronised', 'completed']);
    expect(world.row().state).toBe('settled');
  });

  it('in two parcels, the second later, is sent piece by piece', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.dispatch(parcel('A', [shirt]));
    await world.drive();
    expect(world.wechat.status).toBe('partly-shipped');
    expect(world.row()).toMatchObject({ state: 'waiting' });
    world.dispatch(parcel('B', [cap], { carrier: { code: 'ZTO' } }));
    await world.drive();
    expect(world.writes()).toEqual(['send W-A', 'send W-B finish']);
    expect(world.heard()).toEqual(['synchronised', 'synchronised', 'completed']);
    expect(world.wechat.parcels.map(({ carrierId }) => carrierId)).toEqual(['SF', 'ZTO']);
  });

  it('in two parcels known at once is sent in the order of dispatch', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.dispatch(parcel('A', [shirt]), parcel('B', [cap]));
    await world.drive();
    expect(world.writes()).toEqual(['send W-A', 'send W-B finish']);
  });

  it('tells WeChat when the last parcel left', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    const sent: (string | null)[] = [];
    const send = world.wechat.send.bind(world.wechat);
    jest.spyOn(world.wechat, 'send').mockImplementation((...args) => {
      sent.push(args[2].doneAt);
      return send(...args);
    });
    world.dispatch(
      parcel('A', [shirt], { dispatchedAt: '2026-03-02T09:30:00+08:00' }),
      parcel('B', [cap], { dispatchedAt: '2026-03-02T08:00:00+08:00' }),
    );
    await world.drive();
    expect(sent).toEqual([null, '2026-03-02T01:30:00.000Z']);
  });

  it('is sent again by nobody when the same parcel is published again', async () => {
    const world = ShipmentWorld.paid(cap);
    world.dispatch(parcel('A', [cap]));
    await world.drive();
    world.dispatch(parcel('A', [cap]));
    await world.drive();
    expect(world.writes()).toHaveLength(1);
    expect(world.heard()).toEqual(['synchronised', 'completed']);
  });

  it.each(['none', 'merchant', 'pick-up'] as const)(
    'by no carrier (%s) sends no logistics, and is finished when the shop says so',
    async (delivery) => {
      const world = new ShipmentWorld([shirt, cap]);
      world.wechat.delivery = delivery;
      world.wechat.pay();
      world.tell();
      world.publish({ allDispatched: { at: null } });
      await world.drive();
      expect(world.writes()).toEqual(['send  finish']);
      expect(world.heard()).toEqual(['completed']);
      expect(world.row().state).toBe('settled');
    },
  );

  it('one waybill told line by line is sent line by line', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.dispatch(parcel('A', [shirt], { waybill: 'SF1' }), parcel('B', [cap], { waybill: 'SF1' }));
    await world.drive();
    expect(world.writes()).toEqual(['send SF1', 'send SF1 finish']);
    expect(world.heard()).toEqual(['synchronised', 'synchronised', 'completed']);
  });
});

describe('an order that is not paid', () => {
  it('waits until it exists and is paid, by name, and then goes on at once', async () => {
    const world = new ShipmentWorld([cap]);
    world.dispatch(parcel('A', [cap]));
    await world.drive();
    expect(world.row()).toMatchObject({ state: 'waiting', waitingFor: ['order:T-1'] });
    expect(world.wechat.calls).toEqual([]);
    world.tell();
    await world.drive();
    expect(world.row()).toMatchObject({ state: 'waiting', waitingFor: ['order:T-1'] });
    expect(world.writes()).toEqual([]);
    world.wechat.pay();
    world.tell();
    await world.drive();
    expect(world.writes()).toEqual(['send W-A finish']);
  });

  it('is not shipped on hearsay', async () => {
    const world = new ShipmentWorld([cap]);
    world.dispatch(parcel('A', [cap]));
    world.tell({ paidAt: '2026-03-02T08:00:00.000Z' });
    await world.passTime(60_000);
    expect(world.writes()).toEqual([]);
    world.wechat.pay();
    await world.passTime(DAY);
    expect(world.writes()).toEqual(['send W-A finish']);
  });

  it('is found to be paid although nobody told', async () => {
    const world = new ShipmentWorld([cap]);
    world.dispatch(parcel('A', [cap]));
    world.tell();
    await world.drive();
    world.wechat.pay();
    await world.passTime(DAY);
    expect(world.wechat.status).toBe('shipped');
  });

  it('is parked after a day when nobody knows it, and goes on when somebody does', async () => {
    const world = new ShipmentWorld([cap]);
    world.wechat.pay();
    world.dispatch(parcel('A', [cap]));
    await world.passTime(DAY + 1_000);
    expect(world.row().state).toBe('parked');
    expect(world.problems()).toEqual(['order-unknown']);
    world.tell();
    await world.drive();
    expect(world.row().state).toBe('settled');
  });

  it('is parked after a day when WeChat does not know it under this buyer', async () => {
    const world = new ShipmentWorld([cap]);
    world.dispatch(parcel('A', [cap]));
    world.tell({ openId: 'somebody-else', paidAt: '2026-03-02T08:00:00.000Z' });
    await world.passTime(DAY + 3_600_000);
    expect(world.problems()).toEqual(['order-absent']);
  });

  it('but cancelled is parked with a parcel, and left alone without', async () => {
    const world = new ShipmentWorld([cap]);
    world.wechat.cancel();
    world.publish({ received: { at: '2026-03-02T09:00:00.000Z' } });
    world.tell();
    await world.drive();
    expect(world.row().state).toBe('settled');
    world.dispatch(parcel('A', [cap]));
    await world.drive();
    expect(world.problems()).toEqual(['order-cancelled']);
    expect(world.writes()).toEqual([]);
  });
});

describe('what happens inside WeChat', () => {
  it('shipped there by another program with our waybill is ours', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.wechat.shipElsewhere('w-a ');
    world.dispatch(parcel('A', [shirt, cap]));
    await world.drive();
    expect(world.writes()).toEqual([]);
    expect(world.heard()).toEqual(['synchronised', 'completed']);
    expect(world.row().state).toBe('settled');
  });

  it('shipped there without our parcel is accepted, and told', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.wechat.shipElsewhere('X1');
    world.dispatch(parcel('A', [line('shirt', 1)]));
    await world.drive();
    expect(world.writes()).toEqual([]);
    expect(world.heard()).toEqual(['completed', 'parked']);
    expect(world.problems()).toEqual(['line-in-another-parcel']);
  });

  it('a receipt confirmed there is accepted from any state, and never sent back', async () => {
    const world = ShipmentWorld.paid(cap);
    world.dispatch(parcel('A', [cap]));
    await world.drive();
    world.wechat.confirm();
    world.hint({ name: 'confirmed', detail: {} });
    world.publish({ received: { at: '2026-03-03T10:00:00.000Z' } });
    await world.drive();
    expect(world.heard()).toEqual(['synchronised', 'completed', 'received']);
    expect(world.writes()).toEqual(['send W-A finish']);
    expect(world.row().state).toBe('settled');
  });

  it('a receipt that comes back from the shop before we heard of it ourselves is not sent', async () => {
    const world = ShipmentWorld.paid(cap);
    world.dispatch(parcel('A', [cap]));
    await world.drive();
    world.wechat.confirm();
    world.publish({ received: { at: '2026-03-03T10:00:00.000Z' } });
    await world.drive();
    expect(world.writes()).toEqual(['send W-A finish']);
    expect(world.wechat.receipts).toBe(0);
    expect(world.heard()).toContain('received');
  });

  it('a receipt that another service heard of is not sent, although WeChat shows the order as before', async () => {
    const world = ShipmentWorld.paid(cap);
    world.dispatch(parcel('A', [cap]));
    await world.drive();
    world.tell({ received: true });
    world.publish({ received: { at: '2026-03-03T10:00:00.000Z' } });
    await world.passTime(3_600_000);
    expect(world.wechat.receipts).toBe(0);
  });

  it('a receipt nobody told of is found within a day', async () => {
    const world = ShipmentWorld.paid(cap);
    world.dispatch(parcel('A', [cap]));
    await world.drive();
    world.wechat.confirm();
    await world.passTime(DAY + 60_000);
    expect(world.heard()).toContain('received');
  });
});

describe('the receipt', () => {
  it('is confirmed when the order is shipped, once', async () => {
    const world = ShipmentWorld.paid(cap);
    world.dispatch(parcel('A', [cap]));
    world.publish({ received: { at: '2026-03-03T10:00:00.000Z' } });
    await world.drive();
    expect(world.writes()).toEqual(['send W-A finish', 'receive']);
    expect(world.heard()).toEqual(['synchronised', 'completed', 'received']);
    world.publish({ received: { at: '2026-03-03T10:00:00.000Z' } });
    await world.drive();
    expect(world.wechat.receipts).toBe(1);
    expect(world.row().state).toBe('settled');
  });

  it('of an order that nobody but another program ships is confirmed too', async () => {
    const world = ShipmentWorld.paid(cap);
    world.wechat.shipElsewhere('X1');
    world.publish({ received: { at: '2026-03-03T10:00:00.000Z' } });
    await world.drive();
    expect(world.wechat.receipts).toBe(1);
  });

  it('waits for the parcels, and says after a day which lines are missing', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.dispatch(parcel('A', [shirt]));
    world.publish({ received: { at: '2026-03-02T10:00:00.000Z' } });
    await world.drive();
    expect(world.row().state).toBe('waiting');
    await world.passTime(DAY + 60_000);
    expect(world.problems()).toEqual(['receipt-before-shipment']);
    world.dispatch(parcel('B', [cap]));
    await world.drive();
    expect(world.writes()).toEqual(['send W-A', 'send W-B finish', 'receive']);
  });
});

describe('the deadline', () => {
  it('stands from payment until the order is shipped in full', async () => {
    const world = ShipmentWorld.paid(shirt, cap);
    world.publish({});
    await world.drive();
    expect(world.row().dueAt).toEqual(new Date('2026-03-04T08:00:00Z'));
    expect(world.wechat.calls).toEqual([]);
    world.dispatch(parcel('A', [shirt]));
    await world.drive();
    expect(world.row().dueAt).toEqual(new Date('2026-03-04T08:00:00Z'));
    world.dispatch(parcel('B', [cap]));
    await world.drive();
    expect(world.row().dueAt).toBeNull();
  });

  it('ends with the order', async () => {
    const world = ShipmentWorld.paid(cap);
    world.publish({});
    world.tell({ over: 'refunded' });
    await world.drive();
    expect(world.row().dueAt).toBeNull();
  });
});
