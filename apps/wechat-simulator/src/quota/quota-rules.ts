import { ERR } from '../api/errcodes';
import type { Quotas } from './quotas';

export const SPU_SUBMIT_PATHS: readonly string[] = ['/shop/spu/add', '/shop/spu/update'];

/** One limit: which counter a call goes to, over which window, and the code of a refusal. */
export interface QuotaRule {
  readonly counter: string;
  /** Milliseconds of a sliding window, or the day of UTC+8. */
  readonly window: number | 'day';
  readonly limit: number;
  readonly errcode: number;
}

/** The limits that a call of `path` must pass, the longest lasting first. */
export function rulesFor(path: string, quotas: Quotas): QuotaRule[] {
  const perDay = (limit: number, counter = path): QuotaRule => ({
    counter: `${counter} day`,
    window: 'day',
    limit,
    errcode: ERR.DAILY_QUOTA,
  });
  if (path === '/cgi-bin/token') return [perDay(quotas.tokenPerDay)];
  if (path === '/cgi-bin/stable_token') {
    return [
      perDay(quotas.stableTokenPerDay),
      {
        counter: `${path} minute`,
        window: 60_000,
        limit: quotas.stableTokenPerMinute,
        errcode: ERR.RATE_LIMIT,
      },
    ];
  }
  const burst: QuotaRule = {
    counter: `${path} burst`,
    window: quotas.burstSeconds * 1_000,
    limit: quotas.burstCalls,
    errcode: ERR.BURST_LIMIT,
  };
  if (SPU_SUBMIT_PATHS.includes(path)) {
    return [
      perDay(quotas.spuSubmitPerDay, 'spu submit'),
      {
        counter: 'spu submit hour',
        window: 3_600_000,
        limit: quotas.spuSubmitPerHour,
        errcode: ERR.RATE_LIMIT,
      },
      burst,
    ];
  }
  if (path === '/shop/cat/get') return [perDay(quotas.catGetPerDay), burst];
  if (path === '/shop/img/upload') return [perDay(quotas.imgUploadPerDay), burst];
  return [perDay(quotas.otherPerDay), burst];
}
