import type { Random } from '../../../../apps/wechat-simulator/src/time/random';
import { merchantProduct } from '../../../support/merchant-product';
import type { MerchantEvent, Step } from '../../play/story';
import type { Plot } from '../traffic';

/** The built-in reviewers of the simulator reject it. */
const REJECTED = '最';
/** Before its first event, and between two. */
const LONGEST_DELAY_MS = 3_000;
const LONGEST_PAUSE_MS = 1_500;
/** The reviewers take less than a second, and what they refused is submitted once more. */
const APPROVED_BY_THEN_MS = 4_000;

interface Wanted {
  readonly title: string;
  readonly price: number;
  readonly stock: number;
  readonly onSale: boolean;
  readonly deleted: boolean;
}

export interface ProductPlotOptions {
  /** Ends with another price on a product that buyers see, so that every load has one. */
  readonly staysOnSale?: boolean;
}

/** A product that is published, changed a few times in every way there is, and sometimes deleted. */
export function productPlot(id: string, random: Random, options: ProductPlotOptions = {}): Plot {
  return new ProductPlot(id, random).write(options);
}

class ProductPlot {
  private readonly steps: Step[] = [];
  private readonly titles = new Set<string>();
  private version = 0;
  private events = 0;
  private wanted: Wanted;

  constructor(
    private readonly id: string,
    private readonly random: Random,
  ) {
    this.wanted = {
      title: this.title(),
      price: this.price(),
      stock: this.stock(),
      onSale: true,
      deleted: false,
    };
  }

  write({ staysOnSale = false }: ProductPlotOptions): Plot {
    this.upsert();
    for (let change = this.random.between(2, 5); change > 0; change -= 1) this.change();
    if (this.wanted.title.includes(REJECTED)) {
      this.want({ title: this.title() });
      this.upsert();
    }
    if (staysOnSale) this.changePriceOnSale();
    else if (this.random.next() < 0.1) {
      this.want({ deleted: true });
      this.publish('product.deleted', { version: this.next() });
    }
    const { title, price, stock, onSale, deleted } = this.wanted;
    return {
      id: this.id,
      steps: this.steps,
      expected: {
        id: this.id,
        state: deleted ? { deleted } : { title, price, stock, onSale, deleted },
        effects: {
          add: { least: deleted ? 0 : 1, most: 1 },
          'add again': { least: 0, most: 0 },
          // What was stored without reaching the reviewers is no submission, and is sent again.
          submit: { least: deleted ? 0 : 1, most: this.titles.size },
        },
        mayBeAbsent: deleted,
      },
    };
  }

  private changePriceOnSale(): void {
    if (!this.wanted.onSale) this.shelve();
    this.changePrice(APPROVED_BY_THEN_MS);
  }

  private change(): void {
    const roll = this.random.next();
    if (roll < 0.3) {
      this.want({ title: this.title(), price: this.price() });
      this.upsert();
    } else if (roll < 0.4) {
      this.want({ title: `${this.title()}${REJECTED}佳` });
      this.upsert();
    } else if (roll < 0.6) {
      this.changePrice();
    } else if (roll < 0.8) {
      this.want({ stock: this.stock() });
      this.offers('product.stock-changed', { stock: this.wanted.stock });
    } else {
      this.shelve();
    }
    this.makeNoise();
  }

  private changePrice(pauseMs?: number): void {
    this.want({ price: this.price() });
    this.offers('product.price-changed', { salePrice: this.wanted.price }, pauseMs);
  }

  private shelve(): void {
    this.want({ onSale: !this.wanted.onSale });
    this.publish(this.wanted.onSale ? 'product.listed' : 'product.delisted', { version: this.next() });
  }

  /** Shops repeat themselves, and are late. Neither may change anything. */
  private makeNoise(): void {
    const roll = this.random.next();
    const last = this.steps.at(-1);
    if (roll < 0.15 && last !== undefined) this.steps.push({ ...last, pauseMs: this.pause() });
    else if (roll < 0.3) {
      const version = this.random.between(1, this.version - 1);
      this.publish('product.upserted', merchantProduct(this.id, version, { title: '一件过时的茶杯' }));
    }
  }

  private upsert(): void {
    const { title, price, stock, onSale } = this.wanted;
    this.titles.add(title);
    const skus = [{ skuId: this.skuId, salePrice: price, marketPrice: 20_000, stock }];
    this.publish('product.upserted', merchantProduct(this.id, this.next(), { title, onSale, skus }));
  }

  private offers(name: string, change: object, pauseMs?: number): void {
    this.publish(name, { version: this.next(), skus: [{ skuId: this.skuId, ...change }] }, pauseMs);
  }

  private publish(name: string, data: object, pauseMs = this.pause()): void {
    this.events += 1;
    const event: MerchantEvent = { name, subject: this.id, data, id: `${this.id}-${this.events}` };
    this.steps.push({ pauseMs, play: (stage) => stage.publish(event) });
  }

  private want(change: Partial<Wanted>): void {
    this.wanted = { ...this.wanted, ...change };
  }

  private next(): number {
    this.version += 1;
    return this.version;
  }

  private get skuId(): string {
    return `${this.id}-S`;
  }

  private title(): string {
    return `青瓷茶杯 ${this.id} ${this.random.hex(4)}`;
  }

  private price(): number {
    return this.random.between(1_000, 9_999);
  }

  private stock(): number {
    return this.random.between(1, 500);
  }

  private pause(): number {
    return this.random.between(0, this.steps.length === 0 ? LONGEST_DELAY_MS : LONGEST_PAUSE_MS);
  }
}
