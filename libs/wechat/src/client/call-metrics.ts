import type { Logger, Metrics } from '@tongbu/platform';
import type { CallInfo } from './wechat-client';

/** Counts and logs every attempt at WeChat: one wide line each, at `debug` when it went well. */
export function callMetrics(metrics: Metrics, logger: Logger): (info: CallInfo) => void {
  const seconds = metrics.histogram('wechat_call_seconds', 'Calls to WeChat by outcome', [
    'path',
    'outcome',
    'code',
  ]);
  return (info) => {
    const code = String(info.errcode ?? info.reason ?? '');
    seconds.observe({ path: info.path, outcome: info.outcome, code }, info.ms / 1000);
    const waits = info.outcome === 'not-sent';
    logger[info.outcome === 'ok' || waits ? 'debug' : 'warn'](info, 'wechat call');
  };
}
