import { parseAccessArguments } from './arguments';

it.each([
  [['status'], { name: 'status' }],
  [['apply', '--app', 'wx7f3d2a9c5b1e8046'], { name: 'apply' }],
  [['declare', 'tested'], { name: 'declare', declaration: 'tested' }],
  [
    ['trial', '--openid', 'o1', '--category', '19000202', '--image', 'https://img.shop.example/a.jpg'],
    { name: 'trial', trial: { openId: 'o1', traceId: null, categoryId: 19_000_202 } },
  ],
  [
    ['commissions', '--from', '2026-03-01', '--to', '2026-03-31'],
    { name: 'commissions', from: '2026-03-01', to: '2026-03-31' },
  ],
  [['merchant-number'], { name: 'merchant-number', file: null }],
  [['merchant-number', 'number.json'], { name: 'merchant-number', file: 'number.json' }],
  [['copy-catalogue', '--to', 'wx2b'], { name: 'copy-catalogue', to: 'wx2b' }],
  [['scene'], { name: 'scene', sceneId: 1 }],
  [['scene', '3'], { name: 'scene', sceneId: 3 }],
])('takes %j', (args, command) => {
  expect(parseAccessArguments(args)).toMatchObject({ kind: 'run', arguments: { command } });
});

it.each([
  [[]],
  [['declare', 'nonsense']],
  [['scene', 'x']],
  [['dance']],
  [['commissions', '--from', '2026-03-01']],
  [['commissions', '--from', '2026-03-02', '--to', '2026-03-01']],
  [['commissions', '--from', 'March', '--to', '2026-03-31']],
  [['trial', '--openid', 'o1']],
  [['copy-catalogue', '--app', 'wx2b']],
  [['copy-catalogue', '--app', 'wx2b', '--to', 'wx2b']],
  [['status', '--apps', 'x']],
])('says what is wrong with %j', (args) => {
  expect(parseAccessArguments(args)).toMatchObject({ kind: 'wrong', message: expect.stringMatching(/\w/) });
});
