import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';

/** A picture as we have it: where it lies, or what it is. */
export type PictureSource =
  | { readonly kind: 'address'; readonly url: string }
  | {
      readonly kind: 'file';
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly type: 'jpeg' | 'png';
      readonly name: string;
    };

/** Where pictures are handed in. */
export abstract class PictureChannel {
  /** Whether an address is one of the channel's own, which needs no exchange. */
  abstract isOwnPicture(url: string): boolean;
  /** Makes a picture usable at the channel. Answers its address there. */
  abstract exchangePicture(call: ChannelCall, picture: PictureSource): Promise<ChannelResult<string>>;
}
