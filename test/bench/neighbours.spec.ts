import type { Figure } from './figure';
import { neighbours, secondsOf } from './neighbours';

const figure = (id: string, seconds: number): Figure => ({ id, title: id, seconds, run: async () => [] });
const waiting = (id: string, seconds: number): Figure => ({ ...figure(id, seconds), waits: true });
const all = [
  figure('A', 3),
  waiting('B', 5),
  waiting('C', 7),
  figure('D', 4),
  figure('E', 2),
  waiting('F', 1),
];

it('puts together neighbours that mostly wait', () => {
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
