import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';
import type { ReadProduct } from '../products/product.commands';
import type { DesiredProduct, Offers } from '../products/product';

/** A product as it is put up for review: the merchant's content with pictures WeChat takes. */
export interface ProductListing {
  readonly productId: string;
  readonly content: DesiredProduct['content'];
  /** The number by which the verdict names this submission. */
  readonly submission: number;
  /** Sales scenes, by WeChat's ids; those of the account when left out. */
  readonly scenes?: readonly number[] | undefined;
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
  abstract categories(call: ChannelCall): Promise<ChannelResult<Category[]>>;
  abstract approvedCategories(call: ChannelCall): Promise<ChannelResult<number[]>>;
  abstract approvedBrands(call: ChannelCall): Promise<ChannelResult<Brand[]>>;
}
