/** An order of a product made by {@link merchantProduct}, as `merchant.order.placed.v1` and a checkout carry it. */
export function merchantOrder(orderId: string, productId: string, changes: object = {}) {
  return {
    placedAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 30 * 60_000).toISOString(),
    buyer: { openId: `oBuyer-${orderId}`, userId: 'm-4471' },
    path: `pages/order/detail?id=${orderId}`,
    payment: { requiredFundType: 1 },
    traceId: `3_trace-${orderId}`,
    lines: [
      {
        productId,
        skuId: `${productId}-S`,
        quantity: 2,
        unitPrice: 5_900,
        title: '青瓷茶杯',
        image: 'https://img.shop.example/cup/cover.jpg',
        path: `pages/item/index?id=${productId}`,
      },
    ],
    freight: 800,
    discount: 1_000,
    total: 11_600,
    delivery: {
      type: 'express',
      address: { receiverName: '林小满', phone: '13000004471', city: '深圳市', detail: '示例路 12 号' },
    },
    ...changes,
  };
}

/** As {@link merchantOrder}, of one that the merchant collects for. */
export function ordinaryOrder(orderId: string, productId: string, changes: object = {}) {
  const prepay = { id: `wx-${orderId}`, at: new Date().toISOString() };
  return merchantOrder(orderId, productId, { payment: { requiredFundType: 0, prepay }, ...changes });
}
