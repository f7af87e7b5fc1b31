import type { Figure } from './figure';
import { neighbours, secondsOf } from './neighbours';

const figure = (id: string, seconds: number, group?: Figure['group']): Figure => ({
  id,
  title: id,
  seconds,
  ...(group === undefined ? {} : { group }),
  run: async () => [],
});
const all = [
  figure('A', 3),
  figure('B', 5, 'quotas'),
  figure('C', 7, 'quotas'),
  figure('D', 4, 'services'),
  figure('E', 2),
  figure('F', 1, 'quotas'),
];

it('puts together neighbours that mostly wait and are in the same group', () => {
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
