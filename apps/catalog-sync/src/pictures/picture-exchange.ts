import type { Database } from '@tongbu/platform';
import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';
import type { CallError } from '@tongbu/wechat';
import type { CatalogChannel } from '../channel/catalog-channel';

export type ExchangedPictures = {
  /** The merchant's addresses and the channel's for them, as far as they could be exchanged. */
  readonly pictures: Readonly<Record<string, string>>;
  /** Those that could not. */
  readonly failures: readonly { readonly url: string; readonly error: CallError }[];
};

/** Pictures exchanged at the same time for one product. */
const AT_ONCE = 4;

/** Exchanges the merchant's pictures for the channel's, each address once per mini program. */
export class PictureExchange {
  /** Exchanges under way in this process: products that share a picture share its exchange. */
  private readonly running = new Map<string, Promise<ChannelResult<string>>>();

  constructor(
    private readonly database: Database,
    private readonly channel: CatalogChannel,
  ) {}

  async exchange(call: ChannelCall, urls: readonly string[]): Promise<ExchangedPictures> {
    const pictures: Record<string, string> = await this.known(call.appId, urls);
    const failures: { url: string; error: CallError }[] = [];
    const waiting = urls.filter((url) => pictures[url] === undefined);
    const next = async (): Promise<void> => {
      for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
        const result = await this.exchangeOnce(call, url);
        if (!result.ok) {
          failures.push({ url, error: result.error });
          // What was not sent for want of quota or time would fail for the rest, too.
          if (result.error.kind === 'not-sent') return;
          continue;
        }
        pictures[url] = result.value;
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, waiting.length) }, next));
    return { pictures, failures };
  }

  /** WeChat does not take these any more: exchange them again when they are asked for. */
  async forget(appId: string, urls: readonly string[]): Promise<void> {
    await this.database.query(`DELETE FROM pictures WHERE app_id = $1 AND source_url = ANY($2::text[])`, [
      appId,
      urls,
    ]);
  }

  private exchangeOnce(call: ChannelCall, url: string): Promise<ChannelResult<string>> {
    const key = `${call.appId} ${url}`;
    const exchange = async () => {
      const result = await this.channel.exchangePicture(call, url);
      if (result.ok) await this.remember(call.appId, url, result.value);
      return result;
    };
    const running = this.running.get(key) ?? exchange().finally(() => this.running.delete(key));
    this.running.set(key, running);
    return running;
  }

  private async known(appId: string, urls: readonly string[]): Promise<Record<string, string>> {
    const rows = await this.database.query<{ source_url: string; channel_url: string }>(
      `SELECT source_url, channel_url FROM pictures WHERE app_id = $1 AND source_url = ANY($2::text[])`,
      [appId, urls],
    );
    return Object.fromEntries(rows.map((row) => [row.source_url, row.channel_url]));
  }

  private async remember(appId: string, sourceUrl: string, channelUrl: string): Promise<void> {
    await this.database.query(
      `INSERT INTO pictures (app_id, source_url, channel_url) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [appId, sourceUrl, channelUrl],
    );
  }
}
