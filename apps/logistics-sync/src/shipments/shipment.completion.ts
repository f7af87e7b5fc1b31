import type { ParcelLine } from '@tongbu/contracts';
import type { AftersaleFacts } from '../orders/hearsay';
import { parcelsOf, type DesiredShipment, type ShownOrder } from './shipment';
import { Pieces } from './shipment.lines';
import { isSameWaybill } from './shipment.standing';

/** What is left of an order. */
export interface Rest {
  /** Ordered less refunded less dispatched, by anybody. */
  readonly outstanding: readonly ParcelLine[];
  /** Lines of the order that are in no parcel at WeChat. */
  readonly unrecorded: readonly ParcelLine[];
  /** Every line of the order is in a parcel at WeChat, which takes none again: no other parcel can add to it. */
  readonly isFullyRecorded: boolean;
  /** An after-sale that may concern a line without a parcel is running: WeChat does not finish the order (1010042). */
  readonly isDisputed: boolean;
  /** Nothing is left to dispatch, and nothing stands against telling WeChat so. */
  readonly isComplete: boolean;
}

/**
 * A refund of goods that come back is about goods that were dispatched, and takes nothing off what is left to dispatch.
 * WeChat documentation: after-sales, an item that was not delivered can only be refunded without a return.
 */
export function restOf(
  desired: DesiredShipment,
  order: Pick<ShownOrder, 'lines' | 'parcels'>,
  aftersales: AftersaleFacts,
): Rest {
  const parcels = parcelsOf(desired);
  const others = order.parcels.filter(
    (recorded) => !parcels.some((parcel) => isSameWaybill(parcel.waybill, recorded.waybill)),
  );
  const dispatched = new Pieces(...[...parcels, ...others].map(({ lines }) => lines));
  const recorded = new Pieces(...order.parcels.map(({ lines }) => lines));
  const all = Object.values(aftersales);
  const refunded = new Pieces(
    ...all
      .filter(({ state, returnsGoods }) => state === 'refunded' && !returnsGoods)
      .map(({ lines }) => lines ?? []),
  );

  const ordered = new Pieces(order.lines).lines();
  const outstanding = ordered
    .map((line) => ({ ...line, quantity: line.quantity - refunded.of(line) - dispatched.of(line) }))
    .filter(({ quantity }) => quantity > 0);
  const areLinesTold = order.parcels.every(({ lines }) => lines.length > 0);
  const unrecorded = areLinesTold ? ordered.filter((line) => !recorded.has(line)) : [];
  const isFullyRecorded = areLinesTold && ordered.length > 0 && unrecorded.length === 0;
  const isDisputed = all.some(
    ({ state, returnsGoods, lines }) =>
      state === 'open' &&
      !returnsGoods &&
      unrecorded.some((line) => lines === null || new Pieces(lines).has(line)),
  );
  const isAllOnItsWay = dispatched.lines().length > 0 && ordered.length > 0 && outstanding.length === 0;
  const isComplete = desired.allDispatched === null ? isAllOnItsWay : !isDisputed;
  return { outstanding, unrecorded, isFullyRecorded, isDisputed, isComplete };
}
