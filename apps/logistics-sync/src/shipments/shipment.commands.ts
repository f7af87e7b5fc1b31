import type { ParcelLine, Problem } from '@tongbu/contracts';
import { hash, type Command } from '@tongbu/sync-engine';
import { carrierFacts } from '../carriers/carrier-names';
import { aftersalesSubject, orderSubject, type Hearsay } from '../orders/hearsay';
import type { CarrierAnswer, DesiredParcel, RecordedParcel, ShownOrder } from './shipment';

/** An order as WeChat shows it when it is read. */
export type ReadOrder = Pick<ShownOrder, 'status' | 'wechatId' | 'delivery' | 'lines' | 'parcels'> & {
  /** ISO time. */
  readonly receivedAt: string | null;
};

interface Named<Name extends string, Effect extends Command['effect']> extends Command {
  readonly name: Name;
  readonly effect: Effect;
}

export type ShipmentCommand =
  /** Asks what the other services have told. */
  | Named<'consult', 'repeatable'>
  | Named<'read', 'read'>
  | (Named<'map-carrier', 'repeatable'> & { readonly parcel: DesiredParcel })
  | (Named<'send', 'once'> & {
      readonly parcel: DesiredParcel;
      /** What is sent under the parcel's waybill. */
      readonly recorded: RecordedParcel;
      /** Names the last call of an order; null while more is to come. */
      readonly finish: Finish | null;
    })
  | (Named<'finish', 'once'> & { readonly finish: Finish })
  | Named<'receive', 'once'>;

/** Tells WeChat that everything is on its way. */
export interface Finish {
  /** Names what it was decided on. */
  readonly basis: string;
  /** ISO time: when the last parcel left. */
  readonly doneAt: string;
}

/** What WeChat, and others, told us. */
export type ShipmentFact =
  | { readonly kind: 'consulted'; readonly heard: Omit<Hearsay, 'missingSince'> }
  | {
      readonly kind: 'read';
      /** Null: WeChat shows no such order to this buyer. */
      readonly order: ReadOrder | null;
      /** The row's generation when it was asked for. */
      readonly generation: number;
    }
  | { readonly kind: 'carrier-answered'; readonly parcel: DesiredParcel; readonly answer: CarrierAnswer }
  | {
      readonly kind: 'sent';
      readonly parcel: DesiredParcel;
      readonly recorded: RecordedParcel;
      readonly finish: Finish | null;
    }
  | { readonly kind: 'finished'; readonly finish: Finish }
  | { readonly kind: 'received' }
  /** WeChat will not take this parcel as it is. */
  | {
      readonly kind: 'parcel-refused';
      readonly parcelId: string;
      readonly fingerprint: string;
      readonly desiredGeneration: number;
      readonly problems: readonly Problem[];
    }
  /** WeChat does not take the order as shipped. */
  | { readonly kind: 'finish-refused'; readonly finish: Finish }
  /** The order is another than we thought. */
  | { readonly kind: 'out-of-date' };

export const consult = (orderId: string): ShipmentCommand => ({
  name: 'consult',
  effect: 'repeatable',
  lane: 'shipping',
  fingerprint: 'consult',
  looksAt: [orderSubject(orderId), aftersalesSubject(orderId)],
});
export const readOrder: ShipmentCommand = {
  name: 'read',
  effect: 'read',
  lane: 'shipping',
  fingerprint: 'read',
};
/** The read that finds what nobody told. */
export const watchOrder: ShipmentCommand = { ...readOrder, lane: 'backfill' };
export const receive: ShipmentCommand = {
  name: 'receive',
  effect: 'once',
  lane: 'shipping',
  fingerprint: 'receive',
};

export function mapCarrier(parcel: DesiredParcel): ShipmentCommand {
  return {
    name: 'map-carrier',
    effect: 'repeatable',
    lane: 'shipping',
    fingerprint: hash({ id: parcel.parcelId, carrier: parcel.carrier }),
    looksAt: carrierFacts(parcel.carrier),
    parcel,
  };
}

export function sendParcel(
  parcel: DesiredParcel,
  carrierId: string,
  lines: readonly ParcelLine[],
  finish: Finish | null,
): Extract<ShipmentCommand, { name: 'send' }> {
  const recorded = { carrierId, waybill: parcel.waybill.trim(), lines };
  return {
    name: 'send',
    effect: 'once',
    lane: 'shipping',
    fingerprint: hash(recorded),
    intent: { parcel },
    parcel,
    recorded,
    finish,
  };
}

export function finishOrder(finish: Finish): ShipmentCommand {
  return { name: 'finish', effect: 'once', lane: 'shipping', fingerprint: finish.basis, finish };
}
