import type { WechatOrderLine } from '@tongbu/contracts';
import type { DesiredOrder, OrderDocument, OrderLine, Price, PriceChange } from './order';

/** The document with the newest prices and address, as it would be created now. null: not placed yet. */
export function wantedOrder({ order, price, address }: DesiredOrder): OrderDocument | null {
  if (order === null) return null;
  const priced = price === null ? order.content : withPrices(order.content, price.content);
  if (address === null) return priced;
  return { ...priced, delivery: { ...priced.delivery, address: address.content } };
}

function withPrices(order: OrderDocument, change: PriceChange): OrderDocument {
  const { surchargeNote: _, ...content } = order;
  const { lines, ...amounts } = change;
  return {
    ...content,
    ...amounts,
    lines: order.lines.map((line, index) => {
      const named = lines[positionIn(lines, order.lines, index)];
      if (named === undefined) return line;
      const { paid: __, ...rest } = line;
      return {
        ...rest,
        unitPrice: named.unitPrice,
        ...(named.paid === undefined ? {} : { paid: named.paid }),
      };
    }),
  };
}

/** Where the same line stands in `lines`; a SKU that stands in an order twice is told apart by its turn. */
function positionIn(
  lines: PriceChange['lines'],
  all: readonly Pick<OrderLine, 'productId' | 'skuId'>[],
  index: number,
): number {
  const is = (a: Pick<OrderLine, 'productId' | 'skuId'> | undefined) =>
    a?.productId === all[index]?.productId && a?.skuId === all[index]?.skuId;
  const turn = all.slice(0, index).filter(is).length;
  return lines.flatMap((line, position) => (is(line) ? [position] : []))[turn] ?? -1;
}

/** Lines of the order that a price change does not name, and lines it names that the order does not have. */
export function unmatchedLines(order: OrderDocument, { lines }: PriceChange) {
  const used = new Set(order.lines.map((_, index) => positionIn(lines, order.lines, index)));
  return {
    missing: order.lines.filter((_, index) => positionIn(lines, order.lines, index) === -1),
    unknown: lines.filter((_, position) => !used.has(position)),
  };
}

/**
 * The amounts as WeChat is told them. Where no line says what is paid for it, the discount is spread over the lines.
 * Call it for an order whose amounts balance.
 */
export function priceOf(order: OrderDocument): Price {
  const { freight, discount, surcharge, surchargeNote, total } = order;
  const spread = spreadDiscount(order.lines.map(listTotal), BigInt(discount));
  const lines = order.lines.map(
    ({ productId, skuId, quantity, unitPrice, paid }, index): WechatOrderLine => ({
      productId,
      skuId,
      quantity,
      unitPrice,
      paid: paid ?? Number(spread[index] ?? 0n),
    }),
  );
  return {
    lines,
    freight,
    discount,
    surcharge,
    ...(surchargeNote === undefined ? {} : { surchargeNote }),
    total,
  };
}

/** What the pieces of a line cost before discounts. Beyond 2^53 in an absurd order, hence a bigint. */
export function listTotal({ unitPrice, quantity }: Pick<OrderLine, 'unitPrice' | 'quantity'>): bigint {
  return BigInt(unitPrice) * BigInt(quantity);
}

export function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

/**
 * What is paid for each line when `discount` is taken off in proportion to the lines' list totals. By the
 * largest-remainder method, so that the sum is exact, and no line is paid less than nothing or more than its list total.
 * `discount` must be at most the sum.
 */
export function spreadDiscount(totals: readonly bigint[], discount: bigint): bigint[] {
  const goods = sum(totals);
  if (goods === 0n) return totals.map(() => 0n);
  const shares = totals.map((total, index) => ({
    index,
    off: (discount * total) / goods,
    remainder: (discount * total) % goods,
  }));
  const left = discount - sum(shares.map(({ off }) => off));
  const first = new Set(
    shares
      .toSorted((a, b) =>
        a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
      )
      .slice(0, Number(left))
      .map(({ index }) => index),
  );
  return shares.map(({ index, off }) => (totals[index] ?? 0n) - off - (first.has(index) ? 1n : 0n));
}

/** Whether a buyer would pay the same, line by line. How WeChat writes discount and surcharge down does not matter. */
export function samePrice(a: Price, b: Price): boolean {
  return a.total === b.total && a.freight === b.freight && linesKey(a) === linesKey(b);
}

function linesKey({ lines }: Price): string {
  return JSON.stringify(
    lines
      .map(({ productId, skuId, quantity, unitPrice, paid }) => [productId, skuId, quantity, unitPrice, paid])
      .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  );
}

/** Pieces of a line that cost the same. */
export interface UnitPricedLine extends Omit<WechatOrderLine, 'paid'> {
  readonly unitPaid: number;
}

/**
 * A line as the first generation takes it, which wants the price paid for one piece. What is paid for the line need not
 * be divisible by the pieces: then some of them cost one fen more, in a line of their own, and no fen is lost.
 */
export function unitPricedLines({ paid, quantity, ...line }: WechatOrderLine): UnitPricedLine[] {
  const unitPaid = Math.floor(paid / quantity);
  const dearer = paid - unitPaid * quantity;
  return [
    { ...line, quantity: quantity - dearer, unitPaid },
    { ...line, quantity: dearer, unitPaid: unitPaid + 1 },
  ].filter((part) => part.quantity > 0);
}

/** What {@link unitPricedLines} has parted, as one line again. */
export function joinLines(lines: readonly WechatOrderLine[]): WechatOrderLine[] {
  const joined: WechatOrderLine[] = [];
  for (const line of lines) {
    const before = joined.at(-1);
    const same =
      before?.productId === line.productId &&
      before.skuId === line.skuId &&
      before.unitPrice === line.unitPrice;
    if (before === undefined || !same) joined.push(line);
    else {
      const { quantity, paid } = before;
      joined[joined.length - 1] = { ...before, quantity: quantity + line.quantity, paid: paid + line.paid };
    }
  }
  return joined;
}
