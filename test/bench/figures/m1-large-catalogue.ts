import type { Bench, Figure, Line } from '../figure';
import { benchAccount } from '../measuring/bench-account';
import { interleave, type Samples } from '../measuring/interleave';
import { productsAllOver, pushPrices } from '../measuring/pushes';
import { NO_QUOTA } from '../measuring/quotas';
import { Shop } from '../measuring/shop';
import { median } from '../measuring/statistics';
import type { WechatCommands } from '../measuring/wechat-arrivals';
import { Catalog, COLLECTS } from '../ours/catalog';

const SIZES = { small: 10_000, medium: 100_000, large: 500_000 };
/** So that a round lasts about as long as it should. */
const PUSHES_PER_MS = 0.4;

/** Whether speed and memory stay the same when a catalogue grows. */
export const largeCatalogue: Figure = {
  id: 'M1',
  title: 'rows/s and memory at 10 k, 100 k, 500 k known products',
  seconds: 80,
  async run(bench) {
    const [small, medium, large] = await Promise.all([
      catalogueOf(bench, SIZES.small),
      catalogueOf(bench, SIZES.medium),
      catalogueOf(bench, SIZES.large),
    ]);
    const pushed = await interleave({ small, medium, large }, bench.timing);
    return [
      speedLine('500,000', pushed.large, pushed.small),
      speedLine('100,000', pushed.medium, pushed.small),
      memoryLine('500,000', large.memory, small.memory),
      memoryLine('100,000', medium.memory, small.memory),
    ];
  },
};

/** A service of its own for a catalogue of this size, as a side that answers pushes per second. */
async function catalogueOf(bench: Bench, size: number) {
  const wechat = bench.start<WechatCommands>('measuring/wechat');
  const apiBaseUrl = `http://127.0.0.1:${await wechat.ask('open')}`;
  const account = benchAccount({ apiBaseUrl, quotas: NO_QUOTA });
  const catalog = await Catalog.start(bench, [account], { preload: [COLLECTS] });
  const products = Math.ceil(size * bench.timing.scale);
  bench.progress(`a catalogue of ${products.toLocaleString('en')} products`);
  await catalog.addApprovedProducts(account, products);
  const shop = new Shop(bench.kafkaBrokers, account.appId);
  bench.afterwards(() => shop.close());
  const memory: number[] = [];
  return {
    memory,
    measure: (ms: number) => pushPrices(shop, wechat, productsAllOver(products, ms * PUSHES_PER_MS)),
    async settle() {
      await catalog.settled();
      memory.push(await catalog.memoryMB());
    },
  };
}

function speedLine(size: string, at: Samples, small: Samples): Line {
  return {
    what: `pushes at ${size} products`,
    ours: { value: at.median, unit: '/s' },
    baseline: { value: small.median, unit: '/s', name: 'at 10,000' },
    figure: { value: at.median / small.median, unit: '×' },
    gate: 0.8,
    aim: 0.95,
    better: 'higher',
    samples: { ours: at.values, baseline: small.values },
  };
}

/** In use after each round, when the garbage has been collected. */
function memoryLine(size: string, at: readonly number[], small: readonly number[]): Line {
  const [ours, baseline] = [median(at), median(small)];
  return {
    what: `memory at ${size} products`,
    ours: { value: ours, unit: 'MB' },
    baseline: { value: baseline, unit: 'MB', name: 'at 10,000' },
    figure: { value: ours / baseline, unit: '×' },
    gate: 1.2,
    aim: 1.05,
    better: 'lower',
    samples: { ours: at, baseline: small },
  };
}
