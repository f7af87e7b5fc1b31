import type { Aftersale } from './aftersale';

/** All after-sales of one account. */
export class AftersaleBook {
  private readonly byId = new Map<bigint, Aftersale>();
  private readonly byOutId = new Map<string, Aftersale>();
  /** Orders whose after-sale window the merchant has made longer. */
  readonly extendedOrders = new Set<bigint>();

  put(aftersale: Aftersale): void {
    this.byId.set(aftersale.aftersaleId, aftersale);
    if (aftersale.outAftersaleId !== '') this.byOutId.set(aftersale.outAftersaleId, aftersale);
  }

  /** In the order they were opened. */
  all(): Aftersale[] {
    return [...this.byId.values()];
  }

  find(aftersaleId: bigint): Aftersale | undefined {
    return this.byId.get(aftersaleId);
  }

  findByOutId(outAftersaleId: string): Aftersale | undefined {
    return this.byOutId.get(outAftersaleId);
  }
}
