import type { FactBook } from '@tongbu/sync-engine';
import { productFact } from '../orders/order.commands';
import type { ProductStanding } from '../orders/order';
import { standingOf, type ProductFact } from './product-facts';
import { ProductStandings } from './product-standings';

/** What catalog-sync has told of products, from the book of facts. */
export class BookedProductStandings extends ProductStandings {
  constructor(private readonly facts: FactBook) {
    super();
  }

  override async of(
    appId: string,
    productIds: readonly string[],
  ): Promise<Readonly<Record<string, ProductStanding>>> {
    const known = await this.facts.read<ProductFact>(appId, productIds.map(productFact));
    return Object.fromEntries(productIds.map((id) => [id, standingOf(known.get(productFact(id)))]));
  }
}
