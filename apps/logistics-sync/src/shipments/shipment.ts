import type { ParcelCarrier, ParcelLine, Problem } from '@tongbu/contracts';
import type { PlanState } from '@tongbu/sync-engine';
import type { Hearsay } from '../orders/hearsay';

/** A parcel as the merchant's warehouse knows it. */
export interface DesiredParcel {
  readonly parcelId: string;
  /** The merchant's version of this parcel. */
  readonly version: number | null;
  readonly carrier: ParcelCarrier;
  /** Empty: not known yet. */
  readonly waybill: string;
  /** Empty: there is no such parcel, the merchant took it back. */
  readonly lines: readonly ParcelLine[];
  /** ISO time. */
  readonly dispatchedAt: string;
}

/** What the merchant has told of the shipment of one order. */
export interface DesiredShipment {
  /** In the order in which they were first heard of. */
  readonly parcels: readonly DesiredParcel[];
  /** Nothing is left to dispatch. `at`: ISO time, when the last of it left, where that was told. */
  readonly allDispatched: { readonly at: string | null } | null;
  /** The buyer has everything. `at`: ISO time. */
  readonly received: { readonly at: string } | null;
}

/** The parcels there are. */
export function parcelsOf({ parcels }: DesiredShipment): DesiredParcel[] {
  return parcels.filter(({ lines }) => lines.length > 0);
}

export const nothingDesired: DesiredShipment = { parcels: [], allDispatched: null, received: null };

/**
 * - `absent`: WeChat does not know the order under the buyer we know
 * - `other`: a number that is not documented
 */
export type OrderStatus =
  | 'absent'
  | 'unpaid'
  | 'paid'
  | 'partly-shipped'
  | 'shipped'
  | 'completed'
  | 'timed-out'
  | 'refunded'
  | 'cancelled'
  | 'other';

export type DeliveryType = 'express' | 'none' | 'merchant' | 'pick-up';

/** A parcel as WeChat has it. */
export interface RecordedParcel {
  readonly carrierId: string;
  readonly waybill: string;
  /** Empty when WeChat does not tell, as in orders of the first generation: then it may be all of the order. */
  readonly lines: readonly ParcelLine[];
}

/** What WeChat last told us of the order. */
export interface ShownOrder {
  readonly status: OrderStatus;
  /** ISO time: since when we have seen this status. */
  readonly since: string;
  /** WeChat's order id, 64 bits, as a text. */
  readonly wechatId: string | null;
  /** Null where WeChat does not tell. */
  readonly delivery: DeliveryType | null;
  readonly lines: readonly ParcelLine[];
  readonly parcels: readonly RecordedParcel[];
  /** ISO time. */
  readonly readAt: string;
  /** The row's generation then. What WeChat is told is decided on an order that was read since the last change. */
  readonly generation: number;
  /** False after a call that may have changed more than its answer tells: it is read before anything else. */
  readonly certain: boolean;
}

/** A parcel of ours as it was sent, or found, at WeChat. */
export interface SentParcel extends RecordedParcel {
  readonly carrier: ParcelCarrier;
}

/** WeChat's carrier for a parcel that is to be sent. */
export interface CarrierAnswer {
  readonly carrier: ParcelCarrier;
  /** Null: nobody knows it. */
  readonly carrierId: string | null;
  /** The row's generation then; a mapping may have changed since. */
  readonly generation: number;
  /** ISO time. */
  readonly at: string;
}

/** A parcel that WeChat refused for good. It is sent again when anything of it, or what the merchant told, changes. */
export interface RefusedParcel {
  /** Names what was sent. */
  readonly fingerprint: string;
  readonly desiredGeneration: number;
  readonly problems: readonly Problem[];
}

/** The last call that would have completed the order and did not. */
export interface FinishAttempt {
  /** Names what it was decided on: tried again at once when any of it changes. */
  readonly basis: string;
  /** ISO time of the first one on this basis. */
  readonly since: string;
  /** ISO time. */
  readonly at: string;
}

export interface ObservedShipment {
  readonly heard: Hearsay | null;
  readonly order: ShownOrder | null;
  /** By parcel id. */
  readonly carriers: Readonly<Record<string, CarrierAnswer>>;
  /** By parcel id: what of ours WeChat has. */
  readonly sent: Readonly<Record<string, SentParcel>>;
  /** By parcel id: what WeChat refused for good. */
  readonly refused: Readonly<Record<string, RefusedParcel>>;
  readonly finish: FinishAttempt | null;
}

export type ShipmentState = PlanState<DesiredShipment, ObservedShipment>;

export const nothingObserved: ObservedShipment = {
  heard: null,
  order: null,
  carriers: {},
  sent: {},
  refused: {},
  finish: null,
};
