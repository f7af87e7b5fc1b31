import type { ProductStanding } from '../orders/order';

/** Whether products may stand in an order, as far as anybody has said. */
export abstract class ProductStandings {
  abstract of(
    appId: string,
    productIds: readonly string[],
  ): Promise<Readonly<Record<string, ProductStanding>>>;
}
