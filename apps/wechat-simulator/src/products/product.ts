import type { ProductContent } from './product-fields';

/** 0 initial, 1 editing, 2 under review, 3 rejected, 4 approved. */
export type EditStatus = 0 | 1 | 2 | 3 | 4;
/** 0 never listed, 5 listed, 11 delisted by the merchant, 13 delisted by the platform. */
export type ShelfStatus = 0 | 5 | 11 | 13;

/** One submission to review: every add and every full update makes one. */
export interface Submission {
  readonly auditId: string;
  readonly submitTime: Date;
  auditTime: Date | undefined;
  rejectReason: string;
}

export type AppliedAction =
  'add' | 'update' | 'submit' | 'updateWithoutAudit' | 'withdraw' | 'list' | 'delist' | 'delete';

export interface Product {
  readonly productId: bigint;
  readonly outProductId: string;
  readonly createTime: Date;
  updateTime: Date;
  /** What add or update wrote last. */
  draft: ProductContent;
  /** The draft approved last; absent before the first approval. */
  online: ProductContent | undefined;
  status: ShelfStatus;
  editStatus: EditStatus;
  submission: Submission;
  deleted: boolean;
  /** Ids of skus by the merchant's id; they stay when a sku leaves and comes back. */
  readonly skuIds: Map<string, bigint>;
  /** How often each action took effect; `submit` counts what reached the reviewers. */
  readonly applied: Record<AppliedAction, number>;
  /** Calls of add for an id that was already used. */
  repeatedAdds: number;
}
