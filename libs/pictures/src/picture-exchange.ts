import { createHash } from 'node:crypto';
import type { Problem } from '@tongbu/contracts';
import type { Clock, Database } from '@tongbu/platform';
import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';
import type { CallError } from '@tongbu/wechat';
import { PictureBook, type KnownPicture } from './picture-book';
import type { PictureChannel } from './picture-channel';
import type { Download, PictureDownload } from './picture-download';
import { unusablePicture } from './picture.problems';

/** Why a picture has no address at the channel: the channel said so, or it can be seen from here. */
export type PictureFailure =
  | { readonly kind: 'call'; readonly url: string; readonly error: CallError }
  | { readonly kind: 'unusable'; readonly url: string; readonly problem: Problem };

export type ExchangedPictures = {
  /** The merchant's addresses and the channel's for them, as far as they could be exchanged. */
  readonly pictures: Readonly<Record<string, string>>;
  /** Those that could not. */
  readonly failures: readonly PictureFailure[];
};

type Exchanged = { readonly ok: true; readonly link: string } | ({ readonly ok: false } & PictureFailure);

/** Pictures exchanged at the same time for one thing. */
const AT_ONCE = 4;
/** How soon an address is looked at again whose server tells versions apart, and one whose server does not. */
const LOOK_AGAIN_MS = 60_000;
const DOWNLOAD_AGAIN_MS = 3_600_000;

/**
 * Exchanges the merchant's pictures for the channel's. With downloads, each content once per mini program, under
 * whatever addresses it lies, and again when something else lies there. Without them, or where a picture cannot be had
 * from here, the address stands for the content, and is exchanged once.
 */
export class PictureExchange {
  private readonly book: PictureBook;
  /** Work under way in this process: things that share a picture share its exchange. */
  private readonly running = new Map<string, Promise<Exchanged>>();
  private readonly uploading = new Map<string, Promise<ChannelResult<string>>>();

  constructor(
    database: Database,
    private readonly channel: PictureChannel,
    private readonly clock: Clock,
    private readonly download?: PictureDownload,
  ) {
    this.book = new PictureBook(database);
  }

  async exchange(call: ChannelCall, urls: readonly string[]): Promise<ExchangedPictures> {
    const known = await this.book.at(call.appId, urls);
    const pictures: Record<string, string> = {};
    const failures: PictureFailure[] = [];
    const waiting: string[] = [];
    for (const url of urls) {
      const picture = known.get(url);
      if (picture === undefined || this.isToBeLookedAt(picture)) waiting.push(url);
      else pictures[url] = picture.link;
    }
    const next = async (): Promise<void> => {
      for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
        const result = await this.exchangeOnce(call, url);
        if (result.ok) {
          pictures[url] = result.link;
          continue;
        }
        failures.push(result);
        // What was not sent for want of quota or time would fail for the rest, too.
        if (result.kind === 'call' && result.error.kind === 'not-sent') return;
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, waiting.length) }, next));
    return { pictures, failures };
  }

  /** WeChat does not take these any more: exchange them again when they are asked for. */
  forget(appId: string, urls: readonly string[]): Promise<void> {
    return this.book.forget(appId, urls);
  }

  private isToBeLookedAt({ etag, lastModified, lookedAt }: KnownPicture): boolean {
    if (this.download === undefined) return false;
    const after = etag === null && lastModified === null ? DOWNLOAD_AGAIN_MS : LOOK_AGAIN_MS;
    return this.clock.now().getTime() - lookedAt.getTime() >= after;
  }

  private exchangeOnce(call: ChannelCall, url: string): Promise<Exchanged> {
    const key = `${call.appId} ${url}`;
    const running = this.running.get(key) ?? this.look(call, url).finally(() => this.running.delete(key));
    this.running.set(key, running);
    return running;
  }

  private async look(call: ChannelCall, url: string): Promise<Exchanged> {
    const { appId } = call;
    // Another thing with the same picture may have been quicker.
    const known = (await this.book.at(appId, [url])).get(url);
    if (known !== undefined && !this.isToBeLookedAt(known)) return { ok: true, link: known.link };
    const lookedAt = this.clock.now();
    const unseen = { etag: null, lastModified: null };
    const found: Download =
      this.download === undefined || this.channel.isOwnPicture(url)
        ? { kind: 'unreachable', reason: 'not downloaded' }
        : await this.download.get(url, known ?? unseen);
    switch (found.kind) {
      case 'unusable':
        return { ok: false, kind: 'unusable', url, problem: unusablePicture(found.why) };
      case 'unchanged':
      case 'unreachable': {
        // What cannot be looked at stays as it was known.
        if (known !== undefined) {
          await this.book.remember(appId, url, { ...known, lookedAt });
          return { ok: true, link: known.link };
        }
        const result = await this.channel.exchangePicture(call, { kind: 'address', url });
        if (!result.ok) return { ok: false, kind: 'call', url, error: result.error };
        await this.book.remember(appId, url, {
          ...unseen,
          link: result.value,
          contentHash: null,
          lookedAt,
        });
        return { ok: true, link: result.value };
      }
      case 'picture': {
        const contentHash = createHash('sha256').update(found.bytes).digest('base64url');
        const result = await this.exchangeContent(call, contentHash, found);
        if (!result.ok) return { ok: false, kind: 'call', url, error: result.error };
        await this.book.remember(appId, url, {
          ...found.version,
          link: result.value,
          contentHash,
          lookedAt,
        });
        return { ok: true, link: result.value };
      }
    }
  }

  private exchangeContent(
    call: ChannelCall,
    contentHash: string,
    picture: Extract<Download, { kind: 'picture' }>,
  ): Promise<ChannelResult<string>> {
    const key = `${call.appId} ${contentHash}`;
    const upload = async (): Promise<ChannelResult<string>> => {
      const link = await this.book.linkOfContent(call.appId, contentHash);
      if (link !== undefined) return { ok: true, value: link, note: {} };
      const { bytes, type } = picture;
      const file = { kind: 'file', bytes, type, name: contentHash } as const;
      const result = await this.channel.exchangePicture(call, file);
      if (result.ok) await this.book.rememberContent(call.appId, contentHash, result.value);
      return result;
    };
    const running = this.uploading.get(key) ?? upload().finally(() => this.uploading.delete(key));
    this.uploading.set(key, running);
    return running;
  }
}
