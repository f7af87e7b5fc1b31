import type { ChannelCall, ChannelResult, ComponentCalls, ListPage, ListWindow } from '@tongbu/sync-engine';
import { listOrders } from '@tongbu/wechat';
import { readOrder } from './component-order';
import { OrderListing, type ListedOrder } from './order-listing';

/** WeChat documentation: at most 100 orders on a page. */
const PAGE_SIZE = 100;

/** The orders at the custom transaction component. */
export class ComponentOrderListing extends OrderListing {
  constructor(private readonly calls: ComponentCalls) {
    super();
  }

  override page(
    call: ChannelCall,
    created: ListWindow,
    offset: number,
  ): Promise<ChannelResult<ListPage<ListedOrder>>> {
    const page = Math.floor(offset / PAGE_SIZE) + 1;
    return this.calls.call(
      listOrders,
      { page, pageSize: PAGE_SIZE, sort: 'oldest-first', created },
      call,
      ({ total, orders }) => ({
        items: orders.map((order) => ({ orderId: order.outOrderId, order: readOrder(order) })),
        next: orders.length > 0 && page * PAGE_SIZE < total ? page * PAGE_SIZE : null,
      }),
    );
  }
}
