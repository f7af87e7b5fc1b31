import { assertUnreachable } from '@tongbu/platform';
import type { ChannelCall, ChannelResult, ComponentCalls } from '@tongbu/sync-engine';
import { isWechatImage, uploadImage } from '@tongbu/wechat';
import { PictureChannel, type PictureSource } from './picture-channel';

/** What a picture is exchanged for: an address, or the id that WeChat or its payment side goes by. */
export type ExchangedFor = 'link' | 'media-id' | 'pay-media-id';

/** Pictures at the custom transaction component. */
export class ComponentPictureChannel extends PictureChannel {
  constructor(
    private readonly calls: ComponentCalls,
    private readonly as: ExchangedFor = 'link',
  ) {
    super();
  }

  override isOwnPicture(url: string): boolean {
    return this.as === 'link' && isWechatImage(url);
  }

  override async exchangePicture(call: ChannelCall, picture: PictureSource): Promise<ChannelResult<string>> {
    if (picture.kind === 'address' && this.isOwnPicture(picture.url)) {
      return { ok: true, value: picture.url, note: {} };
    }
    const source =
      picture.kind === 'address'
        ? ({ kind: 'url', url: picture.url } as const)
        : ({ kind: 'file', file: pictureFile(picture) } as const);
    const { as } = this;
    const result = await this.calls.call(uploadImage, { source, as }, call, (image) => nameOf(image, as));
    const { note } = result;
    if (!result.ok) return result;
    return result.value === undefined
      ? {
          ok: false,
          error: { kind: 'unknown-outcome', reason: 'unexpected-response', detail: `no ${as}` },
          note,
        }
      : { ok: true, value: result.value, note };
  }
}

type Uploaded = Readonly<Record<'url' | 'mediaId' | 'payMediaId', string | undefined>>;

function nameOf(image: Uploaded, as: ExchangedFor): string | undefined {
  switch (as) {
    case 'link':
      return image.url;
    case 'media-id':
      return image.mediaId;
    case 'pay-media-id':
      return image.payMediaId;
    default:
      return assertUnreachable(as);
  }
}

/** WeChat documentation: a file has a name. */
function pictureFile({ bytes, type, name }: Extract<PictureSource, { kind: 'file' }>) {
  const fileName = `${name}.${type === 'jpeg' ? 'jpg' : 'png'}`;
  return { bytes, fileName, contentType: `image/${type}` };
}
