import { largestWindow, median, percentile, spread } from './statistics';

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[7], 7],
  [[], Number.NaN],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

test.each([
  [0.5, 5],
  [0.9, 9],
  [0.99, 10],
  [1, 10],
  [0.01, 1],
])('%d of 1 to 10 do not exceed %d', (part, expected) => {
  expect(percentile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], part)).toBe(expected);
});

test('spread is relative to the median', () => {
  expect(spread([90, 100, 120])).toBeCloseTo(0.3);
});

test('the largest window counts its beginning and not its end', () => {
  expect(largestWindow([0, 500, 999, 1_000], 1_000)).toBe(3);
  expect(largestWindow([0, 1_000, 2_000], 1_000)).toBe(1);
  expect(largestWindow([0, 0, 0, 5_000, 5_001], 1_000)).toBe(3);
  expect(largestWindow([], 1_000)).toBe(0);
});

test('two full fixed windows side by side are one window with twice as many', () => {
  const moments = [...Array.from({ length: 100 }, () => 990), ...Array.from({ length: 100 }, () => 1_010)];
  expect(largestWindow(moments, 1_000)).toBe(200);
});
