import type { WechatEvent } from './events';

const REASON = '审核未通过';
/** Statuses that say the opposite of each other, by event. */
const OPPOSITES: Readonly<Record<string, readonly [number, number]>> = {
  open_product_spu_audit: [4, 3],
  open_product_spu_status_update: [5, 13],
  open_product_brand_audit: [1, 9],
  open_product_category_audit: [1, 9],
};

/** The same event with the opposite of the truth: good news as bad ones and the other way round. */
export function contradictionOf(event: WechatEvent): WechatEvent {
  const [good, bad] = OPPOSITES[event.event] ?? [];
  const { status } = event.body;
  if (good === undefined || bad === undefined) return event;
  const reasonKey = 'reason' in event.body ? 'reason' : 'reject_reason';
  const turned = status === good ? { status: bad, [reasonKey]: REASON } : { status: good, [reasonKey]: '' };
  return { ...event, body: { ...event.body, ...turned } };
}
