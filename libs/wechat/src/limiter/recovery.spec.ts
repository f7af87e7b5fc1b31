import { factorAfter } from './recovery';

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
