import { compareEntity, type Expectation, type WechatEntity } from './compare-entity';

const expected: Expectation = {
  id: 'P-1',
  state: { title: '茶杯', onSale: true },
  effects: { add: { least: 1, most: 1 }, update: { least: 0, most: 2 } },
};
const found: WechatEntity = {
  state: { title: '茶杯', onSale: true },
  effects: { add: 1, update: 2, list: 9 },
};

it('finds nothing where both sides agree', () => {
  expect(compareEntity(expected, found)).toEqual([]);
});

it.each<[string, WechatEntity | undefined, string, string]>([
  ['an entity WeChat never got', undefined, 'lost', 'WeChat does not know it'],
  [
    'a change that did not arrive',
    { ...found, state: { title: '旧', onSale: true } },
    'lost',
    'title should be "茶杯" at WeChat and is "旧"',
  ],
  [
    'a part WeChat does not have at all',
    { ...found, state: { title: '茶杯' } },
    'lost',
    'onSale should be true at WeChat and is null',
  ],
  [
    'an effect that did not happen',
    { ...found, effects: { add: 0 } },
    'lost',
    'add happened 0 times at WeChat, expected 1',
  ],
  [
    'an effect that happened twice',
    { ...found, effects: { add: 2 } },
    'doubled',
    'add happened 2 times at WeChat, expected 1',
  ],
  [
    'an effect that happened too often',
    { ...found, effects: { add: 1, update: 3 } },
    'doubled',
    'update happened 3 times at WeChat, expected 0 to 2',
  ],
])('finds %s', (_case, at, kind, what) => {
  expect(compareEntity(expected, at)).toEqual([{ kind, about: 'P-1', what }]);
});

it('lets an entity be absent that was taken back before it got there', () => {
  expect(compareEntity({ ...expected, mayBeAbsent: true }, undefined)).toEqual([]);
});
