import type { ParcelLine } from '@tongbu/contracts';

/** Pieces by line. A line is a SKU of a product; what is named twice is added up. */
export class Pieces {
  private readonly byLine = new Map<string, ParcelLine>();

  constructor(...lists: readonly (readonly ParcelLine[])[]) {
    for (const line of lists.flat()) {
      const { productId, skuId } = line;
      this.byLine.set(keyOf(line), { productId, skuId, quantity: this.of(line) + line.quantity });
    }
  }

  of(line: LineName): number {
    return this.byLine.get(keyOf(line))?.quantity ?? 0;
  }

  has(line: LineName): boolean {
    return this.byLine.has(keyOf(line));
  }

  lines(): ParcelLine[] {
    return [...this.byLine.values()];
  }
}

type LineName = Pick<ParcelLine, 'productId' | 'skuId'>;

function keyOf({ productId, skuId }: LineName): string {
  return JSON.stringify([productId, skuId]);
}

/** As a merchant reads it. */
export function nameOf({ productId, skuId }: LineName): string {
  return skuId === '' ? productId : `${productId}/${skuId}`;
}
