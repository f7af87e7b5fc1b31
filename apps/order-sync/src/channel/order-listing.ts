import type { ChannelCall, ChannelResult, ListPage, ListWindow } from '@tongbu/sync-engine';
import type { ReadOrder } from '../orders/order.commands';

/** An order as the channel lists it. */
export interface ListedOrder {
  /** The merchant's id. */
  readonly orderId: string;
  readonly order: ReadOrder;
}

/** Every order there is at the channel, whoever created it. */
export abstract class OrderListing {
  /** Those created within a time, oldest first, from `offset` on: 0, or `next` of the page before. */
  abstract page(
    call: ChannelCall,
    created: ListWindow,
    offset: number,
  ): Promise<ChannelResult<ListPage<ListedOrder>>>;
}
