import type { App } from '../accounts/app';
import { ERR } from '../api/errcodes';
import type { ValueOf } from '../api/fields';
import { accept, refuse, type Payload, type Refusal, type Result } from '../api/result';
import type { Order, OrderLine, Parcel, ParcelItem } from '../orders/order';
import { lineOf } from '../orders/order-book';
import type { OrderReference } from '../orders/order-fields';
import { requireOrder } from '../orders/order-lookup';
import { nextStatus } from '../orders/order-machine';
import type { OrderProgress } from '../orders/order-progress';
import { parseBeijingTime } from '../time/beijing-time';
import { isCarrier } from './carriers';
import type { sendFields } from './delivery-fields';

type SendRequest = ValueOf<typeof sendFields>;
const EXPRESS = 1;

/** What one call records, once nothing speaks against it. */
interface Shipment {
  readonly parcels: readonly Parcel[];
  /** Pieces of each line that it sends. */
  readonly sent: ReadonlyMap<OrderLine, number>;
}

/** `delivery/send`, which only ever adds, and `delivery/recieve`. */
export class Shipments {
  constructor(private readonly progress: OrderProgress) {}

  send(app: App, request: SendRequest): Result<Payload> {
    const found = requireOrder(app, request);
    if (!found.ok) return found;
    const order = found.value;
    const finishes = request.finish_all_delivery === 1;
    const action = finishes ? 'ship-rest' : 'ship-some';
    const next = nextStatus(order.status, action);
    if (!next.ok) return next;
    const doneTime = doneTimeOf(request, finishes);
    if (!doneTime.ok) return doneTime;
    const shipment = shipmentOf(order, request, finishes);
    if (!shipment.ok) return shipment;
    const { sent, parcels } = shipment.value;
    const open = finishes ? order.lines.find((line) => !sent.has(line) && needsLogistics(line)) : undefined;
    if (open !== undefined) return refuse(ERR.ITEMS_NOT_SHIPPED, nameOf(open));
    order.parcels.push(...parcels);
    for (const [line, count] of sent) line.shipped = count;
    order.shipDoneTime = doneTime.value;
    order.applied.send += 1;
    if (parcels.length > 0) app.witness('deliveries');
    this.progress.move(app, order, action);
    if (finishes) this.progress.shipped(app, order);
    return accept({});
  }

  receive(app: App, reference: OrderReference): Result<Payload> {
    const found = requireOrder(app, reference);
    if (!found.ok) return found;
    const refusal = this.progress.receive(app, found.value);
    if (refusal !== undefined) return refusal;
    found.value.applied.receive += 1;
    return accept({});
  }
}

function doneTimeOf({ ship_done_time = '' }: SendRequest, finishes: boolean): Result<Date | undefined> {
  if (!finishes) return accept(undefined);
  if (ship_done_time === '') return refuse(ERR.PARAMETER_MISSING, 'ship_done_time');
  const time = parseBeijingTime(ship_done_time);
  return time === undefined ? refuse(ERR.INVALID_ARGUMENT, 'ship_done_time is no time') : accept(time);
}

/** A line that is in an after-sale needs it too: until that ends, such an order cannot be finished without sending it. */
function needsLogistics({ ordered, refunded, shipped }: OrderLine): boolean {
  return shipped === 0 && refunded < ordered;
}

function shipmentOf(order: Order, { delivery_list = [] }: SendRequest, finishes: boolean): Result<Shipment> {
  const sent = new Map<OrderLine, number>();
  const parcels: Parcel[] = [];
  if (delivery_list.length === 0) {
    const fault = faultOfNoParcels(order, finishes);
    if (fault !== undefined) return fault;
  }
  for (const { delivery_id, waybill_id, product_info_list = [] } of delivery_list) {
    if (!isCarrier(delivery_id)) return refuse(ERR.DELIVERY_REJECTED, `no carrier ${delivery_id}`);
    if (order.generation === 'first' && isRecorded(order, delivery_id, waybill_id))
      return refuse(ERR.ALREADY_SHIPPED, waybill_id);
    if (order.generation === 'second' && product_info_list.length === 0)
      return refuse(ERR.PARAMETER_MISSING, 'delivery_list.product_info_list');
    const items = product_info_list.map((info): ParcelItem => ({
      outProductId: info.out_product_id,
      outSkuId: info.out_sku_id,
      count: info.product_cnt,
    }));
    for (const item of items) {
      const fault = faultOfItem(order, item, sent);
      if (fault !== undefined) return fault;
    }
    parcels.push({ deliveryId: delivery_id, waybillId: waybill_id, items });
  }
  // Where no items are named the last call stands for all that is left.
  if (finishes && (order.generation === 'first' || order.content.delivery_detail.delivery_type !== EXPRESS))
    for (const line of order.lines)
      if (!sent.has(line) && needsLogistics(line)) sent.set(line, line.ordered - line.refunded);
  return accept({ sent, parcels });
}

/** By express nothing goes without a parcel; only the last call may be without, when all items have theirs. */
function faultOfNoParcels({ content, parcels }: Order, finishes: boolean): Refusal | undefined {
  if (content.delivery_detail.delivery_type !== EXPRESS && finishes) return undefined;
  return finishes && parcels.length > 0 ? undefined : refuse(ERR.PARAMETER_MISSING, 'delivery_list');
}

/** Notes what an item sends of its line, which goes in one parcel only. */
function faultOfItem(order: Order, item: ParcelItem, sent: Map<OrderLine, number>): Refusal | undefined {
  const line = lineOf(order, item);
  if (line === undefined)
    return refuse(ERR.DELIVERY_REJECTED, `${item.outProductId} ${item.outSkuId} is not part of the order`);
  if (line.shipped > 0 || sent.has(line)) return refuse(ERR.ALREADY_SHIPPED, nameOf(line));
  if (item.count > line.ordered - line.refunded)
    return refuse(ERR.DELIVERY_REJECTED, `${nameOf(line)} has not as many pieces`);
  sent.set(line, item.count);
  return undefined;
}

function isRecorded({ parcels }: Order, deliveryId: string, waybillId: string): boolean {
  return parcels.some((parcel) => parcel.deliveryId === deliveryId && parcel.waybillId === waybillId);
}

function nameOf({ outProductId, outSkuId }: OrderLine): string {
  return `${outProductId} ${outSkuId}`.trim();
}
