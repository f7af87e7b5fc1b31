import { contradictionOf } from './contradiction';
import type { FieldGroup } from './events';

describe('an event that says the opposite', () => {
  it.each<[string, FieldGroup, FieldGroup]>([
    ['open_product_account_register', { status: 2 }, { status: 10 }],
    ['open_product_account_register', { status: 10 }, { status: 2 }],
    [
      'miniprogram_sharer_bind_status_change',
      { openid: 'o', bind_status: 1 },
      { openid: 'o', bind_status: 2 },
    ],
    [
      'open_product_scene_group_audit',
      {
        group_id: 1,
        reason: '',
        scene_group_ext_list: [
          { ext_id: 1, status: 1 },
          { ext_id: 2, status: 1 },
        ],
      },
      {
        group_id: 1,
        reason: '审核未通过',
        scene_group_ext_list: [
          { ext_id: 1, status: 2 },
          { ext_id: 2, status: 2 },
        ],
      },
    ],
    [
      'open_product_scene_group_audit',
      {
        group_id: 1,
        reason: 'x',
        scene_group_ext_list: [
          { ext_id: 1, status: 1 },
          { ext_id: 2, status: 2 },
        ],
      },
      {
        group_id: 1,
        reason: '',
        scene_group_ext_list: [
          { ext_id: 1, status: 1 },
          { ext_id: 2, status: 1 },
        ],
      },
    ],
    ['open_product_spu_audit', { status: 4, reject_reason: '' }, { status: 3, reject_reason: '审核未通过' }],
    ['open_product_spu_status_update', { status: 13, reason: 'x' }, { status: 5, reason: '' }],
    ['miniprogram_sharer_action', { type: 1 }, { type: 1 }],
  ])('%s %j', (event, body, expected) => {
    expect(contradictionOf({ event, bodyKey: '', body }).body).toEqual(expected);
  });
});
