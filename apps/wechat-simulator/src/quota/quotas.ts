import { z } from 'zod';

const limit = (fallback: number) => z.number().int().min(0).default(fallback);

/** Limits of one account. WeChat documents the product, token and burst figures; the daily ones of other calls vary. */
export const quotasSchema = z.object({
  /** `spu/add` and `spu/update` together, in any sliding hour (45011). */
  spuSubmitPerHour: limit(200),
  /** The same, in a day of UTC+8 (45009). */
  spuSubmitPerDay: limit(1_000),
  /** Submissions of one product in any sliding hour (1000019). WeChat does not publish the number. */
  productSubmitPerHour: limit(20),
  /** Calls of one endpoint in any sliding window of `burstSeconds` (300000). */
  burstCalls: limit(800),
  burstSeconds: z.number().positive().max(3_600).default(30),
  catGetPerDay: limit(20),
  imgUploadPerDay: limit(1_000_000),
  /** Every other endpoint, each, per day of UTC+8. */
  otherPerDay: limit(1_000_000),
  tokenPerDay: limit(2_000),
  stableTokenPerMinute: limit(10_000),
  stableTokenPerDay: limit(500_000),
  forceRefreshPerDay: limit(20),
  forceRefreshSpacingSeconds: z.number().min(0).default(30),
  clearQuotaPerMonth: limit(10),
  /** Sharers who are bound or may still accept (reason 200). */
  sharers: limit(10_000),
  /** Invitations of one user, in any 24 hours and how far apart (reason 204). */
  sharerInvitesPerDay: limit(3),
  sharerInviteSpacingSeconds: z.number().min(0).default(600),
});
export type Quotas = z.output<typeof quotasSchema>;
