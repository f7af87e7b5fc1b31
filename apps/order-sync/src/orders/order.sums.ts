import type { OrderLine } from './order';

/** What the pieces of a line cost before discounts. Beyond 2^53 in an absurd order, hence a bigint. */
export function listTotal({ unitPrice, quantity }: Pick<OrderLine, 'unitPrice' | 'quantity'>): bigint {
  return BigInt(unitPrice) * BigInt(quantity);
}

export function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
