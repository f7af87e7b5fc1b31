import { choose, deliver, dispatch, parcel, pay, place, TWO_LINES, waybillOf } from '../shop/buying';
import type { Script } from '../shop/script';
import { exactly, type Ending, type Variant } from '../shop/sold';

const RECEIVED = 100;

const receivedInTheShop = (script: Script): Ending => {
  deliver(pay(place(script))).publish('shipment.received');
  return arrives(script, ['PK-1']);
};

const receivedInWechat = (script: Script): Ending => {
  deliver(pay(place(script))).act(`orders/${script.id}/confirm`);
  return arrives(script, ['PK-1'], 0);
};

const inTwoParcels = (script: Script): Ending => {
  choose(script, 'W-1', 'W-2');
  pay(place(script, TWO_LINES));
  dispatch(script, 'PK-1', 'W-1').hear('shipment.synchronised PK-1').mayTell('order.shipped in part');
  dispatch(script, 'PK-2', 'W-2')
    .hear('shipment.synchronised PK-2', 'shipment.completed')
    .tell('order.shipped wholly')
    .publish('order.received');
  return arrives(script, ['PK-1', 'PK-2']);
};

/** The warehouse tells the number of the waybill later. */
const corrected = (script: Script): Ending => {
  pay(place(script));
  const right = parcel(script, 'PK-1', 2, ['W-1']);
  script
    .publish('shipment.parcel-dispatched', () => ({ ...right(), version: 1, waybill: '' }))
    .mayTell('shipment.parked')
    .publish('shipment.parcel-corrected', right)
    .hear('shipment.synchronised PK-1', 'shipment.completed')
    .tell('order.shipped wholly')
    .publish('shipment.received');
  return arrives(script, ['PK-1']);
};

/** `receives`: how often the receipt is confirmed by us. */
function arrives(script: Script, parcels: readonly string[], receives = 1): Ending {
  script.hear('shipment.received', 'order.received');
  return {
    state: { status: RECEIVED, waybills: parcels.map((id) => waybillOf(script.id, id)).join(' ') },
    effects: { send: exactly(parcels.length), receive: exactly(receives) },
  };
}

export const parcelVariants: readonly Variant[] = [
  receivedInTheShop,
  inTwoParcels,
  receivedInWechat,
  corrected,
];
