import * as fc from 'fast-check';
import { channelFaults, type ChannelFault } from '@tongbu/sync-engine';
import { ACCESS_DECLARATIONS } from '@tongbu/contracts';
import { AccessWorld, HOUR } from '../testing/access-world';
import { TASK_OF_STEP, TASK_STEPS } from './access.tasks';

const STEPS = [
  'want',
  'want-scene',
  'declare-all',
  'confirm',
  'withdraw',
  'withdraw-untold',
  'see',
  'open-scene',
  'refuse-scene',
  'ban',
  'lift-ban',
  'push',
  'hear',
] as const;
type Step =
  | { readonly kind: 'do'; readonly what: (typeof STEPS)[number] }
  | { readonly kind: 'see'; readonly task: number }
  | { readonly kind: 'drive'; readonly fault: ChannelFault; readonly after: number }
  | { readonly kind: 'pass'; readonly ms: number };

const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('do'), what: fc.constantFrom(...STEPS) }),
    fc.record({ kind: fc.constant('do'), what: fc.constantFrom(...STEPS) }),
    fc.record({ kind: fc.constant('see'), task: fc.nat(3) }),
    fc.record({ kind: fc.constant('drive'), fault: fc.constantFrom(...channelFaults), after: fc.nat(4) }),
    fc.record({ kind: fc.constant('pass'), ms: fc.constantFrom(50, 30_000, HOUR, 25 * HOUR) }),
  ) as fc.Arbitrary<Step>,
  { maxLength: 40 },
);

function act(world: AccessWorld, what: (typeof STEPS)[number]): void {
  const { wechat } = world;
  switch (what) {
    case 'want':
      return world.want();
    case 'want-scene':
      return world.wantScene();
    case 'declare-all':
      return world.declare(...ACCESS_DECLARATIONS);
    case 'confirm':
      return wechat.confirm();
    case 'withdraw':
      wechat.withdraw();
      return world.push('withdrawn');
    case 'withdraw-untold':
      return wechat.withdraw();
    case 'see':
      for (const step of TASK_STEPS) wechat.seen.add(TASK_OF_STEP[wechat.generation()][step]);
      return;
    case 'open-scene':
      return wechat.judge('open');
    case 'refuse-scene':
      return wechat.judge('refused', '资料不全');
    case 'ban':
      if (wechat.registration === 'open') wechat.registration = 'banned';
      return;
    case 'lift-ban':
      if (wechat.registration === 'banned') wechat.registration = 'open';
      return;
    case 'push':
      return world.push();
    case 'hear':
      return world.reach('order-created');
  }
}

async function play(world: AccessWorld, history: readonly Step[]): Promise<void> {
  for (const step of history) {
    switch (step.kind) {
      case 'do':
        act(world, step.what);
        break;
      case 'see': {
        const task = TASK_STEPS[step.task];
        if (task !== undefined) world.wechat.seen.add(TASK_OF_STEP[world.wechat.generation()][task]);
        break;
      }
      case 'drive':
        world.wechat.faults.inject(step.fault, step.after);
        await world.drive();
        break;
      case 'pass':
        await world.pass(step.ms);
        break;
    }
  }
}

describe.each(['first', 'second'] as const)('after any history of the %s generation', (generation) => {
  it('ends at the first sale once everybody does his part', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const world = new AccessWorld(generation);
        await play(world, history);
        const { wechat } = world;
        wechat.faults.inject('none', 0);
        act(world, 'lift-ban');
        world.want();
        await world.pass(HOUR);
        wechat.confirm();
        await world.pass(2 * HOUR);
        act(world, 'see');
        await world.pass(2 * HOUR);
        world.declare(...ACCESS_DECLARATIONS);
        await world.pass(2 * HOUR);
        if (wechat.scene !== 'open') world.wantScene();
        await world.pass(HOUR);
        wechat.judge('open');
        await world.pass(2 * HOUR);
        expect(wechat.scene).toBe('open');
        expect(world.observed.openScenes).toEqual([1]);
        expect(world.row.state).toBe('settled');
        const calls = wechat.calls.length;
        await world.pass(12 * HOUR);
        expect(wechat.calls.length).toBe(calls);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('never declares what WeChat has not seen, nor applies for a scene before the tasks are done', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const world = new AccessWorld(generation);
        const { wechat } = world;
        const declare = wechat.declare.bind(wechat);
        jest.spyOn(wechat, 'declare').mockImplementation((call, task) => {
          if (task !== 'testing' && task !== 'release' && wechat.registration === 'open') {
            // A withdrawal of which nobody has told yet takes back what was seen.
            const wasWithdrawn = wechat.seen.size === 0;
            expect(wasWithdrawn || wechat.seen.has(task)).toBe(true);
          }
          return declare(call, task);
        });
        await play(world, history);
        for (const { type, data } of world.store.events) {
          if (type === 'wechat.access.refused.v1') expect(data).toHaveProperty('problems.0.fix');
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
