import { judgeAttacks, judgeStored, type AttackResult } from './judge-attacks';

const refused: AttackResult = {
  attack: { name: 'forged signature', tries: 3, expected: 403 },
  statuses: new Map([[403, 3]]),
  slowestMs: 9,
  growthMb: 4,
};

it('finds nothing where each was refused', () => {
  expect(judgeAttacks([refused, refused])).toEqual([]);
});

it.each<[string, Partial<AttackResult>, string]>([
  [
    'an attack that was taken',
    {
      statuses: new Map([
        [200, 1],
        [403, 2],
      ]),
    },
    'answered 200 1 times, expected 403',
  ],
  ['an attack that got no answer', { statuses: new Map([[0, 3]]) }, 'answered 0 3 times, expected 403'],
  ['memory that grows', { growthMb: 80 }, "the gateway's memory grew by 80 MB"],
])('finds %s', (_case, change, what) => {
  expect(judgeAttacks([refused, { ...refused, ...change }])).toEqual([
    { kind: 'other', about: 'forged signature', what },
  ]);
});

it('finds what is stored and was never pushed, and a correct message that is not stored', () => {
  const pushed = new Set(['aa']);
  const row = (hash: string) => ({ hash, event: 'paid' });
  expect(judgeStored([row('aa'), row('cc')], pushed, 'cc')).toEqual([]);
  expect(judgeStored([row('aa'), row('bb')], pushed, 'cc').map(({ what }) => what)).toEqual([
    'bb is stored, and WeChat did not push it',
    'the correct message is not stored',
  ]);
});
