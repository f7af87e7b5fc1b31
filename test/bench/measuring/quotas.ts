/** Quotas so high that the limiter, which is asked all the same, never makes anybody wait. */
export const NO_QUOTA = {
  burstCalls: 30_000_000,
  // As long as WeChat's own window: the shorter it is, the sooner a grant must be used.
  burstSeconds: 30,
  spuSubmitPerHour: 1_000_000,
  spuSubmitPerDay: 1_000_000,
};

/** So many calls of one interface in any second. */
export function perSecond(calls: number) {
  return { burstCalls: calls, burstSeconds: 1 };
}
