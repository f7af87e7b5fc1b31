import type { Order, OrderLine, ParcelItem, Payment } from './order';

/** All orders of one account. */
export class OrderBook {
  private readonly byOutId = new Map<string, Order>();
  private readonly byOrderId = new Map<bigint, Order>();
  private readonly transactions = new Map<string, Order>();

  put(order: Order): void {
    this.byOutId.set(order.outOrderId, order);
    this.byOrderId.set(order.orderId, order);
    if (order.payment !== undefined) this.putPayment(order, order.payment);
  }

  putPayment(order: Order, payment: Payment): void {
    order.payment = payment;
    if (payment.transactionId !== undefined) this.transactions.set(payment.transactionId, order);
  }

  /** In the order they came in. */
  all(): Order[] {
    return [...this.byOutId.values()];
  }

  findByOutId(outOrderId: string): Order | undefined {
    return this.byOutId.get(outOrderId);
  }

  findByOrderId(orderId: bigint): Order | undefined {
    return this.byOrderId.get(orderId);
  }

  /** The order that a number of WeChat Pay has paid. */
  findByTransaction(transactionId: string): Order | undefined {
    return this.transactions.get(transactionId);
  }
}

/** The line of an order by the merchant's ids. */
export function lineOf(
  order: Order,
  { outProductId, outSkuId }: Pick<ParcelItem, 'outProductId' | 'outSkuId'>,
): OrderLine | undefined {
  return order.lines.find((line) => line.outProductId === outProductId && line.outSkuId === outSkuId);
}

/** Pieces of a line that an after-sale can still be opened for. */
export function piecesLeft({ ordered, refunded, inAftersale }: OrderLine): number {
  return ordered - refunded - inAftersale;
}
