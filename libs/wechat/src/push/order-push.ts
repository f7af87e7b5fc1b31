import { optionalId, optionalText, text, textTime, wholeNumber, type PushFields } from './push-fields';

/** Which order a push is about. The openid that reading needs is mostly not there. */
interface OrderPushSubject {
  readonly outOrderId?: string;
  readonly wechatOrderId?: string;
}

/**
 * What a push says about an order: a hint to read it, for pushes repeat, overtake each other and get lost.
 * - `paid`: the only notice of payment for orders of the sub-merchant
 * - `cancelled`: by the buyer, or by time-out; which one the order's status tells
 * - `confirmed`: the receipt, by the buyer or automatically
 * - `refunded`: the whole order
 * - `settled`: the money is the merchant's
 * - `attributed`: the promotion of the order is known, where it has a trace id
 * - `updated`: from the first generation
 */
export type OrderPush = OrderPushSubject &
  (
    | {
        readonly kind: 'paid';
        readonly transactionId: string;
        readonly paidAt?: Date;
        readonly amountFen?: number;
      }
    | {
        readonly kind: 'cancelled';
        /** Not documented; 1 was seen. Presumed: 1 buyer, 2 time-out, 3 everything refunded. */
        readonly cancelType?: number;
      }
    | { readonly kind: 'confirmed' }
    | { readonly kind: 'refunded' }
    | {
        readonly kind: 'settled';
        readonly settlementNo: string;
        readonly amountFen?: number;
        readonly at?: Date;
      }
    | { readonly kind: 'attributed'; readonly openid: string }
    | { readonly kind: 'updated'; readonly of: 'order' | 'aftersale' | 'other'; readonly openid: string }
  );

/** Reads the body of an order's event, as `parsePush` normalised it. `undefined`: not about an order. */
export function orderPushOf(event: string, body: PushFields): OrderPush | undefined {
  const subject: OrderPushSubject = {
    outOrderId: optionalText(body['out_order_id']),
    wechatOrderId: optionalId(body['order_id']),
  };
  const openid = text(body['openid']);
  switch (event) {
    case 'open_product_order_pay':
      return {
        kind: 'paid',
        ...subject,
        transactionId: text(body['transaction_id']),
        paidAt: textTime(body['pay_time']),
        amountFen: wholeNumber(body['amount']),
      };
    case 'open_product_order_cancel':
      return { kind: 'cancelled', ...subject, cancelType: wholeNumber(body['cancel_type']) };
    case 'open_product_order_confirm':
      return { kind: 'confirmed', ...subject };
    case 'open_product_order_refund':
      return { kind: 'refunded', ...subject };
    case 'open_product_order_settle':
      return {
        kind: 'settled',
        ...subject,
        settlementNo: text(body['settle_no']),
        amountFen: wholeNumber(body['amount']),
        at: textTime(body['settle_time']),
      };
    case 'open_product_order_analyze':
      return { kind: 'attributed', ...subject, openid };
    case 'open_product_order_update':
      return { kind: 'updated', ...subject, of: updatedThing(body['update_type']), openid };
    default:
      return undefined;
  }
}

function updatedThing(type: unknown): 'order' | 'aftersale' | 'other' {
  switch (text(type)) {
    case '1':
      return 'order';
    case '2':
      return 'aftersale';
    default:
      return 'other';
  }
}
