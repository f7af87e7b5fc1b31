import type { BullmqNoopCommands } from '../baseline/bullmq-noop';
import type { UsualWayCommands } from '../baseline/usual-way';
import type { Bench } from '../figure';
import { benchAccount } from '../measuring/bench-account';
import { interleave } from '../measuring/interleave';
import { once } from '../measuring/once';
import { firstProducts, pushPrices } from '../measuring/pushes';
import { NO_QUOTA } from '../measuring/quotas';
import { PlainShop, Shop } from '../measuring/shop';
import { createTopic } from '../measuring/topic';
import type { WechatCommands } from '../measuring/wechat-arrivals';
import { Catalog } from '../ours/catalog';

const PRODUCTS = 10_000;
const PARTITIONS = 4;
/** Pushes at a time, as our service has by default. */
const CONCURRENCY = 48;
/** So that a round lasts about as long as it should. */
const OURS_PER_MS = 1;
const USUAL_PER_MS = 0.2;
const JOBS_PER_MS = 15;

/** Prices per second from the merchant's event to WeChat, ours and the usual way, and what BullMQ does of nothing, in turns. */
export const measurePushes = once(async (bench: Bench) => {
  const brokers = bench.kafkaBrokers;
  const wechat = bench.start<WechatCommands>('measuring/wechat');
  const apiBaseUrl = `http://127.0.0.1:${await wechat.ask('open')}`;
  const account = benchAccount({ apiBaseUrl, quotas: NO_QUOTA });
  const catalog = await Catalog.start(bench, [account]);
  await catalog.addApprovedProducts(account, PRODUCTS);
  const shop = new Shop(brokers, account.appId);

  const topic = await createTopic(brokers, PARTITIONS);
  const usual = bench.start<UsualWayCommands>('baseline/usual-way');
  await usual.ask('open', {
    brokers,
    redisUrl: bench.redisUrl,
    databaseUrl: await bench.createDatabase(),
    topic,
    url: `${apiBaseUrl}/shop/spu/update_without_audit`,
    concurrency: CONCURRENCY,
  });
  const plainShop = new PlainShop(brokers, topic);
  bench.afterwards(() => Promise.all([shop.close(), plainShop.close()]));
  const bullmq = bench.start<BullmqNoopCommands>('baseline/bullmq-noop');

  return interleave(
    {
      usualWay: { measure: (ms) => pushPrices(plainShop, wechat, firstProducts(ms * USUAL_PER_MS)) },
      ours: {
        measure: (ms) => pushPrices(shop, wechat, firstProducts(ms * OURS_PER_MS)),
        settle: () => catalog.settled(),
      },
      bullmq: { measure: (ms) => bullmq.ask('run', bench.redisUrl, ms * JOBS_PER_MS) },
    },
    bench.timing,
  );
});
