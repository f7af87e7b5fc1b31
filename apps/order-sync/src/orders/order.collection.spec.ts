import { merchantOrder, orderPlaced, type MerchantOrder } from '@tongbu/contracts';
import { collectionOf } from './order.collection';
import type { Generation } from './order';

const order = merchantOrder.parse(orderPlaced.sample);
const prepay = { id: 'wx14', at: '2026-03-02T12:15:31+08:00' };
type Payment = Partial<MerchantOrder['payment']>;

function collected(payment: Payment, generation: Generation = 'second') {
  const collection = collectionOf({ ...order, payment: { method: 'wechat-pay', ...payment } }, generation);
  return collection.kind === 'collected' ? collection.by : collection.problems[0]?.field;
}

it.each<[Payment, string]>([
  [{ requiredFundType: 0, prepay }, 'merchant'],
  [{ requiredFundType: 1 }, 'component'],
  [{ requiredFundType: 2, collectedBy: 'merchant' }, 'merchant'],
  [{ requiredFundType: 2, collectedBy: 'component' }, 'component'],
  [{ requiredFundType: 2, prepay }, 'merchant'],
  [{ requiredFundType: 2 }, 'component'],
  [{ requiredFundType: 4, collectedBy: 'component' }, 'component'],
  [{ collectedBy: 'merchant' }, 'merchant'],
  [{ prepay }, 'merchant'],
  [{ method: 'cash-on-delivery' }, 'merchant'],
  [{}, 'component'],
])('%j is collected by the %s', (payment, by) => {
  expect(collected(payment)).toBe(by);
});

it.each<[Payment, string]>([
  [{ requiredFundType: 0, collectedBy: 'component' }, 'payment.collectedBy'],
  [{ requiredFundType: 1, collectedBy: 'merchant' }, 'payment.collectedBy'],
  [{ requiredFundType: 1, prepay }, 'payment.prepay'],
  [{ requiredFundType: 1, method: 'stored-value' }, 'payment.method'],
  [{ requiredFundType: 4 }, 'payment.requiredFundType'],
])('%j contradicts itself in %s', (payment, field) => {
  expect(collected(payment)).toBe(field);
});

it('is the merchant in the first generation', () => {
  expect(collected({}, 'first')).toBe('merchant');
  expect(collected({ collectedBy: 'component' }, 'first')).toBe('payment.collectedBy');
});
