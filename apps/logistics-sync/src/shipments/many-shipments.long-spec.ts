import { eventually } from '@tongbu/testing';
import { ShipmentKit } from '../testing/shipment-kit';
import { line } from '../testing/shipment-world';

const cap = line('cap');
const FAILING = 200;
const ids = Array.from({ length: FAILING }, (_, index) => `F-${index}`);

let kit: ShipmentKit;
afterEach(() => kit?.close(), 30_000);

it('200 orders that fail for ever hold up no other, which ships at once', async () => {
  kit = await ShipmentKit.open({ workers: 4 });
  await kit.start();
  for (const [index, orderId] of ids.entries()) {
    // One half is refused, the other never gets an answer that helps; all of them are late.
    const order = await kit.paidOrder(orderId, [cap], 100);
    order.poisoned.set(`W-${orderId}`, index % 2 === 0 ? 1010029 : -1);
    await kit.dispatch(orderId, [cap]);
  }
  await eventually(() => new Set(kit.wechat.sent).size === FAILING, { timeoutMs: 200_000 });

  const good = await kit.paidOrder('good', [cap], 1);
  const before = kit.wechat.sent.length;
  await kit.dispatch('good', [cap]);
  await eventually(() => good.status === 'shipped');
  expect(kit.wechat.sent.slice(before).indexOf('good')).toBeLessThan(FAILING / 2);
  const states = await Promise.all(ids.map(async (orderId) => (await kit.shipment(orderId))?.state));
  expect(new Set(states)).not.toContain('settled');
  expect(states.filter((state) => state === 'parked')).toHaveLength(FAILING / 2);
}, 300_000);
