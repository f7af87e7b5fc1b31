import type { WechatOrderLine } from '@tongbu/contracts';
import { spreadByPiece, spreadDiscount } from './order.discount';
import { listTotal } from './order.sums';
import type { DesiredOrder, Generation, OrderDocument, OrderLine, Price, PriceChange } from './order';

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
    lines: order.lines.map((line) => {
      const named = lines.find((priced) => isSameLine(priced, line));
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

type LineName = Pick<OrderLine, 'productId' | 'skuId'>;

export function isSameLine(a: LineName, b: LineName): boolean {
  return a.productId === b.productId && a.skuId === b.skuId;
}

/** Lines of the order that a price change does not name, and lines it names that the order does not have. */
export function unmatchedLines(order: OrderDocument, { lines }: PriceChange) {
  return {
    missing: order.lines.filter((line) => !lines.some((named) => isSameLine(named, line))),
    unknown: lines.filter((named) => !order.lines.some((line) => isSameLine(named, line))),
  };
}

/**
 * The amounts as WeChat is told them. Where no line says what is paid for it, the discount is spread over the lines. Call
 * it for an order that breaks no limit.
 */
export function priceOf(order: OrderDocument, generation: Generation): Price {
  const { freight, discount, surcharge, surchargeNote, total } = order;
  const paid = paidPerLine(order, generation);
  const lines = order.lines.map(({ productId, skuId, quantity, unitPrice }, index): WechatOrderLine => ({
    productId,
    skuId,
    quantity,
    unitPrice,
    paid: Number(paid?.[index] ?? 0n),
  }));
  return {
    lines,
    freight,
    discount,
    surcharge,
    ...(surchargeNote === undefined ? {} : { surchargeNote }),
    total,
  };
}

/** undefined: the discount cannot be spread so that every piece of a line costs the same, as the first generation wants it. */
export function paidPerLine(
  { lines, discount }: OrderDocument,
  generation: Generation,
): bigint[] | undefined {
  if (lines.some(({ paid }) => paid !== undefined)) return lines.map(({ paid }) => BigInt(paid ?? 0));
  return generation === 'first'
    ? spreadByPiece(lines, BigInt(discount))
    : spreadDiscount(lines.map(listTotal), BigInt(discount));
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
