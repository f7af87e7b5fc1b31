import { describePushes } from '../../test-support/push.suite';
import { accessPushOf } from './access-push';

describePushes(accessPushOf, 'OpenProductAccountRegister', [
  ['an opening', 'open_product_account_register', { status: 2 }, { kind: 'registration', state: 'opened' }],
  [
    'a withdrawal',
    'open_product_account_register',
    { status: 10 },
    { kind: 'registration', state: 'withdrawn' },
  ],
  [
    'a status that is not documented',
    'open_product_account_register',
    { status: 7 },
    { kind: 'registration', state: 'other' },
  ],
]);

describePushes(accessPushOf, 'SceneGroupAudit', [
  [
    'a scene with its checks',
    'open_product_scene_group_audit',
    {
      group_id: 1,
      name: 'Channels',
      reason: 'no promoter',
      scene_group_ext_list: [
        { ext_id: 1, status: 1, name: 'account' },
        { ext_id: 2, status: 2, name: 'promoter' },
      ],
    },
    {
      kind: 'scene',
      sceneId: 1,
      name: 'Channels',
      reason: 'no promoter',
      checks: [
        { id: 1, name: 'account', state: 'open' },
        { id: 2, name: 'promoter', state: 'refused' },
      ],
    },
  ],
  [
    'a scene with one check, as XML converters give it',
    'open_product_scene_group_audit',
    { group_id: 1, name: 'Channels', reason: null, scene_group_ext_list: { ext_id: 1, status: 9 } },
    {
      kind: 'scene',
      sceneId: 1,
      name: 'Channels',
      reason: '',
      checks: [{ id: 1, name: '', state: 'other' }],
    },
  ],
]);

it('is silent about other events, and about a scene without a number', () => {
  expect(accessPushOf('open_product_spu_audit', { status: '2' })).toBeUndefined();
  expect(accessPushOf('open_product_scene_group_audit', { name: 'Channels' })).toBeUndefined();
});
