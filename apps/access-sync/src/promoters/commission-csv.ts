import type { BroughtOrder } from './sharing-channel';

const COLUMNS = [
  'paid_at',
  'order_id',
  'wechat_order_id',
  'status',
  'total_fen',
  'promoter_id',
  'promoter_name',
  'sharer_openid',
  'live_started_at',
  'commission',
] as const;
const END = '\r\n';

export const COMMISSION_HEAD = COLUMNS.join(',') + END;

/**
 * Lines of RFC 4180. Texts are always in quotes, so that ids stay texts; money is whole fen without any; what is not
 * known is empty. `commission` is WeChat's own object as JSON, since its members are not documented. Names are the users' own: one that a spreadsheet would take for a formula begins with an apostrophe.
 */
export function commissionLines(orders: readonly BroughtOrder[]): string {
  return orders.map((order) => fieldsOf(order).join(',') + END).join('');
}

function fieldsOf(order: BroughtOrder): readonly string[] {
  return [
    time(order.paidAt),
    text(order.orderId),
    text(order.wechatOrderId),
    text(order.status),
    order.totalFen === null ? '' : String(order.totalFen),
    text(order.promoterId),
    text(order.promoterName === null ? null : harmless(order.promoterName)),
    text(order.sharerOpenId),
    time(order.liveStartedAt),
    text(order.commission === null ? null : JSON.stringify(order.commission)),
  ];
}

function time(moment: Date | null): string {
  return moment === null ? '' : moment.toISOString();
}

function text(value: string | null): string {
  return value === null ? '' : `"${value.replaceAll('"', '""')}"`;
}

function harmless(name: string): string {
  return /^[=+\-@\t\r]/.test(name) ? `'${name}` : name;
}
