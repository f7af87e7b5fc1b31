import { distinct, outOfOrder, toldTwice, untold, type ToldEvent } from './told';

const told = (name: string, submission: number, id = `${name}:${submission}`): ToldEvent => ({
  id,
  name,
  subject: 'P-1',
  data: { submission },
});
const factOf = ({ name, data }: ToldEvent) => `${name} ${String(data['submission'])}`;
const placeOf = ({ name, data }: ToldEvent) => Number(data['submission']) * 2 + (name === 'approved' ? 1 : 0);

const history = [told('submitted', 1), told('approved', 1), told('submitted', 2), told('approved', 2)];
const [first, second, third, fourth] = history as [ToldEvent, ToldEvent, ToldEvent, ToldEvent];

it('finds nothing in a history as it should be', () => {
  expect(toldTwice(history, factOf)).toEqual([]);
  expect(outOfOrder(history, placeOf)).toEqual([]);
  expect(untold('P-1', history.map(factOf), history, factOf)).toEqual([]);
});

it('takes a repetition under the same id for none: consumers recognise it', () => {
  const repeated = [first, second, first, third, second, fourth];
  expect(distinct(repeated)).toEqual(history);
  expect(toldTwice(repeated, factOf)).toEqual([]);
  expect(outOfOrder(repeated, placeOf)).toEqual([]);
});

it('finds a fact told under two ids', () => {
  const doubled = [first, second, told('approved', 1, 'another'), third, fourth];
  expect(toldTwice(doubled, factOf)).toEqual([
    { kind: 'doubled', about: 'P-1', what: 'approved 1 was told again as another' },
  ]);
});

it('finds a fact told too late, and only that', () => {
  expect(outOfOrder([first, third, second, fourth], placeOf)).toEqual([
    { kind: 'out-of-order', about: 'P-1', what: 'approved:1 was told after submitted:2' },
  ]);
});

it('finds a fact nobody told', () => {
  expect(untold('P-1', history.map(factOf), [first, third, fourth], factOf)).toEqual([
    { kind: 'lost', about: 'P-1', what: 'approved 1 was never told' },
  ]);
});
