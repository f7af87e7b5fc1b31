import { isNews } from './order.hint';
import { nothingObserved, type ObservedOrder } from './order';

const at = (status: number, changes: Partial<ObservedOrder> = {}): ObservedOrder => ({
  ...nothingObserved,
  existence: 'present',
  status,
  ...changes,
});
const news = (name: string, observed: ObservedOrder) => isNews({ name, detail: {} }, observed);

it.each<[string, number[]]>([
  ['paid', [10, 11, 181, 250, 190]],
  ['cancelled', [10, 11, 20, 21, 30, 100, 190]],
  ['shipped', [10, 11, 20, 21, 190]],
  ['received', [10, 11, 20, 21, 30, 181, 250, 190]],
  ['refunded', [10, 11, 20, 21, 30, 100, 181, 250, 190]],
  ['refresh', [10, 11, 20, 21, 30, 100, 181, 200, 250, 190]],
  ['attributed', [10, 11, 20, 21, 30, 100, 181, 200, 250, 190]],
  ['something new', [10, 11, 20, 21, 30, 100, 181, 200, 250, 190]],
])('a callback %s is worth a read in the states %j only', (name, states) => {
  const all = [10, 11, 20, 21, 30, 100, 181, 200, 250, 190];
  expect(all.filter((status) => news(name, at(status)))).toEqual(states);
});

it('a settlement is news until it was told', () => {
  expect(news('settled', at(100))).toBe(true);
  expect(news('settled', at(100, { told: ['settled'] }))).toBe(false);
});

it('anything is news of an order that we do not know to be at WeChat', () => {
  expect(news('paid', nothingObserved)).toBe(true);
  expect(news('paid', at(20, { existence: 'missing' }))).toBe(true);
});
