import { matchCarrier } from './carrier-match';
import { carrierFacts } from './carrier-names';

const carrier = (id: string, name: string, isCatchAll = false) => ({ id, name, isCatchAll });
const carriers = [
  carrier('SF', '顺丰速运'),
  carrier('ZTO', '中通快递'),
  carrier('ZTOKY', '中通快运'),
  carrier('EMS', 'EMS 标准快递'),
  carrier('A1', '同名快递'),
  carrier('A2', '同名快递'),
  carrier('OTHERS', '其他', true),
];

it.each([
  ['its code', { code: 'SF' }, 'SF'],
  ['its code in another case and width', { code: ' ｓｆ' }, 'SF'],
  ['its name', { name: '中通快递' }, 'ZTO'],
  ['its name with other spaces and brackets', { name: '（EMS）标准 快递' }, 'EMS'],
  ['its code, although the name is unknown', { code: 'ZTO', name: 'zhongtong' }, 'ZTO'],
  ['its name, although the code is unknown', { code: 'X-77', name: '顺丰速运' }, 'SF'],
])('is found by %s', (_, given, expected) => {
  expect(matchCarrier(given, carriers)).toBe(expected);
});

it.each([
  ['a part of a name', { name: '中通' }],
  ['a name that two have', { name: '同名快递' }],
  ['a code given as a name', { name: 'SF' }],
  ['the catch-all by its code', { code: 'OTHERS' }],
  ['the catch-all by its name', { name: '其他' }],
  ['nothing but punctuation', { name: '--' }],
  ['an unknown one', { code: 'UPS', name: 'United Parcel' }],
])('is not guessed from %s', (_, given) => {
  expect(matchCarrier(given, carriers)).toBeNull();
});

it('is waited for under each of its names, once', () => {
  expect(carrierFacts({ code: 'City-Flash', name: '城市闪送' })).toEqual([
    'carrier:cityflash',
    'carrier:城市闪送',
  ]);
  expect(carrierFacts({ code: 'sf', name: 'SF' })).toEqual(['carrier:sf']);
});
