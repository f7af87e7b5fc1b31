import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from '../figure';
import { benchAccount } from '../measuring/bench-account';
import { NO_QUOTA } from '../measuring/quotas';
import { Shop } from '../measuring/shop';
import type { WechatCommands } from '../measuring/wechat-arrivals';
import { Catalog } from '../ours/catalog';

const HOT = 7;
const EVERY_MS = 10;
const SECONDS = 5;
/** As long as WeChat takes over the internet at best. */
const ANSWER_AFTER_MS = 50;

/** How many calls a product causes that changes faster than WeChat answers. */
export const hotProduct: Figure = {
  id: 'V1',
  title: 'calls / updates for a hot product, final state right',
  seconds: 30,
  waits: true,
  async run(bench) {
    const wechat = bench.start<WechatCommands>('measuring/wechat');
    const apiBaseUrl = `http://127.0.0.1:${await wechat.ask('open')}`;
    const account = benchAccount({ apiBaseUrl, quotas: NO_QUOTA });
    const catalog = await Catalog.start(bench, [account]);
    await catalog.addApprovedProducts(account, 10);
    await wechat.ask('slowDown', ANSWER_AFTER_MS);
    const shop = new Shop(bench.kafkaBrokers, account.appId);
    bench.afterwards(() => shop.close());

    const updates = Math.ceil((SECONDS * 1_000 * bench.timing.scale) / EVERY_MS);
    let wanted = 0;
    for (let update = 0; update < updates; update += 1) {
      wanted = await shop.changePrice(HOT);
      await sleep(EVERY_MS);
    }
    await catalog.tookPrice(HOT, wanted);
    const arrivals = await wechat.ask('arrivals');
    const last = JSON.parse(arrivals.at(-1)?.body ?? '{}') as { skus?: { sale_price: number }[] };
    const right = last.skus?.[0]?.sale_price === wanted;
    return [
      {
        what: `calls for ${updates} prices of one product, WeChat answering after ${ANSWER_AFTER_MS} ms`,
        ours: { value: arrivals.length, unit: 'calls' },
        baseline: { value: updates, unit: 'calls', name: 'one for each' },
        figure: { value: arrivals.length / updates, unit: '×' },
        gate: 0.25,
        aim: 0.2,
        better: 'lower',
        conditions: [
          { what: right ? 'the last price is in force' : 'ANOTHER PRICE THAN THE LAST', met: right },
        ],
      },
    ];
  },
};
