import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@tongbu/testing';
import type { BullmqDefaultsCommands } from '../baseline/bullmq-defaults';
import type { Figure } from '../figure';
import { benchAccount } from '../measuring/bench-account';
import { monotonicMs } from '../measuring/monotonic';
import type { Program } from '../measuring/program';
import { NO_QUOTA } from '../measuring/quotas';
import { Shop } from '../measuring/shop';
import { TcpProxy } from '../measuring/tcp-proxy';
import { firstArrival, type WechatCommands } from '../measuring/wechat-arrivals';
import { Catalog } from '../ours/catalog';

const OUTAGE_MS = 20_000;
const EVERY_MS = 50;
const PRODUCTS = 2_000;
const LONGEST_RESUME_MS = 40_000;

/** How soon calls to WeChat go on after Redis was away, and whether all were made that became due meanwhile. */
export const redisOutage: Figure = {
  id: 'R1',
  title: 'resume after a 20 s Redis outage',
  seconds: 57,
  waits: true,
  async run(bench) {
    const proxy = await TcpProxy.before(bench.redisUrl);
    bench.afterwards(() => proxy.cut());
    const [wechat, other] = [0, 1].map(() => bench.start<WechatCommands>('measuring/wechat'));
    if (wechat === undefined || other === undefined) throw new Error('not started');
    const urlOf = async (program: typeof wechat) => `http://127.0.0.1:${await program.ask('open')}`;
    const account = benchAccount({ apiBaseUrl: await urlOf(wechat), quotas: NO_QUOTA });
    const catalog = await Catalog.start(bench, [account], { env: { REDIS_URL: proxy.url } });
    await catalog.addApprovedProducts(account, PRODUCTS);
    const shop = new Shop(bench.kafkaBrokers, account.appId);
    const defaults = bench.start<BullmqDefaultsCommands>('baseline/bullmq-defaults');
    await defaults.ask('open', proxy.url, `${await urlOf(other)}/shop/spu/update`);

    let changed = 0;
    const changing = setInterval(() => void shop.changePrices([changed++]), EVERY_MS);
    bench.afterwards(async () => clearInterval(changing));
    await Promise.all([firstArrival(wechat), firstArrival(other)]);
    await sleep(bench.timing.warmUpMs);
    await proxy.cut();
    await sleep(OUTAGE_MS * bench.timing.scale);
    await proxy.restore();
    const backAt = monotonicMs();
    const resumedAfter = async (program: typeof wechat) =>
      eventually(
        async () => {
          const arrivals = await program.ask('arrivals');
          const first = arrivals.find(({ at }) => at > backAt);
          return first === undefined ? false : { ms: first.at - backAt };
        },
        { timeoutMs: LONGEST_RESUME_MS, intervalMs: 20 },
      );
    const [ours, theirs] = await Promise.all([resumedAfter(wechat), resumedAfter(other)]);
    clearInterval(changing);
    await shop.close();
    const missing = await eventually(async () => changed - (await reached(wechat)) === 0, {
      timeoutMs: LONGEST_RESUME_MS,
    }).then(
      () => 0,
      async () => changed - (await reached(wechat)),
    );
    return [
      {
        what: 'first call after Redis is back',
        ours: { value: ours.ms / 1_000, unit: 's' },
        baseline: { value: theirs.ms / 1_000, unit: 's', name: "BullMQ's default connections" },
        figure: { value: ours.ms / 1_000, unit: 's' },
        gate: 1,
        aim: 0.6,
        better: 'lower',
        conditions: [{ what: `${changed} changes, ${missing} of them lost`, met: missing === 0 }],
        note: 'measured once',
      },
    ];
  },
};

/** How many products WeChat heard of. */
async function reached(wechat: Program<WechatCommands>): Promise<number> {
  const arrivals = await wechat.ask('arrivals');
  const productOf = (body: string) => (JSON.parse(body) as { out_product_id: string }).out_product_id;
  return new Set(arrivals.map(({ body }) => productOf(body))).size;
}
