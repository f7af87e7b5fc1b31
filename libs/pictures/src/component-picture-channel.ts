import type { ChannelCall, ChannelResult, ComponentCalls } from '@tongbu/sync-engine';
import { isWechatImage, uploadImage } from '@tongbu/wechat';
import { PictureChannel, type PictureSource } from './picture-channel';

/** Pictures at the custom transaction component. */
export class ComponentPictureChannel extends PictureChannel {
  constructor(private readonly calls: ComponentCalls) {
    super();
  }

  override isOwnPicture(url: string): boolean {
    return isWechatImage(url);
  }

  override async exchangePicture(call: ChannelCall, picture: PictureSource): Promise<ChannelResult<string>> {
    if (picture.kind === 'address' && isWechatImage(picture.url)) {
      return { ok: true, value: picture.url, note: {} };
    }
    const source =
      picture.kind === 'address'
        ? ({ kind: 'url', url: picture.url } as const)
        : ({ kind: 'file', file: pictureFile(picture) } as const);
    const result = await this.calls.call(uploadImage, { source }, call, (image) => image.url);
    const { note } = result;
    if (!result.ok) return result;
    return result.value === undefined
      ? {
          ok: false,
          error: { kind: 'unknown-outcome', reason: 'unexpected-response', detail: 'no link' },
          note,
        }
      : { ok: true, value: result.value, note };
  }
}

/** WeChat documentation: a file has a name. */
function pictureFile({ bytes, type, name }: Extract<PictureSource, { kind: 'file' }>) {
  const fileName = `${name}.${type === 'jpeg' ? 'jpg' : 'png'}`;
  return { bytes, fileName, contentType: `image/${type}` };
}
