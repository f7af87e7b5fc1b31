import type { BullmqNoopCommands } from '../baseline/bullmq-noop';
import type { Figure } from '../figure';
import { benchAccount } from '../measuring/bench-account';
import { timesBaseline } from '../measuring/compare';
import { interleave } from '../measuring/interleave';
import { NO_QUOTA } from '../measuring/quotas';
import { firstProducts, pushPrices } from '../measuring/pushes';
import { Shop } from '../measuring/shop';
import type { WechatCommands } from '../measuring/wechat-arrivals';
import { Catalog } from '../ours/catalog';

const PRODUCTS = 10_000;
/** So that a round lasts about as long as it should. */
const PUSHES_PER_MS = 0.3;
const JOBS_PER_MS = 15;

/** The whole way of a price from the merchant's event to WeChat, as a part of what the queue alone could do. */
export const pushes: Figure = {
  id: 'Q1',
  title: 'pushes from Kafka to WeChat, limiter never in the way / raw BullMQ no-op at 100',
  seconds: 40,
  async run(bench) {
    const wechat = bench.start<WechatCommands>('measuring/wechat');
    const apiBaseUrl = `http://127.0.0.1:${await wechat.ask('open')}`;
    const account = benchAccount({ apiBaseUrl, quotas: NO_QUOTA });
    const catalog = await Catalog.start(bench, [account]);
    await catalog.addApprovedProducts(account, PRODUCTS);
    const shop = new Shop(bench.kafkaBrokers, account.appId);
    bench.afterwards(() => shop.close());
    const bullmq = bench.start<BullmqNoopCommands>('baseline/bullmq-noop');
    const { ours, baseline } = await interleave(
      {
        baseline: { measure: (ms) => bullmq.ask('run', bench.redisUrl, ms * JOBS_PER_MS) },
        ours: {
          measure: (ms) => pushPrices(shop, wechat, firstProducts(ms * PUSHES_PER_MS)),
          settle: () => catalog.settled(),
        },
      },
      bench.timing,
    );
    return [
      timesBaseline({
        what: 'pushes',
        unit: '/s',
        ours,
        baseline: { ...baseline, name: 'BullMQ jobs that do nothing' },
        gate: 0.25,
        aim: 0.39,
      }),
    ];
  },
};
