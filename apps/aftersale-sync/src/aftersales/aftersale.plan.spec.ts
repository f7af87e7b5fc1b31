import * as fc from 'fast-check';
import { faults } from '@tongbu/sync-engine';
import { buyerActs, platformActs, wishNames, World, type Step } from '../testing/aftersale-world';
import { isFinal } from './aftersale';

const HOUR = 3_600_000;
const pushes = fc.nat(2);
const drive = fc.record({ kind: fc.constant('drive'), fault: fc.constantFrom(...faults), after: fc.nat(3) });
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('wish'), wish: fc.constantFrom(...wishNames) }),
    fc.record({
      kind: fc.constant('buyer'),
      act: fc.constantFrom(...buyerActs),
      amount: fc.constantFrom(1_000, 2_000, 4_050),
      told: pushes,
    }),
    fc.record({ kind: fc.constant('platform'), act: fc.constantFrom(...platformActs), told: pushes }),
    fc.constant({ kind: 'stray-callback' }),
    fc.record({ kind: fc.constant('hide'), looks: fc.nat(3) }),
    drive,
    drive,
    drive,
    fc.record({
      kind: fc.constant('pass-time'),
      ms: fc.constantFrom(50, 25_000, HOUR, 43 * HOUR, 240 * HOUR),
    }),
  ) as fc.Arbitrary<Step>,
  { maxLength: 40 },
);

const begin = {
  'inside WeChat, a refund': () => World.beginningAtWechat('refund'),
  'inside WeChat, a return': () => World.beginningAtWechat('return'),
  'by the merchant': () => World.openedByMerchant(),
};

async function played(how: keyof typeof begin, history: readonly Step[]): Promise<World> {
  const world = await begin[how]();
  for (const step of history) await world.play(step);
  return world;
}

describe.each(Object.keys(begin) as (keyof typeof begin)[])('an after-sale that began %s', (how) => {
  it('is known as it ends, told of once, and decided once by what was on the table, whatever happened', () =>
    fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const world = await played(how, history);
        await world.calmDown();
        const { aftersale, decisions, opened } = world.wechat;
        const { row } = world;
        expect(row?.intent).toBeNull();
        expect(row?.observed?.aftersale?.state).toBe(aftersale?.state);
        expect(row?.observed?.aftersale?.amount).toBe(aftersale?.amount);

        const told = world.types.filter((type) => type !== 'parked');
        expect(told.filter((type) => type === 'requested')).toHaveLength(aftersale === null ? 0 : 1);
        expect(told[0]).toBe(aftersale === null ? undefined : 'requested');
        if (aftersale !== null && isFinal(aftersale.state)) {
          expect(told.filter((type) => type === aftersale.state)).toHaveLength(1);
        }

        expect(opened).toBeLessThanOrEqual(1);
        const numbers = decisions.map(({ wish }) => wish.number);
        expect(new Set(numbers).size).toBe(numbers.length);
        // Never by a decision on what the buyer has changed since.
        for (const { wish, amount } of decisions) expect(wish.amount ?? amount).toBe(amount);
      }),
      { numRuns: 80 },
    ));
});
