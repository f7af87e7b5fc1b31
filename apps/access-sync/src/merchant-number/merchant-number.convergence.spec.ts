import * as fc from 'fast-check';
import { eventRegistry } from '@tongbu/contracts';
import { channelFaults, type ChannelFault } from '@tongbu/sync-engine';
import { MerchantNumberWorld } from '../testing/merchant-number-world';

const HOUR = 3_600_000;
const ACTS = ['want', 'refuse', 'ask', 'validate', 'to-sign', 'console'] as const;
type Step =
  | { readonly kind: 'do'; readonly what: (typeof ACTS)[number] }
  | { readonly kind: 'drive'; readonly fault: ChannelFault; readonly after: number }
  | { readonly kind: 'pass'; readonly ms: number };

const steps = (faults: readonly ChannelFault[]) =>
  fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('do'), what: fc.constantFrom(...ACTS) }),
      fc.record({ kind: fc.constant('drive'), fault: fc.constantFrom(...faults), after: fc.nat(6) }),
      fc.record({ kind: fc.constant('pass'), ms: fc.constantFrom(50, 30_000, HOUR, 25 * HOUR) }),
    ) as fc.Arbitrary<Step>,
    { maxLength: 30 },
  );

async function play(world: MerchantNumberWorld, history: readonly Step[]): Promise<void> {
  for (const step of history) {
    if (step.kind === 'do') act(world, step.what);
    else if (step.kind === 'pass') await world.pass(step.ms);
    else {
      world.wechat.faults.inject(step.fault, step.after);
      await world.drive();
    }
  }
}

function act(world: MerchantNumberWorld, what: (typeof ACTS)[number]): void {
  const { wechat } = world;
  switch (what) {
    case 'want':
      return world.want();
    case 'refuse':
      return wechat.refuse();
    case 'ask':
      return void wechat.askForTransfer(30 * HOUR);
    case 'validate':
      return wechat.move('under-review');
    case 'to-sign':
      return wechat.move('signature-needed', { signUrl: 'https://pay.weixin.example/sign' });
    case 'console':
      return wechat.refuse('shortName', '名称不符');
  }
}

it('ends with a number that takes money once everybody does his part, whatever happened before', async () => {
  await fc.assert(
    fc.asyncProperty(steps(channelFaults), async (history) => {
      const world = new MerchantNumberWorld();
      world.want();
      await play(world, history);
      const { wechat } = world;
      wechat.faults.inject('none', 0);
      await world.pass(HOUR);
      if (wechat.application?.phase === 'refused') {
        world.want();
        await world.pass(HOUR);
      }
      wechat.move('ready', { merchantNumber: '1600000001' });
      await world.pass(2 * HOUR);
      expect(world.row.state).toBe('settled');
      expect(world.told.filter((name) => name === 'ready')).toHaveLength(1);
      const { calls } = wechat;
      await world.pass(12 * HOUR);
      expect(wechat.calls).toBe(calls);
      for (const { type, data } of world.store.events) {
        expect(eventRegistry.get(type)?.data.safeParse(data).error?.issues ?? []).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

it('never hands a document in twice, unless a request arrives after it was given up', async () => {
  const faults = channelFaults.filter((fault) => fault !== 'arrives-late');
  await fc.assert(
    fc.asyncProperty(steps(faults), async (history) => {
      const world = new MerchantNumberWorld();
      world.want();
      await play(world, history);
      const { taken } = world.wechat;
      expect(new Set(taken).size).toBe(taken.length);
    }),
    { numRuns: 60 },
  );
}, 60_000);
