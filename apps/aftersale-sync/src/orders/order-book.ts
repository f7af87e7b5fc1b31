import type { FactBook } from '@tongbu/sync-engine';
import { orderFact, type OrderFacts } from './order-facts';

/** What is known of orders. */
export interface OrderBook {
  /** `null`: nobody has spoken of it. */
  find(appId: string, orderId: string): Promise<OrderFacts | null>;
}

/** Orders as the events of the shop and of order-sync told of them. */
export class HeardOrders implements OrderBook {
  constructor(private readonly facts: Pick<FactBook, 'read'>) {}

  async find(appId: string, orderId: string): Promise<OrderFacts | null> {
    const subject = orderFact(orderId);
    return (await this.facts.read<OrderFacts>(appId, [subject])).get(subject) ?? null;
  }
}
