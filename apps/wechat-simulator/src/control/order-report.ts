import type { Order } from '../orders/order';
import { withoutAbsent } from '../api/result';

/** An order for people and tests: the whole truth, with what was applied to it. Ids are strings. */
export function orderReport(order: Order): object {
  const { content, payment, settlement, ticket } = order;
  return {
    outOrderId: order.outOrderId,
    orderId: String(order.orderId),
    openid: order.openid,
    generation: order.generation,
    status: order.status,
    fundType: content.fund_type ?? 0,
    createTime: order.createTime,
    updateTime: order.updateTime,
    lines: order.lines.map((line) => ({
      ...line,
      productId: String(line.productId),
      skuId: String(line.skuId),
    })),
    price: content.order_detail.price_info,
    address: content.address_info ?? null,
    payment: payment === undefined ? null : withoutAbsent({ ...payment }),
    refundedFen: order.refundedFen,
    prepayIds: order.prepayIds,
    priceChanged: order.priceChanged,
    parcels: order.parcels,
    shipDoneTime: order.shipDoneTime ?? null,
    receiveTime: order.receiveTime ?? null,
    settlement: settlement ?? null,
    traceId: content.trace_id ?? null,
    attribution: order.attribution ?? null,
    aftersales: order.aftersales.map(({ aftersaleId, outAftersaleId }) => ({
      aftersaleId: String(aftersaleId),
      outAftersaleId,
    })),
    ticket: ticket ?? null,
    due: Object.fromEntries(order.due),
    applied: order.applied,
    repeatedAdds: order.repeatedAdds,
    content,
  };
}
