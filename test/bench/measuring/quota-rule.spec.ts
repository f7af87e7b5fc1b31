import { Quota } from './quota-rule';

const takeAll = (quota: Quota, moments: readonly number[]) => moments.map((moment) => quota.take(moment));

test('without a quota everything is accepted', () => {
  expect(takeAll(new Quota({ kind: 'none' }), [0, 0, 0])).toEqual([true, true, true]);
});

test('no second of any position holds more than the quota', () => {
  const quota = new Quota({ kind: 'refuse', steps: [{ fromMs: 0, perSecond: 2 }] });
  expect(takeAll(quota, [0, 900, 950, 1_000, 1_001, 1_900])).toEqual([true, true, false, true, false, true]);
});

test('the quota changes with time since the first call', () => {
  const steps = [
    { fromMs: 0, perSecond: 1 },
    { fromMs: 2_000, perSecond: 3 },
  ];
  const quota = new Quota({ kind: 'refuse', steps });
  expect(takeAll(quota, [500, 600, 2_500, 2_501, 2_502, 2_503])).toEqual([
    true,
    false,
    true,
    true,
    true,
    false,
  ]);
});

test('a call too many bans everything for some time', () => {
  const quota = new Quota({ kind: 'ban', perSecond: 1, banMs: 3_000 });
  expect(takeAll(quota, [0, 500, 2_000, 3_499, 3_500])).toEqual([true, false, false, false, true]);
});
