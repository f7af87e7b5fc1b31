import type { UsualWayCommands } from '../baseline/usual-way';
import type { Figure } from '../figure';
import { benchAccount } from '../measuring/bench-account';
import { timesBaseline } from '../measuring/compare';
import { interleave } from '../measuring/interleave';
import { firstProducts, pushPrices } from '../measuring/pushes';
import { NO_QUOTA } from '../measuring/quotas';
import { PlainShop, Shop } from '../measuring/shop';
import { createTopic } from '../measuring/topic';
import type { WechatCommands } from '../measuring/wechat-arrivals';
import { Catalog } from '../ours/catalog';

const PRODUCTS = 10_000;
const PARTITIONS = 4;
/** Pushes at a time, as our service has by default. */
const CONCURRENCY = 16;
/** So that a round lasts about as long as it should. */
const OURS_PER_MS = 0.3;
const USUAL_PER_MS = 0.2;

/** The whole way of a price from the merchant's event to WeChat, against the usual way to build it. */
export const usualWay: Figure = {
  id: 'Q2',
  title: "pushes from Kafka to WeChat / Nest's Kafka transport, one save and one add per event",
  seconds: 45,
  async run(bench) {
    const brokers = bench.kafkaBrokers;
    const wechat = bench.start<WechatCommands>('measuring/wechat');
    const apiBaseUrl = `http://127.0.0.1:${await wechat.ask('open')}`;
    const account = benchAccount({ apiBaseUrl, quotas: NO_QUOTA });
    const catalog = await Catalog.start(bench, [account]);
    await catalog.addApprovedProducts(account, PRODUCTS);
    const shop = new Shop(brokers, account.appId);

    const topic = await createTopic(brokers, PARTITIONS);
    const usual = bench.start<UsualWayCommands>('baseline/usual-way');
    const databaseUrl = await bench.createDatabase();
    const url = `${apiBaseUrl}/shop/spu/update_without_audit`;
    await usual.ask('open', {
      brokers,
      redisUrl: bench.redisUrl,
      databaseUrl,
      topic,
      url,
      concurrency: CONCURRENCY,
    });
    const plainShop = new PlainShop(brokers, topic);
    bench.afterwards(() => Promise.all([shop.close(), plainShop.close()]));

    const { ours, baseline } = await interleave(
      {
        baseline: { measure: (ms) => pushPrices(plainShop, wechat, firstProducts(ms * USUAL_PER_MS)) },
        ours: {
          measure: (ms) => pushPrices(shop, wechat, firstProducts(ms * OURS_PER_MS)),
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
        baseline: { ...baseline, name: 'the usual way' },
        gate: 3,
        aim: 6,
      }),
    ];
  },
};
