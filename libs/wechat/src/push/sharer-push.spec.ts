import { describePushes } from '../../test-support/push.suite';
import { sharerPushOf } from './sharer-push';

const binding = 'miniprogram_sharer_bind_status_change';
const action = 'miniprogram_sharer_action';
const openid = 'o1';

describePushes(sharerPushOf, undefined, [
  ['a binding', binding, { openid, bind_status: 1 }, { kind: 'binding', openid, binding: 'bound' }],
  [
    'the end of a binding',
    binding,
    { openid, bind_status: 2 },
    { kind: 'binding', openid, binding: 'unbound' },
  ],
  [
    'a status that is not documented',
    binding,
    { openid, bind_status: 3 },
    { kind: 'binding', openid, binding: 'other' },
  ],
  [
    'a card of a broadcast',
    action,
    {
      type: 1,
      openid,
      promoter: { finder_nickname: 'Example channel', promoter_id: 'aB3', promoter_openid: 'oF' },
    },
    {
      kind: 'card',
      openid,
      of: 'live',
      promoter: { promoterId: 'aB3', finderNickname: 'Example channel', promoterOpenid: 'oF' },
    },
  ],
  [
    'a card of a product with an empty promoter',
    action,
    { type: 2, openid, promoter: { promoter_id: null } },
    { kind: 'card', openid, of: 'product', promoter: {} },
  ],
  [
    'a card of the shop window',
    action,
    { type: 3, openid },
    { kind: 'card', openid, of: 'shop-window', promoter: {} },
  ],
  [
    'a card of something else',
    action,
    { type: 4, openid },
    { kind: 'card', openid, of: 'other', promoter: {} },
  ],
]);

it('is silent about other events and without an openid', () => {
  expect(sharerPushOf('complaint_notify', { openid })).toBeUndefined();
  expect(sharerPushOf(binding, { bind_status: '1' })).toBeUndefined();
});
