import type { merchantOrder, MerchantOrder } from '@tongbu/contracts';
import type { z } from 'zod';
import type { Stage, Ware } from './stage';

/** One buyer's way through the shop, from the order to its end. */
export interface Story {
  /** Names the story in the summary, such as `pays in the cashier`. */
  readonly title: string;
  /** How many wares the buyer takes. */
  readonly wares: number;
  /** Plays it with an order id nobody has used. Answers in words how it ended. */
  play(stage: Stage, orderId: string, wares: readonly Ware[]): Promise<string>;
}

type OrderInput = z.input<typeof merchantOrder>;

/** An order of one piece each, to be paid within half an hour. */
export function orderOf(
  orderId: string,
  wares: readonly Ware[],
  more: Partial<OrderInput> & Pick<MerchantOrder, 'payment'>,
): OrderInput {
  const now = Date.now();
  const freight = 800;
  return {
    placedAt: new Date(now).toISOString(),
    expiresAt: new Date(now + 30 * 60_000).toISOString(),
    buyer: { openId: `oQhBuyer${orderId}` },
    path: `pages/order/detail?id=${orderId}`,
    traceId: `trace-${orderId}`,
    lines: wares.map(({ productId, skuId, title, image, path, price }) => ({
      productId,
      skuId,
      quantity: 1,
      unitPrice: price,
      title,
      image,
      path,
    })),
    freight,
    total: wares.reduce((sum, { price }) => sum + price, freight),
    delivery: {
      type: 'express',
      address: {
        receiverName: '林小禾',
        phone: '13000000000',
        province: '浙江省',
        city: '杭州市',
        town: '西湖区',
        detail: '示例路 12 号',
      },
    },
    ...more,
  };
}
