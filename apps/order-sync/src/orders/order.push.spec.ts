import { orderPushOf } from '@tongbu/wechat';
import { cancellerIn, settlementIn } from './order.hint';
import { hintOfPush, laneOfHint } from './order.push';

function hintOf(event: string, body: Record<string, unknown>) {
  const push = orderPushOf(event, { out_order_id: 'T1', order_id: '3309517286640325887', ...body });
  if (push === undefined) throw new Error('not about an order');
  return hintOfPush(push);
}

it.each([
  ['open_product_order_pay', 'paid', 'money'],
  ['open_product_order_cancel', 'cancelled', 'money'],
  ['open_product_order_confirm', 'received', 'content'],
  ['open_product_order_refund', 'refunded', 'content'],
  ['open_product_order_settle', 'settled', 'content'],
  ['open_product_order_analyze', 'attributed', 'content'],
  ['open_product_order_update', 'refresh', 'content'],
])('%s is the hint %s in the lane %s', (event, name, lane) => {
  const hint = hintOf(event, {});
  expect([hint.name, laneOfHint(hint)]).toEqual([name, lane]);
});

it.each([
  ['1', 'buyer'],
  ['2', 'timed-out'],
  ['3', undefined],
  ['', undefined],
])('a cancellation of type %p is by %s', (cancel_type, by) => {
  expect(cancellerIn(hintOf('open_product_order_cancel', { cancel_type }))).toBe(by);
});

it('a settlement keeps its number, amount and time, which WeChat tells nowhere else', () => {
  const body = { settle_no: '2000000123', amount: '11600', settle_time: '2026-03-12 18:00:00' };
  expect(settlementIn(hintOf('open_product_order_settle', body))).toEqual({
    number: '2000000123',
    amount: 11_600,
    at: '2026-03-12T10:00:00.000Z',
  });
});

it('leaves the buyer out of what is stored with a hint', () => {
  expect(hintOf('open_product_order_analyze', { openid: 'oQx7Wk' }).detail).toEqual({});
});
