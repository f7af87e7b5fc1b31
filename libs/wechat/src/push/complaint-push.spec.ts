import { describePushes } from '../../test-support/push.suite';
import { complaintPushOf } from './complaint-push';

const complaint_order_id = 9_007_199_254_740_993n;

describePushes(complaintPushOf, 'complaint_info', [
  [
    'a request for evidence',
    'complaint_notify',
    { complaint_order_id, state: 230_003, event: 240_002 },
    {
      complaintId: '9007199254740993',
      state: { name: 'merchant-evidence-awaited', awaits: 'merchant' },
      stateCode: 230_003,
      event: 'evidence-merchant-asked',
      eventCode: 240_002,
    },
  ],
  [
    'numbers that are not documented',
    'complaint_notify',
    { complaint_order_id, state: 1, event: 2 },
    {
      complaintId: '9007199254740993',
      state: { name: 'other', awaits: 'nobody' },
      stateCode: 1,
      event: 'other',
      eventCode: 2,
    },
  ],
  ['the id alone', 'complaint_notify', { complaint_order_id }, { complaintId: '9007199254740993' }],
]);

it('is silent about other events and without an id', () => {
  expect(complaintPushOf('aftersale_new_order', { complaint_order_id: '1' })).toBeUndefined();
  expect(complaintPushOf('complaint_notify', { state: '230003' })).toBeUndefined();
});
