import { describePushes } from '../../test-support/push.suite';
import { orderPushOf } from './order-push';

const ids = { order_id: 3_309_517_286_640_325_887n, out_order_id: 'SO-000731' };
const subject = { wechatOrderId: '3309517286640325887', outOrderId: 'SO-000731' };

describePushes(orderPushOf, 'order_info', [
  [
    'a payment',
    'open_product_order_pay',
    {
      ...ids,
      transaction_id: '4200001500202207140000000002',
      pay_time: '2022-07-14 20:17:05',
      amount: 11_600,
    },
    {
      kind: 'paid',
      ...subject,
      transactionId: '4200001500202207140000000002',
      paidAt: new Date('2022-07-14T12:17:05Z'),
      amountFen: 11_600,
    },
  ],
  [
    'a payment of the older form, without an amount',
    'open_product_order_pay',
    { ...ids, transaction_id: '42', pay_time: '2022-07-14 20:17:05' },
    { kind: 'paid', ...subject, transactionId: '42', paidAt: new Date('2022-07-14T12:17:05Z') },
  ],
  [
    'a cancellation',
    'open_product_order_cancel',
    { ...ids, cancel_type: 1 },
    { kind: 'cancelled', ...subject, cancelType: 1 },
  ],
  ['a cancellation without a type', 'open_product_order_cancel', ids, { kind: 'cancelled', ...subject }],
  ['a receipt', 'open_product_order_confirm', ids, { kind: 'confirmed', ...subject }],
  ['a refund of the whole order', 'open_product_order_refund', ids, { kind: 'refunded', ...subject }],
  [
    'a settlement',
    'open_product_order_settle',
    { ...ids, settle_no: 'S-1', amount: 11_000, settle_time: '2022-07-30 10:00:00' },
    {
      kind: 'settled',
      ...subject,
      settlementNo: 'S-1',
      amountFen: 11_000,
      at: new Date('2022-07-30T02:00:00Z'),
    },
  ],
  [
    'an attribution',
    'open_product_order_analyze',
    { ...ids, openid: 'o1' },
    { kind: 'attributed', ...subject, openid: 'o1' },
  ],
]);

describePushes(orderPushOf, 'OrderUpdateNotification', [
  [
    'an update of the first generation',
    'open_product_order_update',
    { update_type: 1, out_order_id: 'SO-1', openid: 'o1' },
    { kind: 'updated', of: 'order', outOrderId: 'SO-1', openid: 'o1' },
  ],
  [
    'an update of an after-sale',
    'open_product_order_update',
    { update_type: 2, out_order_id: 'SO-1', openid: 'o1' },
    { kind: 'updated', of: 'aftersale', outOrderId: 'SO-1', openid: 'o1' },
  ],
  [
    'an update of something not documented',
    'open_product_order_update',
    { update_type: 3, out_order_id: 'SO-1', openid: 'o1' },
    { kind: 'updated', of: 'other', outOrderId: 'SO-1', openid: 'o1' },
  ],
]);

it('is silent about other events, and about a time and an amount that are none', () => {
  expect(orderPushOf('aftersale_new_order', { out_order_id: 'SO-1' })).toBeUndefined();
  expect(
    orderPushOf('open_product_order_pay', { out_order_id: 'SO-1', pay_time: 'soon', amount: '1.5' }),
  ).toEqual({ kind: 'paid', outOrderId: 'SO-1', transactionId: '' });
});
