import { firstProducts, productsAllOver } from './pushes';

test('the first products are numbered from 0', () => {
  expect(firstProducts(2.6)).toEqual([0, 1, 2]);
});

test.each([
  [500_000, 1_500],
  [10_000, 1_500],
  [10, 100],
])('of %d products %d different ones are taken from all over', (size, count) => {
  const products = productsAllOver(size, count);
  expect(new Set(products).size).toBe(Math.min(size, count));
  expect(Math.min(...products)).toBeLessThan(size / 10 + 1);
  expect(Math.max(...products)).toBeGreaterThanOrEqual(size * 0.85 - 1);
  expect(Math.max(...products)).toBeLessThan(size);
});
