import type { Address, PaymentParameters, Problem } from '@tongbu/contracts';
import type { Lane } from '@tongbu/platform';
import { hash, type Command } from '@tongbu/sync-engine';
import type {
  Attribution,
  CheckedProducts,
  Collector,
  DesiredOrder,
  OrderDocument,
  Price,
  SentOrder,
} from './order';

/** An order as WeChat shows it when it is read. */
export interface ReadOrder {
  readonly wechatId: string;
  readonly openId: string;
  readonly status: number;
  /** null in the first generation, which does not tell. */
  readonly collectedBy: Collector | null;
  readonly price: Price | null;
  readonly deliveryType: OrderDocument['delivery']['type'] | null;
  readonly payment: { readonly transactionId: string; readonly paidAt: string | null } | null;
  readonly address: Address | null;
  readonly parcels: number;
  readonly allDispatched: boolean;
  readonly createdAt: string | null;
  readonly expiresAt: string | null;
  readonly receivedAt: string | null;
  readonly attribution: Attribution | null;
}

/** What an answer of WeChat's proves. */
export type OrderFact =
  /** `askedAt`: ISO time before which nothing of the answer can be. null: WeChat has no such order. */
  | { readonly kind: 'read'; readonly order: ReadOrder | null; readonly askedAt: string }
  | { readonly kind: 'products-checked'; readonly products: CheckedProducts }
  | {
      readonly kind: 'added';
      readonly sent: SentOrder;
      readonly wechatId: string;
      readonly ticket?: string;
      readonly ticketExpiresAt?: string;
    }
  | { readonly kind: 'payment-reported' }
  | { readonly kind: 'cancel-taken' }
  | { readonly kind: 'price-changed' }
  | { readonly kind: 'address-changed'; readonly address: string; readonly merchantVersion: number | null }
  | {
      readonly kind: 'parameters';
      readonly checkoutId: string;
      readonly parameters: PaymentParameters;
    }
  /** The order is not in the state that the command was made for. */
  | { readonly kind: 'contradicted'; readonly command: string }
  /** `doubtful`: the code is not documented; whether something came of it has to be read. */
  | {
      readonly kind: 'refused';
      readonly command: string;
      readonly fingerprint: string;
      readonly problems: readonly Problem[];
      readonly doubtful: boolean;
    };

/** How WeChat is told that an unpaid order is off. Orders the merchant collects end with the outcome of their payment. */
export type Cancellation = 'close' | 'cancelled-by-buyer' | 'cancelled-by-merchant' | 'timed-out' | 'failed';

export type OrderCommand = Command &
  (
    | { readonly name: 'read' }
    | { readonly name: 'check-products'; readonly productIds: readonly string[] }
    | { readonly name: 'add'; readonly order: OrderDocument; readonly sent: SentOrder }
    | {
        readonly name: 'report-paid';
        readonly payment: NonNullable<DesiredOrder['paid']>;
      }
    | { readonly name: 'cancel'; readonly how: Cancellation; readonly remark?: string }
    | { readonly name: 'change-price'; readonly price: Price }
    | {
        readonly name: 'update-address';
        readonly address: Address;
        readonly addressHash: string;
        readonly merchantVersion: number | null;
      }
    | { readonly name: 'payment-parameters'; readonly checkoutId: string }
  );

/** `checkout`: somebody waits for it; `money`: it follows a payment or its end; `backfill`: nothing says that it changed. */
export function readOrder(lane: Lane): OrderCommand {
  return { name: 'read', effect: 'read', lane, fingerprint: 'read' };
}

/** What the events of a product make true; an order waits for it by this name. */
export function productFact(productId: string): string {
  return `product:${productId}`;
}

/** What is looked at before an order is created, in the second generation. */
export function checkedFacts({ lines }: Pick<OrderDocument, 'lines'>): string[] {
  return [...new Set(lines.map(({ productId }) => productFact(productId)))];
}

export function checkProducts(productIds: readonly string[]): OrderCommand {
  return {
    name: 'check-products',
    effect: 'repeatable',
    lane: 'checkout',
    fingerprint: hash(productIds),
    looksAt: productIds.map(productFact),
    productIds,
  };
}

export function addOrder(order: OrderDocument, sent: SentOrder): OrderCommand {
  return {
    name: 'add',
    effect: 'once',
    lane: 'checkout',
    fingerprint: hash(sent),
    intent: { sent },
    order,
    sent,
  };
}

export function reportPaid(payment: NonNullable<DesiredOrder['paid']>): OrderCommand {
  return { name: 'report-paid', effect: 'once', lane: 'money', fingerprint: hash(payment), payment };
}

export function cancelOrder(how: Cancellation, remark: string | undefined): OrderCommand {
  return {
    name: 'cancel',
    effect: 'once',
    lane: 'money',
    fingerprint: how,
    how,
    ...(remark === undefined ? {} : { remark }),
  };
}

export function changePrice(price: Price): OrderCommand {
  return {
    name: 'change-price',
    effect: 'once',
    lane: 'money',
    fingerprint: hash(price),
    intent: { price },
    price,
  };
}

export function updateAddress(
  address: Address,
  addressHash: string,
  merchantVersion: number | null,
): OrderCommand {
  return {
    name: 'update-address',
    effect: 'repeatable',
    lane: 'shipping',
    fingerprint: addressHash,
    address,
    addressHash,
    merchantVersion,
  };
}

export function paymentParametersFor(checkoutId: string): OrderCommand {
  return {
    name: 'payment-parameters',
    effect: 'repeatable',
    lane: 'checkout',
    fingerprint: checkoutId,
    checkoutId,
  };
}
