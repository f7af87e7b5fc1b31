import type { Figure } from './figure';
import { neighbours, secondsOf } from './neighbours';

const figure = (id: string, seconds: number, waits = false): Figure => ({
  id,
  title: id,
  seconds,
  waits,
  run: async () => [],
});
const all = [
  figure('A', 3),
  figure('B', 5, true),
  figure('C', 7, true),
  figure('D', 2),
  figure('E', 1, true),
];

it('puts together neighbours that mostly wait', () => {
  expect(neighbours(all).map((group) => group.map(({ id }) => id))).toEqual([
    ['A'],
    ['B', 'C'],
    ['D'],
    ['E'],
  ]);
});

it('takes as long as the longest of those measured side by side', () => {
  expect(secondsOf(all)).toBe(13);
  expect(secondsOf([])).toBe(0);
});
