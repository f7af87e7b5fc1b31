import type { Metrics } from '@tongbu/platform';
import type { GroupUsage, Limiter, QuotaGroup } from './limiter';

export interface WatchedAccount {
  readonly appId: string;
  readonly groups: readonly QuotaGroup[];
}

interface Snapshot {
  readonly appId: string;
  readonly usage: GroupUsage;
}

/** The gauges of one scrape look at the same snapshot. */
const SAME_SCRAPE_MS = 1_000;

/** Shows the quotas of every account, read when they are scraped. All replicas show the same, from the same Redis. */
export function limiterMetrics(
  metrics: Metrics,
  limiter: Limiter,
  accounts: readonly WatchedAccount[],
  now: () => number,
): void {
  let taken: { readonly at: number; readonly snapshots: Promise<readonly Snapshot[]> } | undefined;
  const snapshots = (): Promise<readonly Snapshot[]> => {
    if (taken === undefined || now() - taken.at > SAME_SCRAPE_MS) {
      taken = { at: now(), snapshots: snapshotAll(limiter, accounts) };
    }
    return taken.snapshots;
  };
  const perGroup = (name: string, help: string, valueOf: (usage: GroupUsage) => number) =>
    metrics.gauge(`wechat_quota_${name}`, help, ['app', 'group'], async () =>
      (await snapshots()).map(({ appId, usage }) => ({
        labels: { app: appId, group: usage.group },
        value: valueOf(usage),
      })),
    );
  const perWindow = (name: 'used' | 'limit', help: string) =>
    metrics.gauge(`wechat_quota_${name}`, help, ['app', 'group', 'window'], async () =>
      (await snapshots()).flatMap(({ appId, usage }) =>
        usage.windows.flatMap((window) => {
          const value = window[name];
          const labels = { app: appId, group: usage.group, window: window.name };
          return value === undefined ? [] : [{ labels, value }];
        }),
      ),
    );
  const secondsUntil = (until: Date | undefined) =>
    until === undefined ? 0 : Math.max(0, (until.getTime() - now()) / 1000);

  perWindow('used', 'Calls granted in the window that ends now');
  perWindow('limit', 'Calls that WeChat documents for the window');
  perGroup(
    'factor',
    'Part of the documented pace in use; below 1 after WeChat complained',
    (usage) => usage.factor,
  );
  perGroup(
    'paused_seconds',
    'How long the group still pauses because WeChat said: too fast',
    ({ pausedUntil }) => secondsUntil(pausedUntil),
  );
  perGroup(
    'parked_seconds',
    'How long the group still rests because WeChat said: used up for today',
    ({ parkedUntil }) => secondsUntil(parkedUntil),
  );
}

async function snapshotAll(
  limiter: Limiter,
  accounts: readonly WatchedAccount[],
): Promise<readonly Snapshot[]> {
  const all = await Promise.all(
    accounts.map(async ({ appId, groups }) =>
      (await limiter.snapshot(appId, groups)).map((usage) => ({ appId, usage })),
    ),
  );
  return all.flat();
}
