import { factorAfter, peakOf } from './recovery';

const cut = { peak: 0.5, risesFrom: 1_000, recoverMs: 4_000 };

it('uses 0.7 of the pace that was too much, and all of it after the time of recovery', () => {
  expect(factorAfter(cut, 0)).toBeCloseTo(0.35);
  expect(factorAfter(cut, 1_000)).toBeCloseTo(0.35);
  expect(factorAfter(cut, 5_000)).toBeCloseTo(0.5);
});

it('stays near the pace that was too much, and then rises faster and faster up to the documented one', () => {
  const factors = Array.from({ length: 12 }, (_, second) => factorAfter(cut, 1_000 + second * 1_000));
  expect(factors.every((factor, index) => index === 0 || factor >= (factors[index - 1] ?? 0))).toBe(true);
  expect(factors.filter((factor) => Math.abs(factor - 0.5) < 0.02)).toHaveLength(5);
  expect(factors.at(-1)).toBe(1);
});

it('never stands still', () => {
  expect(factorAfter({ ...cut, peak: 0.02 }, 0)).toBe(0.02);
});

it('goes lower when WeChat complains of less than before, and not when it complains of the same', () => {
  expect(peakOf(1, undefined)).toBe(1);
  expect(peakOf(0.5, undefined)).toBeCloseTo(0.425);
  expect(peakOf(0.45, { reached: 0.5 })).toBeCloseTo(0.3825);
  expect(peakOf(0.495, { reached: 0.5 })).toBe(0.495);
  expect(peakOf(0.8, { reached: 0.5 })).toBe(0.8);
});
