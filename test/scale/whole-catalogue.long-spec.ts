import { eventually } from '@tongbu/testing';
import { Installation } from '../support/installation';
import { merchantProduct } from '../support/merchant-product';
import { medianOf, MemorySamples } from './memory-samples';

/** `PRODUCTS=100000 npm run test:long -- test/scale` is the run that a large merchant's catalogue asks for. */
const PRODUCTS = Number(process.env['PRODUCTS'] ?? 1_000);
const ids = Array.from({ length: PRODUCTS }, (_, index) => `P-${String(index).padStart(6, '0')}`);
const AT_ONCE = 1_000;
const PRICE_EVERY_MS = 1_000;
/** What `k8s/base` gives catalog-sync, and has it use. */
const MEMORY_LIMIT_MB = 512;
const NODE_OPTIONS = '--max-old-space-size=320';
const TIMEOUT_MS = 120_000 + PRODUCTS * 60;
const GET = '/shop/spu/get';

interface Backfill {
  readonly state: string;
  readonly total: number;
  readonly done: number;
  readonly parked: number;
  readonly outstanding: number;
}

let installation: Installation;
let memory: MemorySamples;

beforeAll(async () => {
  installation = await Installation.start({
    services: ['catalog-sync'],
    thing: 'product',
    env: { NODE_OPTIONS },
    simulator: { auditDelayMs: { min: 50, max: 500 } },
    account: {
      quotas: {
        spuSubmitPerHour: 1_000_000,
        spuSubmitPerDay: 1_000_000,
        burstCalls: 30_000,
        burstSeconds: 30,
      },
    },
  });
  memory = new MemorySamples(() => installation.metrics('catalog-sync'));
});
afterAll(async () => {
  await memory?.stop();
  await installation?.stop();
});

it(
  'takes on a whole catalogue, kill -9 included, while prices overtake it',
  async () => {
    const { topics } = installation;
    const listed = () => topics.subjects('listed').size;
    const started = performance.now();
    const first = ids.slice(0, 3);
    const prices = new PriceChanges(installation, first);
    for (let from = 0; from < PRODUCTS; from += AT_ONCE) {
      await topics.publishAll(
        'upserted',
        ids.slice(from, from + AT_ONCE).map((subject) => ({ subject, data: merchantProduct(subject, 1) })),
      );
    }
    const toldAll = seconds(started);
    await until(() => first.every((subject) => topics.subjects('listed').has(subject)));
    prices.begin();
    await until(() => listed() >= PRODUCTS / 3);
    await killed();
    await until(() => listed() >= PRODUCTS / 2);
    const waitedMeanwhile = await prices.end();
    await until(() => listed() === PRODUCTS);
    say(
      `${PRODUCTS} products told in ${toldAll} s, listed after ${seconds(started)} s; ${waitedMeanwhile.toString()}`,
    );
    say(`memory of catalog-sync: ${memory.toString()}`);

    const products = await installation.simulator.products();
    expect(products.length).toBe(PRODUCTS);
    expect(products.filter(({ applied, status }) => applied['add'] !== 1 || status !== 5)).toEqual([]);
    expect(topics.subjects('parked').size).toBe(0);
    expect(waitedMeanwhile.unpublished).toBe(0);
    // What was overtaken was still under way when the last price was out.
    expect(waitedMeanwhile.changed).toBeGreaterThan(0);
  },
  2 * TIMEOUT_MS,
);

it(
  'a backfill of all of them goes on after kill -9, and prices overtake it',
  async () => {
    const { simulator, topics } = installation;
    const submitted = topics.seen.filter(({ name }) => name === 'submitted').length;
    const readBefore = (await simulator.statistics(GET)).total;
    const started = performance.now();
    const { id } = await installation.admin<{ id: string }>('catalog-sync', 'POST', 'products/backfills', {
      scope: { all: true },
    });
    const backfill = () => installation.admin<Backfill>('catalog-sync', 'GET', `products/backfills/${id}`);
    const prices = new PriceChanges(installation, ids.slice(-3));
    prices.begin();
    await until(async () => (await backfill()).done >= PRODUCTS / 3);
    await killed();
    await until(async () => (await backfill()).done >= PRODUCTS / 2);
    const waited = await prices.end();
    expect((await backfill()).state).toBe('running');
    const ended = await until(async () => {
      const seen = await backfill();
      return seen.state === 'done' ? seen : false;
    });
    say(`a backfill of ${PRODUCTS} products in ${seconds(started)} s; ${waited.toString()}`);
    say(`memory of catalog-sync: ${memory.toString()}`);

    expect(ended).toMatchObject({ total: PRODUCTS, done: PRODUCTS, parked: 0, outstanding: 0 });
    expect((await simulator.statistics(GET)).total - readBefore).toBeGreaterThanOrEqual(PRODUCTS);
    expect(topics.seen.filter(({ name }) => name === 'submitted').length).toBe(submitted);
    expect(waited.unpublished).toBe(0);
    expect(waited.changed).toBeGreaterThan(0);
    expect(memory.highest()).toBeLessThan(MEMORY_LIMIT_MB);
    expect(memory.growth().filter((factor) => factor > 1.2)).toEqual([]);
  },
  2 * TIMEOUT_MS,
);

/** Changes the price of one product after the other, and sees how long until WeChat has it and it is published. */
class PriceChanges {
  private version = 1;
  private ended: Promise<number[]> | undefined;
  private stopped = false;
  private changed = 0;

  constructor(
    private readonly of: Installation,
    private readonly subjects: readonly string[],
  ) {}

  begin(): void {
    this.ended = this.change();
  }

  async end() {
    this.stopped = true;
    const waits = (await this.ended) ?? [];
    const { changed } = this;
    const [median, longest] = [medianOf(waits), Math.max(...waits)].map((ms) => (ms / 1_000).toFixed(2));
    return {
      changed,
      unpublished: changed - waits.length,
      toString: () =>
        `${changed} prices changed meanwhile were published in ${median} s (median), ${longest} s (longest)`,
    };
  }

  private async change(): Promise<number[]> {
    const waits: number[] = [];
    while (!this.stopped) {
      this.version += 1;
      const { version } = this;
      const started = performance.now();
      for (const subject of this.subjects) {
        await this.of.topics.publish('price-changed', subject, {
          version,
          skus: [{ skuId: `${subject}-S`, salePrice: 1_000 + version }],
        });
        this.changed += 1;
      }
      for (const subject of this.subjects) {
        await this.of.topics.next('offers-updated', subject, version - 1, TIMEOUT_MS);
        waits.push(performance.now() - started);
      }
      await new Promise((resolve) => setTimeout(resolve, PRICE_EVERY_MS));
    }
    return waits;
  }
}

async function killed(): Promise<void> {
  await installation.kill('catalog-sync');
  memory.newLife();
}

const until = <T>(condition: () => T | Promise<T>) =>
  eventually(condition, { timeoutMs: TIMEOUT_MS, intervalMs: 200 });

const seconds = (started: number) => Math.round((performance.now() - started) / 1_000);

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
