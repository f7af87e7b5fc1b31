/** An audit of a brand or of a category qualification. */
export interface QualificationAudit {
  readonly auditId: string;
  readonly kind: 'brand' | 'category';
  /** 0 under review, 1 approved, 9 rejected. */
  status: 0 | 1 | 9;
  rejectReason: string;
  /** Issued on submission, of use only once approved; 0 for a category. */
  readonly brandId: number;
  readonly wording: string;
  /** 0 for a brand. */
  readonly thirdCatId: number;
  /** Approved, and taken back since then with everything else that was. */
  lapsed: boolean;
}

/** All qualification audits of one account. */
export class QualificationShelf {
  private readonly audits = new Map<string, QualificationAudit>();

  put(audit: QualificationAudit): void {
    this.audits.set(audit.auditId, audit);
  }

  find(auditId: string): QualificationAudit | undefined {
    return this.audits.get(auditId);
  }

  all(): QualificationAudit[] {
    return [...this.audits.values()];
  }

  clear(): void {
    this.audits.clear();
  }

  isCategoryUnderAudit(thirdCatId: number): boolean {
    return this.all().some((audit) => audit.thirdCatId === thirdCatId && audit.status === 0);
  }
}
