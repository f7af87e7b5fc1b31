import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';
import type { DesiredProduct } from '../products/product';
import type { ReadProduct } from '../products/product.commands';

/** A product as the channel lists it, in the merchant's words; pictures have the channel's addresses. */
export interface ListedProduct {
  readonly productId: string;
  readonly content: DesiredProduct['content'];
  readonly state: ReadProduct;
}

export interface ListingPage {
  readonly products: readonly ListedProduct[];
  readonly isLast: boolean;
}

/** What was submitted last, or what buyers see. A version that does not exist has no content. */
export type ListedVersion = 'draft' | 'online';

/** Everything there is at the channel, whoever put it there. */
export abstract class CatalogListing {
  /** Page 1 is the first. What changes meanwhile may move between pages. */
  abstract page(
    call: ChannelCall,
    number: number,
    version: ListedVersion,
  ): Promise<ChannelResult<ListingPage>>;
}
