import type {
  Address,
  EventData,
  MerchantOrder,
  orderCancelled,
  orderCheckoutRequested,
  orderCompensationResolved,
  orderPaid,
  orderPriceChanged,
  WechatOrderLine,
} from '@tongbu/contracts';
import type { PlanState } from '@tongbu/sync-engine';
import type { Problem } from '@tongbu/contracts';

/** The document of an order as the merchant placed it. */
export type OrderDocument = Omit<MerchantOrder, 'version'>;
export type OrderLine = OrderDocument['lines'][number];

export type PriceChange = Omit<EventData<typeof orderPriceChanged>, 'version'>;

/** A document with the version it came in; null where there was none. */
export interface Versioned<Content> {
  readonly content: Content;
  readonly version: number | null;
}

/** What the merchant wants, and what the merchant says has happened. */
export interface DesiredOrder {
  /** null: only facts came so far; their order of arrival is not ours to trust. */
  readonly order: Versioned<OrderDocument> | null;
  /** The newest prices since {@link order} was placed. */
  readonly price: Versioned<PriceChange> | null;
  /** The newest address since {@link order} was placed. */
  readonly address: Versioned<Address> | null;
  /** The merchant collected the money. */
  readonly paid: EventData<typeof orderPaid> | null;
  readonly cancelled: EventData<typeof orderCancelled> | null;
  /** The buyer confirmed the receipt in the shop. `notedAt`: ISO time at which we heard of it. */
  readonly received: { readonly notedAt: string } | null;
  /** The newest opening of the cashier that wants parameters. */
  readonly checkout: EventData<typeof orderCheckoutRequested> | null;
  /** How the merchant settled the money of an order that was paid and cancelled. */
  readonly compensation: EventData<typeof orderCompensationResolved> | null;
}

export const nothingDesired: DesiredOrder = {
  order: null,
  price: null,
  address: null,
  paid: null,
  cancelled: null,
  received: null,
  checkout: null,
  compensation: null,
};

/** Who collects the money: the merchant's own number (fund type 0), or the component's secondary number (1). */
export type Collector = 'merchant' | 'component';

/** Whether an account's component was upgraded. Orders differ: in prices, payment, expiry and what products they take. */
export type Generation = 'first' | 'second';

/** Amounts that are compared and changed together. Integer fen. */
export interface Price {
  readonly lines: readonly WechatOrderLine[];
  readonly freight: number;
  readonly discount: number;
  readonly surcharge: number;
  readonly surchargeNote?: string;
  readonly total: number;
}

/** What an order was created with; WeChat takes no other contents under its id later. */
export interface SentOrder {
  /** A hash of each part of the document, to tell later what was changed. */
  readonly parts: Readonly<Record<string, string>>;
  readonly merchantVersion: number | null;
  /** WeChat finds an order only with its buyer. */
  readonly openId: string;
  readonly generation: Generation;
  readonly collectedBy: Collector;
  readonly price: Price;
  /** A hash, to tell whether another address is wanted. */
  readonly address: string;
  readonly deliveryType: OrderDocument['delivery']['type'];
  /** ISO time; null in the first generation, where an order lives until it is cancelled. */
  readonly expiresAt: string | null;
}

export interface Attribution {
  readonly promoterId: string | null;
  readonly promoterName: string | null;
  readonly sharerOpenId: string | null;
  readonly liveStartedAt: string | null;
}

/** Each is told to the merchant once. */
export type OrderNews =
  | 'created'
  | 'paid'
  | 'cancelled'
  | 'price-changed'
  | 'partly-shipped'
  | 'shipped'
  | 'received'
  | 'refunded'
  | 'settled';

/** Whether a product may stand in an order, as its own events or WeChat's refusal told. `unknown`: nobody said; it is tried. */
export type ProductStanding =
  'orderable' | 'unknown' | 'not-approved' | 'not-listed' | 'taken-down' | 'deleted' | 'refused';

export interface CheckedProducts {
  readonly standings: Readonly<Record<string, ProductStanding>>;
  /** ISO time. */
  readonly checkedAt: string;
  /** The row's generation then. What stood in the way is checked again when anything has changed since. */
  readonly generation: number;
}

/** A command WeChat said no to for good, until the merchant publishes again. */
export interface RefusedCommand {
  readonly fingerprint: string;
  readonly desiredGeneration: number;
  readonly problems: readonly Problem[];
}

/** A command whose effect no look-up shows yet, and which may still arrive at WeChat. */
export interface Unsettled {
  readonly command: 'add' | 'change-price';
  /** ISO time of its intent. */
  readonly at: string;
}

/** What WeChat last told us. */
export interface ObservedOrder {
  /**
   * - `absent`: not there, as far as we know: nothing was sent, or a look-up proved that it did not arrive
   * - `unclear`: an add was sent; it is not there yet and may still arrive
   * - `present`
   * - `missing`: it was there, and WeChat says that it is not
   */
  readonly existence: 'absent' | 'unclear' | 'present' | 'missing';
  /** WeChat's order id, 64 bits, as a text. */
  readonly wechatId: string | null;
  /** null: not created by us. */
  readonly sent: SentOrder | null;
  readonly unsettled: Unsettled | null;
  /** WeChat's number, unknown ones included; see `order.status.ts`. */
  readonly status: number | null;
  readonly collectedBy: Collector | null;
  /** In force at WeChat. */
  readonly price: Price | null;
  /** The one price change that WeChat takes of an order was used. */
  readonly priceChangeUsed: boolean;
  readonly payment: { readonly transactionId: string; readonly paidAt: string | null } | null;
  /** A hash of the address we last gave WeChat; null when the order was not created by us. */
  readonly addressSent: string | null;
  /** As WeChat shows it, possibly with parts hidden. */
  readonly address: Address | null;
  readonly addressChanges: number;
  readonly parcels: number;
  /** WeChat has been told of its last parcel; it says so also of an order that is over. */
  readonly allDispatched: boolean;
  readonly expiresAt: string | null;
  readonly receivedAt: string | null;
  readonly attribution: Attribution | null;
  /** A call has changed the order since: read it before anything else. */
  readonly outdated: boolean;
  /** A cancellation of ours was taken, or may have been. */
  readonly cancelSent: boolean;
  /** The newest opening of the cashier that got an answer. */
  readonly checkoutAnswered: string | null;
  readonly products: CheckedProducts | null;
  readonly refused: Readonly<Record<string, RefusedCommand>>;
  /** A command that met another state than the one we had read just before. It waits a little longer each time. */
  readonly setback: { readonly command: string; readonly count: number; readonly at: string } | null;
  /** Since when the merchant owes the buyer an answer; null when there never was such a conflict. ISO time. */
  readonly compensationSince: string | null;
  readonly told: readonly OrderNews[];
  readonly createdAt: string | null;
  readonly readAt: string | null;
}

export type OrderState = PlanState<DesiredOrder, ObservedOrder>;

export const nothingObserved: ObservedOrder = {
  existence: 'absent',
  wechatId: null,
  sent: null,
  unsettled: null,
  status: null,
  collectedBy: null,
  price: null,
  priceChangeUsed: false,
  payment: null,
  addressSent: null,
  address: null,
  addressChanges: 0,
  parcels: 0,
  allDispatched: false,
  expiresAt: null,
  receivedAt: null,
  attribution: null,
  outdated: false,
  cancelSent: false,
  checkoutAnswered: null,
  products: null,
  refused: {},
  setback: null,
  compensationSince: null,
  told: [],
  createdAt: null,
  readAt: null,
};

/**
 * How long after its intent a call may still arrive at WeChat. A call starts within the lease of 12 s and ends after 10 s,
 * the rest is for packets on their way. A look-up asked earlier that does not find an order does not prove its absence.
 */
export const MAY_ARRIVE_MS = 30_000;

export function mayStillArrive(intendedAt: string, asked: Date): boolean {
  return asked.getTime() - Date.parse(intendedAt) < MAY_ARRIVE_MS;
}
