import type { AftersaleStatus } from './aftersale-machine';

export const REFUND_ONLY = 1;
export const RETURN_AND_REFUND = 2;
export type AftersaleType = typeof REFUND_ONLY | typeof RETURN_AND_REFUND;

export interface Media {
  readonly type: number;
  readonly url: string;
  readonly thumb_url: string;
}

/** The parcel the buyer sent back. */
export interface ReturnParcel {
  readonly deliveryId: string;
  readonly deliveryName: string;
  /** Empty while a pickup booked inside WeChat has no number yet. */
  readonly waybillId: string;
  readonly at: Date;
}

/** Where the buyer sends things back to; one that an order named may leave parts out. */
export interface ReturnAddress {
  readonly receiver_name: string;
  readonly detailed_address: string;
  readonly tel_number: string;
  readonly country?: string | undefined;
  readonly province?: string | undefined;
  readonly city?: string | undefined;
  readonly town?: string | undefined;
}

export type AppliedAftersaleAction =
  | 'add'
  | 'update'
  | 'cancel'
  | 'acceptRefund'
  | 'acceptReturn'
  | 'reject'
  | 'uploadReturnInfo'
  | 'uploadCertificates';

/** An after-sale of the sub-merchant's orders: about pieces of one line. */
export interface Aftersale {
  readonly aftersaleId: bigint;
  /** Empty when it was opened inside WeChat. */
  readonly outAftersaleId: string;
  readonly orderId: bigint;
  readonly outOrderId: string;
  readonly openid: string;
  readonly type: AftersaleType;
  readonly outProductId: string;
  readonly outSkuId: string;
  readonly pieces: number;
  status: AftersaleStatus;
  amountFen: number;
  reason: string;
  reasonType: number;
  media: readonly Media[];
  returned: ReturnParcel | undefined;
  returnAddress: ReturnAddress | undefined;
  /** Creation and edits together; at most five. */
  submissions: number;
  refundId: string;
  certificates: readonly string[];
  complaintId: bigint | undefined;
  readonly createTime: Date;
  updateTime: Date;
  /** When the platform moves it on by itself. */
  due: Date | undefined;
  /** How often each call of the merchant took effect. */
  readonly applied: Record<AppliedAftersaleAction, number>;
}

export function nothingApplied(): Record<AppliedAftersaleAction, number> {
  return {
    add: 0,
    update: 0,
    cancel: 0,
    acceptRefund: 0,
    acceptReturn: 0,
    reject: 0,
    uploadReturnInfo: 0,
    uploadCertificates: 0,
  };
}
