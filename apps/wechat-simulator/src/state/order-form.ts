import type { Order } from '../orders/order';

/** An order as the data file has it: ids in digits, and no member for what there is not. */
export function orderForm(order: Order): object {
  return {
    ...order,
    orderId: String(order.orderId),
    lines: order.lines.map((line) => ({
      ...line,
      productId: String(line.productId),
      skuId: String(line.skuId),
    })),
    aftersales: order.aftersales.map(({ aftersaleId, outAftersaleId }) => ({
      aftersaleId: String(aftersaleId),
      outAftersaleId,
    })),
    due: [...order.due],
  };
}
