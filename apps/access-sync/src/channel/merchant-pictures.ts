import {
  unusablePicture,
  type PictureChannel,
  type PictureDownload,
  type PictureSource,
} from '@tongbu/pictures';
import type { Problem } from '@tongbu/contracts';
import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';
import { hash } from '@tongbu/sync-engine';
import type { PictureIds } from '../merchant-number/merchant-number';

export type PictureResult =
  | ChannelResult<PictureIds>
  /** Nothing WeChat would take lies there. */
  | { readonly ok: false; readonly unusable: Problem };

/**
 * Hands in the pictures of a document, to WeChat and to its payment side. As with products, WeChat fetches them, or
 * they are downloaded here; but nothing is remembered of them, since their addresses lead to identity documents.
 */
export abstract class MerchantPictures {
  abstract exchange(call: ChannelCall, url: string): Promise<PictureResult>;
}

export class ComponentMerchantPictures extends MerchantPictures {
  constructor(
    private readonly wechat: PictureChannel,
    private readonly paymentSide: PictureChannel,
    private readonly download?: Pick<PictureDownload, 'get'>,
  ) {
    super();
  }

  override async exchange(call: ChannelCall, url: string): Promise<PictureResult> {
    const found = await this.download?.get(url, { etag: null, lastModified: null });
    if (found?.kind === 'unusable') return { ok: false, unusable: unusablePicture(found.why) };
    const picture: PictureSource =
      found?.kind === 'picture'
        ? { kind: 'file', bytes: found.bytes, type: found.type, name: hash(url) }
        : { kind: 'address', url };
    const media = await this.wechat.exchangePicture(call, picture);
    if (!media.ok) return media;
    const pay = await this.paymentSide.exchangePicture(call, picture);
    if (!pay.ok) return pay;
    return { ok: true, value: { mediaId: media.value, payMediaId: pay.value }, note: pay.note };
  }
}
