import { judgeFacts } from '../shop/facts';
import { ordersOf, writeStories } from '../shop/sold';
import { catalogSync, orderSync } from '../services';
import type { Traffic } from '../traffic';
import { orderVariants } from './order-plot';

const PREFIX = 'O';

/** Orders up to their payment or cancellation. */
export const orders: Traffic = {
  name: 'orders',
  services: [catalogSync, orderSync],
  admin: { service: 'order-sync', thing: 'orders' },
  write: (count, random) => writeStories(PREFIX, orderVariants, count, random),
  async atWechat(wechat) {
    const found = await ordersOf(PREFIX, wechat);
    return new Map(
      found.map(({ outOrderId, status, price, address, applied, repeatedAdds }) => [
        outOrderId,
        {
          state: { status, total: price.order_price, address: address?.detailed_address ?? null },
          effects: { ...applied, 'add again': repeatedAdds },
        },
      ]),
    );
  },
  judgeTold: judgeFacts,
};
