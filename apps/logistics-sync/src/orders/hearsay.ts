import type { ParcelLine } from '@tongbu/contracts';
import type { DeliveryType } from '../shipments/shipment';

/** What the other services have told of an order. A hint: what is done depends on what WeChat shows. */
export interface OrderFact {
  /** Of the buyer; WeChat shows an order under this one only. Null: not heard of its creation yet. */
  readonly openId: string | null;
  readonly delivery: DeliveryType | null;
  /** ISO time; null: nobody said that it is paid. */
  readonly paidAt: string | null;
  readonly over: 'cancelled' | 'refunded' | null;
  /** In full. */
  readonly shipped: boolean;
  readonly received: boolean;
}

export const nothingHeard: OrderFact = {
  openId: null,
  delivery: null,
  paidAt: null,
  over: null,
  shipped: false,
  received: false,
};

/** What has been told of an after-sale of the order. */
export interface AftersaleFact {
  /** Null: nobody said what it is about. */
  readonly lines: readonly ParcelLine[] | null;
  /** The goods come back, so they have been sent. */
  readonly returnsGoods: boolean;
  readonly state: 'open' | 'refunded' | 'ended';
}
/** By the after-sale's id. */
export type AftersaleFacts = Readonly<Record<string, AftersaleFact>>;

/** What was known by hearsay when a shipment was last looked at. */
export interface Hearsay {
  readonly order: OrderFact | null;
  readonly aftersales: AftersaleFacts;
  /** The row's generation then. */
  readonly generation: number;
  /** ISO time. */
  readonly at: string;
  /** ISO time: since when nobody has told of the order; null when somebody has. */
  readonly missingSince: string | null;
}

/** Names of what a shipment waits for. */
export const orderSubject = (orderId: string) => `order:${orderId}`;
export const aftersalesSubject = (orderId: string) => `aftersales:${orderId}`;
