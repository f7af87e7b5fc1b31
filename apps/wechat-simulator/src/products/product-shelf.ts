import { SlidingLog } from '../quota/sliding-log';
import type { IssuedIds } from '../state/issued-ids';
import type { Random } from '../time/random';
import type { Product } from './product';

/** Issues ids above 2^53, close together: rounded to a double, neighbours become equal. */
export class IdSequence {
  constructor(
    private readonly random: Random,
    private readonly issued: IssuedIds,
  ) {}

  next(): bigint {
    this.issued.lastId += BigInt(this.random.between(1, 300));
    return this.issued.lastId;
  }
}

/** All products of one account, deleted ones included: their ids are used up for ever. */
export class ProductShelf {
  private readonly byOutId = new Map<string, Product>();
  private readonly byProductId = new Map<bigint, Product>();
  private readonly submissions = new Map<string, SlidingLog>();

  put(product: Product): void {
    this.byOutId.set(product.outProductId, product);
    this.byProductId.set(product.productId, product);
  }

  /** In order of creation. */
  all(): Product[] {
    return [...this.byOutId.values()];
  }

  findByOutId(outProductId: string): Product | undefined {
    return this.byOutId.get(outProductId);
  }

  findByProductId(productId: bigint): Product | undefined {
    return this.byProductId.get(productId);
  }

  /** When the product was submitted to review; asked for with one window only. */
  submissionsOf(outProductId: string): SlidingLog {
    const known = this.submissions.get(outProductId);
    if (known !== undefined) return known;
    const log = new SlidingLog();
    this.submissions.set(outProductId, log);
    return log;
  }
}
