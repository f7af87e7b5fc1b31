import type { FieldValue, WechatEvent } from './events';

const REASON = '审核未通过';
/** Statuses that say the opposite of each other, by event. */
const OPPOSITES: Readonly<Record<string, readonly [number, number]>> = {
  open_product_spu_audit: [4, 3],
  open_product_spu_status_update: [5, 13],
  open_product_brand_audit: [1, 9],
  open_product_category_audit: [1, 9],
};

const NEVER = '1970-01-01 08:00:00';
/** Events of orders have no status: another event says the opposite, with the fields that it has. */
const OPPOSITE_EVENTS: Readonly<Record<string, readonly [string, Readonly<Record<string, FieldValue>>]>> = {
  open_product_order_pay: ['open_product_order_cancel', { cancel_type: 1 }],
  open_product_order_cancel: ['open_product_order_pay', { transaction_id: '0', pay_time: NEVER, amount: 1 }],
  open_product_order_confirm: ['open_product_order_refund', {}],
  open_product_order_refund: ['open_product_order_confirm', {}],
  open_product_order_settle: ['open_product_order_refund', {}],
  open_product_order_analyze: ['open_product_order_analyze', { openid: 'oSimNobody' }],
};

/** The same event with the opposite of the truth: good news as bad ones and the other way round. */
export function contradictionOf(event: WechatEvent): WechatEvent {
  const opposite = OPPOSITE_EVENTS[event.event];
  if (opposite !== undefined)
    return { ...event, event: opposite[0], body: { ...idsOf(event), ...opposite[1] } };
  const [good, bad] = OPPOSITES[event.event] ?? [];
  const { status } = event.body;
  if (good === undefined || bad === undefined) return event;
  const reasonKey = 'reason' in event.body ? 'reason' : 'reject_reason';
  const turned = status === good ? { status: bad, [reasonKey]: REASON } : { status: good, [reasonKey]: '' };
  return { ...event, body: { ...event.body, ...turned } };
}

function idsOf({
  body: { order_id = 0, out_order_id = '' },
}: WechatEvent): Readonly<Record<string, FieldValue>> {
  return { order_id, out_order_id };
}
