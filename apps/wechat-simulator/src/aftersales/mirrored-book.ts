/** An after-sale that the merchant runs itself and mirrors, of an order the merchant collected. */
export interface MirroredAftersale {
  readonly outAftersaleId: string;
  readonly outOrderId: string;
  readonly openid: string;
  readonly type: number;
  status: number;
  finishAll: number;
  readonly path: string;
  readonly refundFen: number;
  readonly lines: readonly { out_product_id: string; out_sku_id: string; product_cnt: number }[];
  readonly createTime: Date;
  updateTime: Date;
  /** How often add and update took effect. */
  readonly applied: { add: number; update: number };
  repeatedAdds: number;
}

/** The mirrored after-sales of one account. */
export class MirroredBook {
  private readonly byOutId = new Map<string, MirroredAftersale>();
  /** Calls for orders of the sub-merchant: answered as done, and without any effect. */
  ignored = 0;

  put(aftersale: MirroredAftersale): void {
    this.byOutId.set(aftersale.outAftersaleId, aftersale);
  }

  all(): MirroredAftersale[] {
    return [...this.byOutId.values()];
  }

  find(outAftersaleId: string): MirroredAftersale | undefined {
    return this.byOutId.get(outAftersaleId);
  }
}
