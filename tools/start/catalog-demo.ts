import { setTimeout as sleep } from 'node:timers/promises';
import { deadLetterTopic, merchantProduct, topics, wechatProductOffersUpdated } from '@tongbu/contracts';
import type { Progress } from '@tongbu/testing';
import { CatalogBoard } from './catalog-board';
import { EventFeed } from './event-feed';
import type { FedEvent } from './event-file';
import { renderNews } from './news';
import type { Ware } from './stories/stage';
import { renderSummary, renderVerdict } from './summary';
import { TopicFollower, type FollowedRecord } from './topic-follower';

/** After this long without news, a verdict about an older version is taken to cover the newest. */
const QUIET_MS = 10_000;
const REPORT_MS = 10_000;
const GIVE_UP_MS = 120_000;

/** Feeds events to Tongbu as a shop does, and tells what becomes of them. */
export class CatalogDemo {
  private readonly board = new CatalogBoard();
  private readonly follower: TopicFollower;
  private readonly printed = new Map<string, string>();
  private summarised = false;
  private lastNewsAt = performance.now();

  constructor(
    private readonly brokers: readonly string[],
    private readonly print: Progress,
  ) {
    this.follower = new TopicFollower(brokers);
  }

  /**
   * Sends wave after wave, each once the one before has its verdicts. Resolves with whether every product got one.
   * What was fed on an earlier start is sent again, all at once, and is no news to Tongbu.
   */
  async run(waves: readonly (readonly FedEvent[])[]): Promise<boolean> {
    const followed = [topics.wechatCatalog, deadLetterTopic(topics.merchantCatalog)];
    await this.follower.follow(followed, (record) => this.take(record));
    const fedBefore = waves.flat().some((event) => this.board.knows(event));
    const feed = await EventFeed.connect(this.brokers);
    let complete = true;
    try {
      for (const [index, wave] of (fedBefore ? [waves.flat()] : waves).entries()) {
        if (!complete) break;
        this.board.feed(wave);
        await feed.send(wave);
        const what = index === 0 ? `events to ${topics.merchantCatalog}` : 'changes of these products';
        this.print(
          `sent ${wave.length} ${what}${fedBefore ? ', some of which Tongbu knows from before' : ''}`,
        );
        complete = await this.waitForVerdicts();
      }
    } finally {
      await feed.close();
    }
    this.summarised = true;
    this.print(`\n${renderSummary(this.board.results(true), this.board.refused())}\n`);
    return complete;
  }

  /** What buyers can order: the first SKU of every product that is on sale. */
  wares(): Ware[] {
    return this.board.onSale().flatMap(({ productId, data }) => {
      const product = merchantProduct.safeParse(data);
      const sku = product.data?.skus[0];
      const image = product.data?.images[0];
      if (product.data === undefined || sku === undefined || image === undefined) return [];
      const { title, path } = product.data;
      return [{ productId, skuId: sku.skuId, title, image, path, price: sku.salePrice }];
    });
  }

  stop(): Promise<void> {
    return this.follower.stop();
  }

  private async waitForVerdicts(): Promise<boolean> {
    this.lastNewsAt = performance.now();
    let reportedAt = performance.now();
    for (;;) {
      const silence = performance.now() - this.lastNewsAt;
      const pending = this.board.pending(silence > QUIET_MS);
      if (pending.length === 0) return true;
      if (silence > GIVE_UP_MS) {
        this.print(
          `nothing has happened for ${GIVE_UP_MS / 1000} s; ${pending.length} products have no verdict`,
        );
        return false;
      }
      if (performance.now() - Math.max(reportedAt, this.lastNewsAt) > REPORT_MS) {
        reportedAt = performance.now();
        const ids = pending.map((name) => this.board.result(name).productId);
        const names = `${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', ...' : ''}`;
        this.print(`waiting for ${ids.length} ${ids.length === 1 ? 'product' : 'products'}: ${names}`);
      }
      await sleep(100);
    }
  }

  private take(record: FollowedRecord): void {
    const about = this.board.take(record);
    this.lastNewsAt = performance.now();
    if (record.old) return;
    if (this.summarised) {
      const news = renderNews(record);
      if (news !== undefined) this.print(news);
    } else if (about !== undefined) {
      this.printVerdict(about.name, about.type === wechatProductOffersUpdated.type);
    }
  }

  private printVerdict(name: string, offersChanged: boolean): void {
    const result = this.board.result(name);
    if (result.verdict === undefined || result.title === '') return;
    const line = `${renderVerdict(result)}${offersChanged ? ' (new prices or stock)' : ''}`;
    if (this.printed.get(name) === line) return;
    this.printed.set(name, line);
    this.print(line);
  }
}
