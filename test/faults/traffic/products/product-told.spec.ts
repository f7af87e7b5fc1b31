import type { Expectation, WechatEntity } from '../../judging/compare-entity';
import type { ToldEvent } from '../../judging/told';
import { judgeToldOfProduct } from './product-told';

const expected: Expectation = { id: 'P-1', state: { onSale: true, deleted: false }, effects: {} };
const found: WechatEntity = { state: {}, effects: { submit: 2 } };

const event = (name: string, key: number, data: object = {}): ToldEvent => ({
  id: `${name}:${key}`,
  name: `product.${name}`,
  subject: 'P-1',
  data: { submission: key, merchantVersion: key, ...data },
});
const history = [
  event('submitted', 1),
  event('approved', 1),
  event('listed', 1),
  event('submitted', 2),
  event('rejected', 2),
  event('delisted', 2),
  event('listed', 3),
];
const judge = (told: readonly ToldEvent[], state = expected.state) =>
  judgeToldOfProduct({ ...expected, state }, told, found).map(({ kind, what }) => `${kind}: ${what}`);
const without = (id: string) => history.filter((told) => told.id !== id);

it('finds nothing wrong with a history as it should be, redelivered or not', () => {
  expect(judge(history)).toEqual([]);
  expect(judge([...history.slice(0, 4), ...history])).toEqual([]);
});

it.each<[string, ToldEvent[], string[]]>([
  [
    'a submission nobody told',
    without('submitted:2'),
    ['lost: 2 submissions were reviewed, and 1 were told'],
  ],
  ['a verdict nobody told', without('rejected:2'), ['lost: verdict 2 was never told']],
  [
    'a verdict told twice',
    [...history, event('approved', 2)],
    ['doubled: verdict 2 was told again as approved:2'],
  ],
  [
    'a verdict told before its submission',
    [...history.slice(0, 3), history[4]!, history[3]!, ...history.slice(5)],
    ['out-of-order: submitted:2 was told after rejected:2'],
  ],
  [
    'an older version submitted after a newer one',
    history.map((told) =>
      told.id === 'submitted:1' ? { ...told, data: { ...told.data, merchantVersion: 9 } } : told,
    ),
    ['out-of-order: submitted:2 was told after submitted:1'],
  ],
  [
    'a listing nobody told',
    without('listed:3'),
    ['lost: told last of its shelf: product.delisted, while it is on sale'],
  ],
  [
    'a listing told twice',
    [...history, event('listed', 4)],
    ['doubled: product.listed was told again as listed:4, with nothing between'],
  ],
  ['a parked product', [...history, event('parked', 1, { problems: ['x'] })], ['other: parked: ["x"]']],
])('finds %s', (_case, told, findings) => {
  expect(judge(told)).toEqual(findings);
});

it('asks for the deletion to be told, and not for the verdict on what was deleted in review', () => {
  const deleted = { deleted: true };
  const last = event('deleted', 1);
  expect(judge([...without('rejected:2'), last], deleted)).toEqual([]);
  expect(judge(history, deleted)).toEqual(['lost: deleted was never told']);
  expect(judge([...history, last, event('submitted', 3)], deleted)).toEqual([
    'other: 2 submissions were reviewed, and 3 were told',
    'out-of-order: submitted:3 was told after deleted:1',
  ]);
});
