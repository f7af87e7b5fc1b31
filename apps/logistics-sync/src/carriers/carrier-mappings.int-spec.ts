import { eventually } from '@tongbu/testing';
import { APP, ShipmentKit } from '../testing/shipment-kit';
import { line } from '../testing/shipment-world';

const cap = line('cap');
const flash = { name: '城市闪送' };
let kit: ShipmentKit;

beforeAll(async () => {
  kit = await ShipmentKit.open();
  await kit.start();
});
afterAll(() => kit?.close(), 30_000);

const stateOf = async (orderId: string) => (await kit.shipment(orderId))?.state;
const unmapped = async () =>
  /shipment_unmapped_parcels\{[^}]*\} (\d+)/.exec(await kit.metrics.registry.metrics())?.[1];

it('lets a parcel go on that waited for its carrier, under each way to write it', async () => {
  const order = await kit.paidOrder('T-1', [cap]);
  await kit.dispatch('T-1', [cap], { carrier: flash });
  await eventually(async () => (await stateOf('T-1')) === 'parked');
  expect(await kit.told('T-1')).toEqual(['mapping-needed', 'parked']);
  expect(await unmapped()).toBe('1');

  await kit.desk.mappings.put(APP, '（城市）闪送', 'OTHERS');
  await eventually(async () => (await stateOf('T-1')) === 'settled');
  expect(order.parcels).toMatchObject([{ carrierId: 'OTHERS', waybill: 'W-T-1' }]);
  expect(await kit.told('T-1')).toEqual(['mapping-needed', 'parked', 'synchronised', 'completed']);
  expect(await unmapped()).toBeUndefined();
});

it('asks for the list of carriers once, for all orders', async () => {
  for (const orderId of ['T-2', 'T-3', 'T-4']) {
    await kit.paidOrder(orderId, [cap]);
    await kit.dispatch(orderId, [cap]);
  }
  await eventually(async () =>
    (await Promise.all(['T-2', 'T-3', 'T-4'].map(stateOf))).every((state) => state === 'settled'),
  );
  expect(kit.wechat.carrierReads).toBe(1);
});

it('prefers what an operator said to the list, and a code to a name', async () => {
  const { mappings } = kit.desk;
  await mappings.put(APP, 'shop-a', 'SF');
  await mappings.put(APP, '甲快递', 'ZTO');
  await expect(mappings.find(APP, ['shopa', '甲快递'])).resolves.toBe('SF');
  await expect(mappings.find(APP, ['甲快递', 'shopa'])).resolves.toBe('ZTO');
  await expect(mappings.find(APP, ['nobody'])).resolves.toBeUndefined();
  await expect(mappings.find('wxfedcba9876543210', ['shopa'])).resolves.toBeUndefined();
});

it('shows, changes and forgets a mapping however it is written', async () => {
  const { mappings } = kit.desk;
  await mappings.put(APP, 'Pony Express', 'SF');
  await expect(mappings.put(APP, 'pony-express', 'ZTO')).resolves.toMatchObject({
    name: 'pony-express',
    carrierId: 'ZTO',
  });
  await expect(mappings.get(APP, 'PONY EXPRESS')).resolves.toMatchObject({ carrierId: 'ZTO' });
  expect((await mappings.list(APP)).map(({ name }) => name)).toContain('pony-express');
  await expect(mappings.remove(APP, 'ponyexpress')).resolves.toBe(true);
  await expect(mappings.remove(APP, 'ponyexpress')).resolves.toBe(false);
  await expect(mappings.get(APP, 'pony-express')).resolves.toBeUndefined();
});

it('does not look past a mapping that is being stored, which has looked for waiting parcels before', async () => {
  const { database, desk } = kit;
  let found: Promise<string | undefined> | undefined;
  await database.transaction(async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 2))`, [`${APP}|carrier:late`]);
    found = desk.mappings.find(APP, ['late']);
    await eventually(async () => {
      const waiting = await database.query(
        `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`,
      );
      expect(waiting).toHaveLength(1);
    });
    await tx.query(
      `INSERT INTO carrier_mappings (app_id, name, given, carrier_id) VALUES ($1, 'late', 'late', 'SF')`,
      [APP],
    );
  });
  await expect(found).resolves.toBe('SF');
});
