import { uniqueName } from '@tongbu/testing';
import type { Figure, Line } from '../figure';
import { benchAccount } from '../measuring/bench-account';
import type { CheckoutLoadCommands, CheckoutOutcome } from '../measuring/checkout-load';
import { percentile } from '../measuring/statistics';
import type { WechatCommands } from '../measuring/wechat-arrivals';
import { Catalog } from '../ours/catalog';
import { runService } from '../ours/running-service';

const CHECKOUTS_PER_SECOND = 20;
const MEASURED_MS = 10_000;
const PRODUCTS = 20_000;
/** As WeChat documents them, of each interface. Checkouts come close to that; a backfill may use 60 % of what it reads with. */
const QUOTAS = { burstCalls: 800, burstSeconds: 30 };

/** How long a buyer waits for us, on top of what WeChat takes to answer: here nothing. */
export const checkout: Figure = {
  id: 'C1',
  title: 'checkout: time added over WeChat’s answers, alone and during a backfill',
  seconds: 32,
  async run(bench) {
    const wechat = bench.start<WechatCommands>('measuring/wechat');
    const apiBaseUrl = `http://127.0.0.1:${await wechat.ask('open')}`;
    const account = benchAccount({ apiBaseUrl, quotas: QUOTAS });
    // Both count against the same quotas, as services of one installation do.
    const env = { REDIS_PREFIX: uniqueName('bench') };
    const [catalog, { processes }] = await Promise.all([
      Catalog.start(bench, [account], { env }),
      runService(bench, { app: 'order-sync', accounts: [account], env }),
    ]);
    await catalog.addApprovedProducts(account, Math.ceil(PRODUCTS * bench.timing.scale));
    const buyers = bench.start<CheckoutLoadCommands>('measuring/checkout-load');
    const url = processes[0]?.url ?? '';
    const checkOut = async (ms: number): Promise<Measured> => {
      const before = await cpuMs(url);
      const { appId, apiKey = '' } = account;
      const outcome = await buyers.ask('checkOut', {
        url,
        appId,
        apiKey,
        perSecond: CHECKOUTS_PER_SECOND,
        ms,
      });
      return { ...outcome, cpuMs: ((await cpuMs(url)) - before) / outcome.times.length };
    };

    await checkOut(bench.timing.warmUpMs);
    const alone = await checkOut(MEASURED_MS * bench.timing.scale);
    const progress = await catalog.startBackfill(account);
    const beside = await checkOut(MEASURED_MS * bench.timing.scale);
    const { state, total, done } = await progress();
    const lasted = {
      what: `the backfill went on all the time: ${done.toLocaleString('en')} of ${total.toLocaleString('en')} products read`,
      met: state === 'running' && done > 0,
    };
    return [line('alone', alone, 60, 25), line(`during a backfill`, beside, 90, 40, [lasted])];
  },
};

interface Measured extends CheckoutOutcome {
  /** What order-sync spent on each, of its own. */
  readonly cpuMs: number;
}

async function cpuMs(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_cpu_seconds_total\S* (\S+)$/m.exec(metrics)?.[1]) * 1_000;
}

function line(
  when: string,
  { times, created, cpuMs: cpu }: Measured,
  gate: number,
  aim: number,
  conditions: Line['conditions'] = [],
): Line {
  const value = percentile(times, 0.99);
  return {
    what: `99 % of the checkouts, ${when}`,
    ours: { value, unit: 'ms' },
    figure: { value, unit: 'ms' },
    gate,
    aim,
    better: 'lower',
    conditions: [
      { what: `${created} of ${times.length} buyers can pay`, met: created === times.length },
      ...conditions,
    ],
    note: `half of them ${percentile(times, 0.5).toFixed(1)} ms; order-sync spent ${cpu.toFixed(1)} ms of a core on each`,
    samples: { ours: times },
  };
}
