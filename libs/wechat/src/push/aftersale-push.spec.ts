import { describePushes } from '../../test-support/push.suite';
import { aftersalePushOf } from './aftersale-push';
import { PUSH_EVENTS } from './push-events';

const ids = { aftersale_id: 9_007_199_254_740_993n, out_aftersale_id: '' };

describePushes(aftersalePushOf, 'aftersale_info', [
  [
    'a new after-sale with its order',
    'aftersale_new_order',
    {
      aftersale_id: 4_000_000_007_314_883,
      order_id: 3_309_517_286_640_325_887n,
      out_order_id: 'SO-000731',
    },
    {
      kind: 'opened',
      aftersaleId: '4000000007314883',
      outOrderId: 'SO-000731',
      wechatOrderId: '3309517286640325887',
    },
  ],
  [
    'a withdrawal with the merchant’s id',
    'aftersale_user_cancel',
    { ...ids, out_aftersale_id: 'AS-1' },
    { kind: 'withdrawn', aftersaleId: '9007199254740993', outAftersaleId: 'AS-1' },
  ],
  ...(
    [
      ['aftersale_update_order', 'edited'],
      ['aftersale_wait_merchant_confirm_receipt', 'sent-back'],
      ['aftersale_user_modify_return_info', 'return-changed'],
      ['aftersale_user_cancel_waybill', 'return-cancelled'],
      ['aftersale_refund_success', 'refunded'],
      ['aftersale_wait_merchant_offline_refund', 'refund-failed'],
      ['aftersale_user_confirm_refund_certificate', 'proof-confirmed'],
      ['aftersale_merchant_handle_refund_overdue', 'refund-overdue'],
      ['aftersale_merchant_handle_return_overdue', 'return-overdue'],
      ['aftersale_merchant_confirm_receipt_overdue', 'receipt-overdue'],
      ['aftersale_user_apply_platform_judge_overdue', 'dispute-overdue'],
      ['aftersale_user_upload_return_info_overdue', 'shipping-back-overdue'],
      ['aftersale_complaint_update_order_state', 'judged'],
    ] as const
  ).map(([event, kind]) => [kind, event, ids, { kind, aftersaleId: '9007199254740993' }] as const),
]);

it('knows every event of after-sales that parsePush knows', () => {
  const events = Object.entries(PUSH_EVENTS).filter(([, { subject }]) => subject === 'aftersale');
  expect(events).toHaveLength(15);
  for (const [event] of events) expect(aftersalePushOf(event, { aftersale_id: '1' })).toBeDefined();
});

it('is silent about other events and without an id', () => {
  expect(aftersalePushOf('complaint_notify', { aftersale_id: '1' })).toBeUndefined();
  expect(aftersalePushOf('toString', { aftersale_id: '1' })).toBeUndefined();
  expect(aftersalePushOf('aftersale_new_order', { aftersale_id: '' })).toBeUndefined();
});
