import { eventually } from '@tongbu/testing';
import { ShipmentKit } from '../testing/shipment-kit';
import { line } from '../testing/shipment-world';

const cap = line('cap');

let kit: ShipmentKit;
afterEach(() => kit?.close());

it('the nearest deadline goes first', async () => {
  kit = await ShipmentKit.open({ workers: 1 });
  await kit.start();
  const hours = [3, 30, 12, 47, 20];
  for (const hoursAgo of [...hours, 1]) await kit.paidOrder(`P-${hoursAgo}`, [cap], hoursAgo);
  await eventually(async () => {
    const rows = await kit.database.query(`SELECT 1 FROM sync_rows WHERE due_at IS NOT NULL`);
    return rows.length === hours.length + 1;
  });
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const send = kit.wechat.send.bind(kit.wechat);
  jest.spyOn(kit.wechat, 'send').mockImplementationOnce(async (...args) => {
    const result = send(...args);
    await held;
    return result;
  });
  await kit.dispatch('P-1', [cap]);
  await eventually(() => kit.wechat.sent.length === 1);
  for (const hoursAgo of hours) await kit.dispatch(`P-${hoursAgo}`, [cap]);
  letGo();
  await eventually(() => kit.wechat.sent.length === hours.length + 1);
  expect(kit.wechat.sent).toEqual(['P-1', 'P-47', 'P-30', 'P-20', 'P-12', 'P-3']);
});
