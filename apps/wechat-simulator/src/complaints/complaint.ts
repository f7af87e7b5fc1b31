/** WeChat documentation: complaint states, of those the ones this simulator comes to. */
export const STATES = {
  serviceHandling: 230001,
  buyerEvidence: 230002,
  merchantEvidence: 230003,
  bothEvidence: 230004,
  merchantDone: 230005,
  buyerDone: 230006,
  verdictAwaited: 230007,
  finished: 230012,
  closed: 230013,
} as const;

/** WeChat documentation: complaint events. */
export const EVENTS = {
  complained: 240001,
  merchantAsked: 240002,
  buyerAsked: 240003,
  bothAsked: 240004,
  buyerAdded: 240006,
  buyerTimedOut: 240007,
  merchantAdded: 240008,
  merchantTimedOut: 240009,
  buyerAddedMerchantMissing: 240010,
  merchantAddedBuyerMissing: 240011,
  buyerAddedComplete: 240012,
  merchantAddedComplete: 240014,
  bothTimedOut: 240016,
} as const;

export interface Material {
  readonly content: string;
  readonly media: readonly string[];
}

/** One step of a complaint's history. */
export interface ComplaintStep {
  readonly by: 'buyer' | 'service' | 'merchant';
  readonly state: number;
  readonly event: number;
  readonly at: Date;
  readonly material: Material | undefined;
}

/** A buyer's complaint about one after-sale that the merchant rejected. */
export interface Complaint {
  readonly complaintId: bigint;
  readonly aftersaleId: bigint;
  readonly orderId: bigint;
  readonly openid: string;
  readonly type: number;
  state: number;
  lastEvent: number;
  /** Until when evidence can be added. */
  expiresAt: Date | undefined;
  judgeResult: number;
  readonly createTime: Date;
  updateTime: Date;
  readonly steps: ComplaintStep[];
}
