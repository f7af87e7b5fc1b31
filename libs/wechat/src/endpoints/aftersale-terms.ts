import { z } from 'zod';
import { named } from './wire';

const aftersaleId = z.string().regex(/^\d+$/, 'expected the digits of WeChat’s after-sale id');

/**
 * An after-sale, by WeChat's id or by the merchant's. One that was opened inside WeChat, the usual case, has no id of the
 * merchant's. Only one of the two is sent.
 */
export const aftersaleRef = z.union(
  [z.object({ aftersaleId }), z.object({ outAftersaleId: z.string().min(1) })],
  'expected aftersaleId, the digits of WeChat’s id, or outAftersaleId',
);
export type AftersaleRef = z.input<typeof aftersaleRef>;

export function aftersaleRefToWire(ref: z.output<typeof aftersaleRef>): object {
  // WeChat documentation: a number, although some examples show a text.
  return 'aftersaleId' in ref
    ? { aftersale_id: BigInt(ref.aftersaleId) }
    : { out_aftersale_id: ref.outAftersaleId };
}

/** What an after-sale is for: money alone, or money for goods that come back. Items that are not shipped can only be refunded (2747024). */
export const AFTERSALE_TYPES = { refund: 1, return: 2 } as const;
export type AftersaleType = keyof typeof AFTERSALE_TYPES;

/** WeChat documentation: after-sale states. The number of the one between proof and its confirmation is not known. */
export const AFTERSALE_STATES = {
  withdrawn: 1,
  'refund-requested': 2,
  'refund-rejected': 4,
  'return-rejected': 5,
  'return-awaited': 6,
  closed: 7,
  'receipt-awaited': 8,
  refunding: 11,
  refunded: 13,
  'refund-disputed': 21,
  'return-requested': 23,
  'return-disputed': 24,
  'refund-failed': 25,
} as const;

/**
 * Where an after-sale stands; `withdrawn`, `closed` and `refunded` are the end, the last for both types. Who must act, and
 * what happens when nobody does:
 * - `refund-requested`: the merchant, 48 h, then it is refunded
 * - `return-requested`: the merchant, 48 h, then the goods go to the default address
 * - `return-awaited`: the buyer, 7 days, then it is closed
 * - `receipt-awaited`: the merchant, 10 days, then it is refunded
 * - `refund-rejected`, `return-rejected`: the buyer, 7 days, then it is closed
 * - `refund-failed`: the merchant, who pays back in another way and shows proof
 */
export type AftersaleState = keyof typeof AFTERSALE_STATES | 'other';

/**
 * The reasons a buyer can give. Two independent copies of WeChat's list and live data agree on it; another list, of the
 * standard component, circulates: keep the number.
 */
export const AFTERSALE_REASONS: Readonly<Record<number, string>> = {
  1: 'out-of-stock',
  2: 'shipping-time',
  3: 'not-wanted',
  5: 'wrong-address',
  6: 'wrong-purchase',
  7: 'damaged',
  8: 'not-as-described',
  9: 'waybill-invalid',
  10: 'logistics-stuck',
  11: 'address-unreachable',
  12: 'not-received',
  14: 'quality',
  15: 'other',
};

export const aftersaleReasonOf = (code: number | undefined) => named(AFTERSALE_REASONS, code);
