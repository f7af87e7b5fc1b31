import * as fc from 'fast-check';
import { channelFaults, type ChannelFault } from '@tongbu/sync-engine';
import { SharerWorld } from '../testing/sharer-world';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const DEEDS = [
  'want',
  'unwant',
  'accept',
  'refuse',
  'expire',
  'leave',
  'push',
  'card',
  'full',
  'free',
] as const;
type Step =
  | { readonly kind: 'do'; readonly what: (typeof DEEDS)[number] }
  | { readonly kind: 'drive'; readonly fault: ChannelFault; readonly after: number }
  | { readonly kind: 'pass'; readonly ms: number };

const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('do'), what: fc.constantFrom(...DEEDS) }),
    fc.record({ kind: fc.constant('do'), what: fc.constantFrom(...DEEDS) }),
    fc.record({ kind: fc.constant('drive'), fault: fc.constantFrom(...channelFaults), after: fc.nat(3) }),
    fc.record({ kind: fc.constant('pass'), ms: fc.constantFrom(50, 30_000, 11 * MINUTE, DAY, 31 * DAY) }),
  ) as fc.Arbitrary<Step>,
  { maxLength: 30 },
);

function act(world: SharerWorld, what: (typeof DEEDS)[number]): void {
  const { wechat } = world;
  switch (what) {
    case 'want':
      return world.want();
    case 'unwant':
      return world.want(false);
    case 'accept':
      return wechat.accept();
    case 'refuse':
      return wechat.answer('refused');
    case 'expire':
      return wechat.answer('invitation-expired');
    case 'leave':
      return wechat.leave();
    case 'push':
    case 'card':
      return world.push(what === 'push' ? 'binding' : 'card');
    case 'full':
      wechat.others = 10_000;
      return;
    case 'free':
      wechat.others = 0;
      return;
  }
}

async function played(history: readonly Step[]): Promise<SharerWorld> {
  const world = new SharerWorld();
  world.want(null);
  for (const step of history) {
    switch (step.kind) {
      case 'do':
        act(world, step.what);
        break;
      case 'drive':
        world.wechat.faults.inject(step.fault, step.after);
        await world.drive();
        break;
      case 'pass':
        await world.pass(step.ms);
        break;
    }
  }
  world.wechat.faults.inject('none', 0);
  return world;
}

describe('after any history', () => {
  it('binds whom the merchant wants and who accepts, and then unbinds whom the merchant does not want', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const world = await played(history);
        const { wechat } = world;
        act(world, 'free');
        world.want();
        await world.pass(2 * DAY);
        wechat.accept();
        await world.pass(2 * DAY);
        if (wechat.binding !== 'bound') {
          // The invitation that the wish found waiting was refused or expired: asked for once more.
          world.want();
          await world.pass(2 * DAY);
          wechat.accept();
          await world.pass(2 * DAY);
        }
        expect(wechat.binding).toBe('bound');
        expect(world.row.state).toBe('settled');
        world.want(false);
        await world.pass(31 * DAY);
        expect(wechat.binding).toBe('none');
        expect(world.row).toMatchObject({ state: 'settled', observed: { binding: 'none', told: 'unbound' } });
        const calls = wechat.calls.length;
        await world.pass(DAY / 2);
        expect(wechat.calls.length).toBe(calls);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('never invites more than once for a wish that was seen to arrive, and tells each binding once', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const world = await played(history);
        await world.pass(DAY);
        const wishes = history.filter((step) => step.kind === 'do' && step.what === 'want').length;
        const delayed = history.filter(
          (step) => step.kind === 'drive' && step.fault === 'arrives-late',
        ).length;
        expect(world.wechat.invitations.length).toBeLessThanOrEqual(wishes + delayed);
        const told = world.told.filter((name) => name === 'bound' || name === 'unbound');
        told.forEach((name, index) => expect(name).not.toBe(told[index + 1]));
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
