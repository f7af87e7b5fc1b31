import type { OrderStatus, ShownOrder } from './shipment';
import { hintOfCallback, isNews } from './shipment.hint';

const shown = (status: OrderStatus): ShownOrder => ({
  status,
  since: '2026-03-02T10:00:00.000Z',
  wechatId: null,
  delivery: null,
  lines: [],
  parcels: [],
  readAt: '2026-03-02T10:00:00.000Z',
  generation: 1,
  certain: true,
});

it.each<[string, OrderStatus, boolean]>([
  ['refresh', 'completed', true],
  ['heard', 'unpaid', false],
  ['paid', 'unpaid', true],
  ['paid', 'absent', true],
  ['paid', 'paid', false],
  ['confirmed', 'shipped', true],
  ['confirmed', 'partly-shipped', true],
  ['confirmed', 'completed', false],
  ['confirmed', 'refunded', false],
  ['refunded', 'completed', true],
  ['refunded', 'refunded', false],
  ['cancelled', 'unpaid', true],
  ['cancelled', 'timed-out', false],
  ['updated', 'shipped', true],
  ['updated', 'cancelled', false],
])('%s about an order that is %s: worth a look %s', (name, status, expected) => {
  expect(isNews({ name, detail: {} }, shown(status))).toBe(expected);
});

it('looks at an order nobody has seen, but not for what another service told', () => {
  expect(isNews({ name: 'confirmed', detail: {} }, null)).toBe(true);
  expect(isNews({ name: 'heard', detail: {} }, null)).toBe(false);
});

it.each<[string, Record<string, unknown>, string | undefined]>([
  ['open_product_order_pay', {}, 'paid'],
  ['open_product_order_cancel', {}, 'cancelled'],
  ['open_product_order_confirm', {}, 'confirmed'],
  ['open_product_order_refund', {}, 'refunded'],
  ['open_product_order_update', { update_type: '1' }, 'updated'],
  ['open_product_order_update', { update_type: '2' }, undefined],
  ['open_product_order_settle', {}, undefined],
  ['open_product_order_analyze', {}, undefined],
  ['open_product_spu_audit', { status: '4' }, undefined],
])('understands %s %j as %s', (event, body, expected) => {
  expect(hintOfCallback(event, body)?.name).toBe(expected);
});
