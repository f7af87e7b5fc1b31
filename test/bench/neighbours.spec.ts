import type { Figure } from './figure';
import { neighbours, secondsOf } from './neighbours';

const figure = (id: string, seconds: number, waitsFor?: Figure['waitsFor']): Figure => ({
  id,
  title: id,
  seconds,
  ...(waitsFor === undefined ? {} : { waitsFor }),
  run: async () => [],
});
const all = [
  figure('A', 3),
  figure('B', 5, 'quota'),
  figure('C', 7, 'quota'),
  figure('D', 4, 'redis'),
  figure('E', 2),
  figure('F', 1, 'quota'),
];

it('puts together neighbours that mostly wait, for the same kind of thing', () => {
  expect(neighbours(all).map((group) => group.map(({ id }) => id))).toEqual([
    ['A'],
    ['B', 'C'],
    ['D'],
    ['E'],
    ['F'],
  ]);
});

it('takes as long as the longest of those measured side by side', () => {
  expect(secondsOf(all)).toBe(17);
  expect(secondsOf([])).toBe(0);
});
