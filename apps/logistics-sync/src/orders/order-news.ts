import type { FactBook } from '@tongbu/sync-engine';
import {
  aftersalesSubject,
  orderSubject,
  type AftersaleFacts,
  type Hearsay,
  type OrderFact,
} from './hearsay';

/** What the other services have told of orders. */
export abstract class OrderNews {
  abstract of(appId: string, orderId: string): Promise<Pick<Hearsay, 'order' | 'aftersales'>>;
}

/** As it is kept in the database. */
export class BookedOrderNews extends OrderNews {
  constructor(private readonly facts: Pick<FactBook, 'read'>) {
    super();
  }

  override async of(appId: string, orderId: string): Promise<Pick<Hearsay, 'order' | 'aftersales'>> {
    const [order, aftersales] = [orderSubject(orderId), aftersalesSubject(orderId)];
    const known = await this.facts.read<OrderFact | AftersaleFacts>(appId, [order, aftersales]);
    return {
      order: (known.get(order) as OrderFact | undefined) ?? null,
      aftersales: (known.get(aftersales) as AftersaleFacts | undefined) ?? {},
    };
  }
}
