import { isEntries, type FieldGroup, type FieldValue, type WechatEvent } from './events';

const REASON = '审核未通过';
/** Statuses that say the opposite of each other, by event, and the member they stand in if it has another name. */
const OPPOSITES: Readonly<Record<string, readonly [number, number, string?]>> = {
  open_product_spu_audit: [4, 3],
  open_product_spu_status_update: [5, 13],
  open_product_brand_audit: [1, 9],
  open_product_category_audit: [1, 9],
  open_product_account_register: [2, 10],
  open_product_scene_group_audit: [1, 2],
  miniprogram_sharer_bind_status_change: [1, 2, 'bind_status'],
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
  const statuses = OPPOSITES[event.event];
  return statuses === undefined ? event : { ...event, body: turned(event.body, ...statuses) };
}

function turned(body: FieldGroup, good: number, bad: number, member = 'status'): FieldGroup {
  const checks = body['scene_group_ext_list'];
  if (isEntries(checks)) {
    // The verdict on a scene is the sum of those on its checks.
    const refused = checks.some(({ status }) => status === bad);
    const scene_group_ext_list = checks.map((check) => ({ ...check, status: refused ? good : bad }));
    return { ...body, scene_group_ext_list, reason: refused ? '' : REASON };
  }
  const isGood = body[member] === good;
  const reasonKey = ['reason', 'reject_reason'].find((name) => name in body);
  return {
    ...body,
    [member]: isGood ? bad : good,
    ...(reasonKey === undefined ? {} : { [reasonKey]: isGood ? REASON : '' }),
  };
}

function idsOf({ body: { order_id = 0, out_order_id = '' } }: WechatEvent): FieldGroup {
  return { order_id, out_order_id };
}
