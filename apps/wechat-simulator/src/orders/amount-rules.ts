import { ERR } from '../api/errcodes';
import { refuse, type Refusal } from '../api/result';
import type { OrderContent } from './order-fields';

type Price = OrderContent['order_detail']['price_info'];

export interface PricedLine {
  readonly count: number;
  /** Of one piece, before discounts. */
  readonly salePriceFen: number;
  /** Of all pieces, after them. */
  readonly paidFen: number;
}

/** Both formulas of the documentation: list prices less the discount, and what is paid line by line. Exact to the fen. */
export function faultOfAmounts(lines: readonly PricedLine[], price: Price): Refusal | undefined {
  const { order_price, freight, additional_price = 0 } = price;
  return (
    faultOfListPrices(lines, price) ??
    differs(
      'sku_real_price',
      sum(lines.map(({ paidFen }) => paidFen)) + freight + additional_price,
      order_price,
    )
  );
}

/** The only formula of the first generation, whose paid price of one piece need not add up. */
export function faultOfListPrices(lines: readonly PricedLine[], price: Price): Refusal | undefined {
  return differs('sale_price * product_cnt', finalPriceOf(lines, price), price.order_price);
}

/** Goods, freight and extra charge less the discount. */
export function finalPriceOf(lines: readonly PricedLine[], price: Price): number {
  const { freight, discounted_price = 0, additional_price = 0 } = price;
  const goods = sum(lines.map(({ salePriceFen, count }) => salePriceFen * count));
  return goods + freight - discounted_price + additional_price;
}

function differs(of: string, computed: number, given: number): Refusal | undefined {
  return computed === given
    ? undefined
    : refuse(ERR.PRICE_INFO, `order_price is ${given}, the sum by ${of} is ${computed}`);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
