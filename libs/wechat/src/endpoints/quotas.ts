import type { AccountQuotas } from '../accounts';
import type { QuotaGroup, QuotaWindow } from '../limiter';

const HOUR_MS = 3_600_000;
/** A window this long leaves room for a few calls at once without losing pace. */
const BURST_FROM_MS = 10_000;

/** The pace that holds for every interface: its burst limit, spread evenly. */
function pace({ burstCalls, burstSeconds }: AccountQuotas): QuotaWindow {
  const windowMs = burstSeconds * 1000;
  const burst = windowMs < BURST_FROM_MS ? 1 : Math.min(10, Math.max(1, Math.floor(burstCalls / 50)));
  return { kind: 'pace', name: 'pace', limit: burstCalls, windowMs, burst };
}

/** An interface that only the burst limit holds back. */
export const ownPace =
  (name: string) =>
  (quotas: AccountQuotas): QuotaGroup => ({ name, windows: [pace(quotas)] });

/** WeChat documentation: product add and update count together; withdrawn submissions count too. */
export const productSubmissions = (quotas: AccountQuotas): QuotaGroup => ({
  name: 'spu-submit',
  windows: [
    pace(quotas),
    { kind: 'sliding', name: 'hour', limit: quotas.spuSubmitPerHour, windowMs: HOUR_MS },
    { kind: 'day', name: 'day', limit: quotas.spuSubmitPerDay },
  ],
});

/** WeChat documentation: strictly limited, number not published; once a day is enough. */
export const categoryTreeReads = (quotas: AccountQuotas): QuotaGroup => ({
  name: 'cat-get',
  windows: [pace(quotas), { kind: 'day', name: 'day', limit: quotas.categoryTreePerDay }],
});
