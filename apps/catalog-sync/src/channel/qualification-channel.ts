import type { BrandQualification, CategoryQualification } from '@tongbu/contracts';
import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';

export interface QualificationResult {
  readonly state: 'in-review' | 'approved' | 'rejected';
  /** Of an approved brand. */
  readonly brandId: number | null;
  readonly reason: string;
}

/** Level 1, 2 and 3. */
export type CategoryPath = readonly [number, number, number];

/** Where a shop shows what it needs for a category or a brand. Pictures have addresses of the channel. */
export abstract class QualificationChannel {
  /** Answers the id of the review. */
  abstract submitCategory(
    call: ChannelCall,
    category: CategoryPath,
    content: Omit<CategoryQualification, 'version'>,
  ): Promise<ChannelResult<string>>;
  abstract submitBrand(
    call: ChannelCall,
    content: Omit<BrandQualification, 'version'>,
  ): Promise<ChannelResult<string>>;
  /** `null`: there is no such review. */
  abstract result(call: ChannelCall, auditId: string): Promise<ChannelResult<QualificationResult | null>>;
}
