/** A complaint as WeChat shows it when it is read. It hangs on one after-sale. */
export interface ReadComplaint {
  readonly wechatComplaintId: string;
  /** WeChat's name of the state; `other` for a number that is not documented. */
  readonly state: string;
  readonly rawState: number;
  readonly isOver: boolean;
  /** What the buyer complains about. */
  readonly subject: string;
  readonly evidenceAwaitedFrom: readonly ('merchant' | 'buyer')[];
  /** ISO time. */
  readonly evidenceUntil: string | null;
  readonly verdict: {
    readonly decision: 'refund' | 'return-and-refund' | 'no-refund';
    readonly responsible: 'merchant' | 'buyer' | 'both' | 'nobody';
  } | null;
  /** How often the merchant has added evidence. */
  readonly merchantEvidence: number;
  /** WeChat's time of its last change, ISO; absent from what was read before this was kept. */
  readonly updatedAt?: string | null;
}

/** Whether WeChat waits for evidence of the merchant's. */
export function wantsEvidence(complaint: ReadComplaint | null): complaint is ReadComplaint {
  return complaint?.evidenceAwaitedFrom.includes('merchant') ?? false;
}
