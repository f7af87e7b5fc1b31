import * as fc from 'fast-check';
import { channelFaults, type ChannelFault } from '@tongbu/sync-engine';
import { line, parcel, ShipmentWorld } from '../testing/shipment-world';
import { refundManners, type RefundManner } from '../testing/wechat-order-model';

const HOUR = 3_600_000;
const ordered = [line('shirt', 2), line('cap'), line('belt')];
const contents = [
  [line('shirt', 2)],
  [line('shirt', 1)],
  [line('cap')],
  [line('belt')],
  [line('cap'), line('belt')],
  [line('shirt', 2), line('cap'), line('belt')],
  [line('shoe')],
  [],
];
const carriers = [{ code: 'SF' }, { code: 'ZTO' }, { name: '城市闪送' }];
const waybills = ['1', '2', '3', ''];

type Step =
  | { kind: 'dispatch'; id: number; content: number; waybill: number; carrier: number }
  | { kind: 'all-dispatched' | 'received' | 'pay' | 'confirm' | 'ship-elsewhere' | 'map' | 'refresh' }
  | { kind: 'tell' }
  | { kind: 'open'; aftersale: number; told: boolean }
  | { kind: 'end'; aftersale: number; refunded: boolean; told: boolean }
  | { kind: 'drive'; fault: ChannelFault; after: number }
  | { kind: 'pass-time'; ms: number };

const drive = fc.record({
  kind: fc.constant('drive'),
  fault: fc.constantFrom(...channelFaults),
  after: fc.nat(3),
});
const dispatch = fc.record({
  kind: fc.constant('dispatch'),
  id: fc.nat(2),
  content: fc.nat(contents.length - 1),
  waybill: fc.nat(waybills.length - 1),
  carrier: fc.nat(carriers.length - 1),
});
const steps = fc.array(
  fc.oneof(
    dispatch,
    dispatch,
    drive,
    drive,
    drive,
    fc.record({
      kind: fc.constantFrom(
        'all-dispatched',
        'received',
        'pay',
        'confirm',
        'ship-elsewhere',
        'map',
        'refresh',
      ),
    }),
    fc.constant({ kind: 'tell' }),
    fc.record({ kind: fc.constant('open'), aftersale: fc.nat(2), told: fc.boolean() }),
    fc.record({ kind: fc.constant('end'), aftersale: fc.nat(2), refunded: fc.boolean(), told: fc.boolean() }),
    fc.record({ kind: fc.constant('pass-time'), ms: fc.constantFrom(50, 25_000, HOUR) }),
  ) as fc.Arbitrary<Step>,
  { maxLength: 40 },
);
const manners = fc.constantFrom(...refundManners);

/** The parcels that were to leave with the calls that finish an order, and what those calls left behind. */
interface Finishing {
  readonly left: readonly string[];
  readonly isTold: boolean;
}

async function play(world: ShipmentWorld, step: Step): Promise<void> {
  const { wechat } = world;
  switch (step.kind) {
    case 'dispatch': {
      const waybill = waybills[step.waybill] ?? '';
      const changes = { waybill, carrier: carriers[step.carrier] ?? { code: 'SF' } };
      return world.dispatch(parcel(`P${step.id}`, contents[step.content] ?? [], changes));
    }
    case 'all-dispatched':
      return world.publish({ allDispatched: { at: null } });
    case 'received':
      return world.publish({ received: { at: world.clock.now().toISOString() } });
    case 'pay':
      return wechat.pay();
    case 'confirm':
      return wechat.confirm();
    case 'ship-elsewhere':
      return wechat.shipElsewhere('X');
    case 'map':
      return world.map('城市闪送', 'OTHERS');
    case 'refresh':
      return world.hint({ name: 'refresh', detail: {} });
    case 'tell':
      return world.tell();
    case 'open': {
      const about = ordered[step.aftersale];
      if (about !== undefined) wechat.openAftersale(String(step.aftersale), about);
      return step.told ? world.tell() : undefined;
    }
    case 'end':
      wechat.endAftersale(String(step.aftersale), step.refunded ? 'refunded' : 'ended');
      return step.told ? world.tell() : undefined;
    case 'drive':
      wechat.faults.inject(step.fault, step.after);
      return world.drive();
    case 'pass-time':
      world.clock.advance(step.ms);
      return wechat.faults.deliver();
  }
}

async function played(history: readonly Step[], manner: RefundManner) {
  const world = new ShipmentWorld(ordered);
  world.wechat.manner = manner;
  const finishings: Finishing[] = [];
  const send = world.wechat.send.bind(world.wechat);
  jest.spyOn(world.wechat, 'send').mockImplementation((call, order, shipment) => {
    if (shipment.doneAt !== null) {
      finishings.push({ left: leftOf(world), isTold: world.desired.allDispatched !== null });
    }
    return send(call, order, shipment);
  });
  world.publish({});
  for (const step of history) await play(world, step);
  return { world, finishings };
}

/** Lines of which somebody still waits for a piece, as the shop and WeChat together know it. */
function leftOf({ desired, wechat, news }: ShipmentWorld): string[] {
  const pieces = (lines: readonly ReturnType<typeof line>[], productId: string) =>
    lines.filter((other) => other.productId === productId).reduce((sum, { quantity }) => sum + quantity, 0);
  const dispatched = desired.parcels.flatMap(({ lines }) => lines);
  const others = wechat.parcels
    .filter(({ waybill }) => !desired.parcels.some((own) => own.waybill === waybill))
    .flatMap(({ lines }) => lines);
  const refunded = Object.values(news.aftersales)
    .filter(({ state, returnsGoods }) => state === 'refunded' && !returnsGoods)
    .flatMap(({ lines }) => lines ?? []);
  return ordered
    .filter(
      ({ productId, quantity }) => pieces([...dispatched, ...others, ...refunded], productId) < quantity,
    )
    .map(({ productId }) => productId);
}

/** No more faults, everything is told, and the shop ships what is left as WeChat wants it. */
async function calmDown(world: ShipmentWorld): Promise<void> {
  const { wechat } = world;
  wechat.faults.inject('none', 0);
  wechat.pay();
  for (const id of wechat.aftersales.keys()) wechat.endAftersale(id, 'ended');
  world.clock.advance(60_000);
  wechat.faults.deliver();
  world.tell();
  await world.passTime(HOUR);
  const left = ordered.filter(
    (goods) =>
      !wechat.isRecorded(goods) &&
      ![...wechat.aftersales.values()].some(
        (aftersale) => aftersale.state === 'refunded' && aftersale.line === goods,
      ),
  );
  world.publish({
    parcels: left.length === 0 ? world.desired.parcels.filter(({ waybill }) => waybill !== '') : [],
  });
  if (left.length > 0) world.dispatch(parcel('last', left));
  world.publish({ allDispatched: { at: null }, received: { at: world.clock.now().toISOString() } });
  await world.passTime(24 * HOUR);
}

describe('a shipment converges whatever happened before', () => {
  const runs = { numRuns: 250 };

  it('WeChat ends with the order received, or refunded', () =>
    fc.assert(
      fc.asyncProperty(steps, manners, async (history, manner) => {
        const { world } = await played(history, manner);
        await calmDown(world);
        expect(['completed', 'refunded']).toContain(world.wechat.status);
        expect(
          world.store.nextTime({ appId: world.row().appId, kind: 'shipment', entityId: 'T-1' }),
        ).toBeNull();
      }),
      runs,
    ));

  it('is finished although the shop told of a parcel with something that is not in the order', async () => {
    const { world } = await played(
      [
        { kind: 'dispatch', id: 1, content: 6, waybill: 0, carrier: 0 },
        { kind: 'dispatch', id: 0, content: 5, waybill: 0, carrier: 0 },
      ],
      'forgives',
    );
    await calmDown(world);
    expect(world.wechat.status).toBe('completed');
  });

  it('never writes after a write without an outcome before it has looked, and confirms one receipt at most', () =>
    fc.assert(
      fc.asyncProperty(steps, manners, async (history, manner) => {
        const { world } = await played(history, manner);
        await calmDown(world);
        expect(world.wechat.blindWrites).toBe(0);
        expect(world.wechat.receipts).toBeLessThanOrEqual(1);
        expect(world.wechat.refusals).not.toContain(1010029);
      }),
      runs,
    ));

  it('never tells WeChat that everything is sent while something is left, unless the shop says so', () =>
    fc.assert(
      fc.asyncProperty(steps, manners, async (history, manner) => {
        const { finishings } = await played(history, manner);
        expect(finishings.filter(({ left, isTold }) => left.length > 0 && !isTold)).toEqual([]);
      }),
      runs,
    ));

  it('tells of a parcel once, and only of what WeChat has', () =>
    fc.assert(
      fc.asyncProperty(steps, manners, async (history, manner) => {
        const { world } = await played(history, manner);
        await calmDown(world);
        const told = world.store.events.filter(({ type }) => type === 'wechat.shipment.synchronised.v1');
        for (const { data } of told) {
          const { waybill, lines } = data as { waybill: string; lines: ReturnType<typeof line>[] };
          const recorded = world.wechat.parcels.filter((other) => other.waybill === waybill);
          expect(waybill).not.toBe('');
          for (const { productId, quantity } of lines) {
            expect(recorded.flatMap((other) => other.lines)).toContainEqual(line(productId, quantity));
          }
        }
        const names = world.heard();
        expect(names.filter((name) => name === 'completed').length).toBeLessThanOrEqual(1);
        expect(names.filter((name) => name === 'received').length).toBeLessThanOrEqual(1);
      }),
      runs,
    ));
});
