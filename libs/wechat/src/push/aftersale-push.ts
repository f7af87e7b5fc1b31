import { optionalId, optionalText, type PushFields } from './push-fields';

/** WeChat documentation: events of after-sales, named as the table of events names them, not as its pages. */
const KINDS = {
  aftersale_new_order: 'opened',
  aftersale_update_order: 'edited',
  aftersale_user_cancel: 'withdrawn',
  aftersale_wait_merchant_confirm_receipt: 'sent-back',
  aftersale_user_modify_return_info: 'return-changed',
  aftersale_user_cancel_waybill: 'return-cancelled',
  aftersale_refund_success: 'refunded',
  aftersale_wait_merchant_offline_refund: 'refund-failed',
  aftersale_user_confirm_refund_certificate: 'proof-confirmed',
  aftersale_merchant_handle_refund_overdue: 'refund-overdue',
  aftersale_merchant_handle_return_overdue: 'return-overdue',
  aftersale_merchant_confirm_receipt_overdue: 'receipt-overdue',
  aftersale_user_apply_platform_judge_overdue: 'dispute-overdue',
  aftersale_user_upload_return_info_overdue: 'shipping-back-overdue',
  aftersale_complaint_update_order_state: 'judged',
} as const;

/**
 * What a push says about an after-sale:
 * - `opened`, `edited`, `withdrawn`: the buyer applied, applied anew (also after a rejection), or gave it up
 * - `sent-back`, `return-changed`, `return-cancelled`: the goods are on their way, their waybill changed or became known, or
 *   their collection was cancelled
 * - `refunded`, `refund-failed`, `proof-confirmed`: how the refund went
 * - `refund-overdue`, `return-overdue`, `receipt-overdue`: the merchant did nothing in time, which counts as consent
 * - `dispute-overdue`, `shipping-back-overdue`: the buyer did nothing in time
 * - `judged`: a verdict changed it
 */
export type AftersalePushKind = (typeof KINDS)[keyof typeof KINDS];

/**
 * A hint to read the after-sale, for pushes repeat, overtake each other and get lost. What the merchant did through the
 * interface is not pushed, nor is a buyer's call for WeChat's verdict.
 */
export interface AftersalePush {
  readonly kind: AftersalePushKind;
  readonly aftersaleId: string;
  /** None when it was opened inside WeChat. */
  readonly outAftersaleId?: string;
  /** Only when it is opened. */
  readonly outOrderId?: string;
  readonly wechatOrderId?: string;
}

/** Reads the body of an after-sale's event, as `parsePush` normalised it. `undefined`: not about an after-sale. */
export function aftersalePushOf(event: string, body: PushFields): AftersalePush | undefined {
  const kind = kindOf(event);
  const aftersaleId = optionalId(body['aftersale_id']);
  if (kind === undefined || aftersaleId === undefined) return undefined;
  return {
    kind,
    aftersaleId,
    outAftersaleId: optionalText(body['out_aftersale_id']),
    outOrderId: optionalText(body['out_order_id']),
    wechatOrderId: optionalId(body['order_id']),
  };
}

function kindOf(event: string): AftersalePushKind | undefined {
  return Object.entries(KINDS).find(([name]) => name === event)?.[1];
}
