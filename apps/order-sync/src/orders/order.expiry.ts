import type { Problem } from '@tongbu/contracts';
import type { Generation, OrderDocument } from './order';
import { problem } from './order.problems';

/** WeChat documentation: orders, time limits. */
export const SHORTEST_PAY_MS = 15 * 60_000;
export const LONGEST_PAY_MS = 24 * 3_600_000;

/** When an order may be created with regard to the time until which it is to be paid. */
export type ExpiryVerdict =
  | { readonly kind: 'fine'; /** Until when it stays so. */ readonly until: Date | null }
  /** Its time is up. */
  | { readonly kind: 'over'; readonly expiresAt: string }
  | { readonly kind: 'unacceptable'; readonly problems: readonly Problem[]; readonly until: Date | null };

/**
 * WeChat takes an order that can be paid for 15 minutes to a day from now; in the first generation it is our business
 * alone. Never is another time put in the place of the merchant's.
 */
export function checkExpiry({ expiresAt }: OrderDocument, generation: Generation, now: Date): ExpiryVerdict {
  if (expiresAt === undefined) {
    return generation === 'first'
      ? { kind: 'fine', until: null }
      : { kind: 'unacceptable', problems: [expiryMissing], until: null };
  }
  const end = Date.parse(expiresAt);
  const left = end - now.getTime();
  if (left <= 0) return { kind: 'over', expiresAt };
  if (generation === 'first') return { kind: 'fine', until: new Date(end) };
  if (left < SHORTEST_PAY_MS) {
    return { kind: 'unacceptable', problems: [expiryTooSoon(expiresAt)], until: new Date(end) };
  }
  if (left > LONGEST_PAY_MS) {
    return { kind: 'unacceptable', problems: [expiryTooLate(expiresAt)], until: new Date(end) };
  }
  // A millisecond more, so that the next look finds it too short.
  return { kind: 'fine', until: new Date(end - SHORTEST_PAY_MS + 1) };
}

const expiryMissing = problem('expiry-missing', 'expiresAt', [
  'WeChat wants to know until when the order can be paid.',
  '微信要求提供订单的支付截止时间。',
  'Publish the order again with expiresAt, 15 minutes to 1 day from then.',
  '请补充 expiresAt（发布后 15 分钟到 1 天内）并重新发布订单。',
]);

function expiryTooSoon(expiresAt: string): Problem {
  return problem('expiry-too-soon', 'expiresAt', [
    `The order is to be paid until ${expiresAt}, which is less than 15 minutes from now; WeChat wants 15 at least.`,
    `支付截止时间 ${expiresAt} 距现在不足 15 分钟，微信要求至少 15 分钟。`,
    'Publish the order again with a later time.',
    '请推迟支付截止时间后重新发布订单。',
  ]);
}

function expiryTooLate(expiresAt: string): Problem {
  return problem('expiry-too-late', 'expiresAt', [
    `The order is to be paid until ${expiresAt}, which is more than a day from now.`,
    `支付截止时间 ${expiresAt} 距现在超过 1 天，微信最多允许 1 天。`,
    'Publish the order again with an earlier time.',
    '请提前支付截止时间后重新发布订单。',
  ]);
}
