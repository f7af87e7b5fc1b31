import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';
import type { ReadProduct } from '../products/product.commands';
import type { DesiredProduct, Offers } from '../products/product';

/** A product as it is put up for review: the merchant's content with pictures WeChat takes. */
export interface ProductListing {
  readonly productId: string;
  readonly content: DesiredProduct['content'];
  /** The number by which the verdict names this submission. */
  readonly submission: number;
}

export interface SubmittedProduct {
  readonly wechatId: string;
  readonly wechatSkuIds: Readonly<Record<string, string>>;
}

export interface Category {
  readonly id: number;
  readonly name: string;
  /** Of level 1 and 2. */
  readonly parentIds: readonly [number, number];
  readonly qualification: 'none' | 'required' | 'optional';
  readonly productQualification: 'none' | 'required' | 'optional';
}

export interface Brand {
  readonly id: number;
  readonly name: string;
}

/** A picture as we have it: where it lies, or what it is. */
export type PictureSource =
  | { readonly kind: 'address'; readonly url: string }
  | {
      readonly kind: 'file';
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly type: 'jpeg' | 'png';
      readonly name: string;
    };

/** Where products are sold. The custom transaction component is the first implementation. */
export abstract class CatalogChannel {
  abstract add(call: ChannelCall, listing: ProductListing): Promise<ChannelResult<SubmittedProduct>>;
  abstract update(call: ChannelCall, listing: ProductListing): Promise<ChannelResult<SubmittedProduct>>;
  abstract updateOffers(call: ChannelCall, productId: string, offers: Offers): Promise<ChannelResult<void>>;
  /** The draft with its verdict, and the shelf. `null`: there is no such product. */
  abstract read(call: ChannelCall, productId: string): Promise<ChannelResult<ReadProduct | null>>;
  abstract list(call: ChannelCall, productId: string): Promise<ChannelResult<void>>;
  abstract delist(call: ChannelCall, productId: string): Promise<ChannelResult<void>>;
  abstract delete(call: ChannelCall, productId: string): Promise<ChannelResult<void>>;
  abstract withdrawReview(call: ChannelCall, productId: string): Promise<ChannelResult<void>>;
  /** Whether an address is one of the channel's own, which needs no exchange. */
  abstract isOwnPicture(url: string): boolean;
  /** Makes a picture usable in products. Answers its address at the channel. */
  abstract exchangePicture(call: ChannelCall, picture: PictureSource): Promise<ChannelResult<string>>;
  abstract categories(call: ChannelCall): Promise<ChannelResult<Category[]>>;
  abstract approvedCategories(call: ChannelCall): Promise<ChannelResult<number[]>>;
  abstract approvedBrands(call: ChannelCall): Promise<ChannelResult<Brand[]>>;
}
