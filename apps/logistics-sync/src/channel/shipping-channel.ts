import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';
import type { RecordedParcel } from '../shipments/shipment';
import type { ReadOrder } from '../shipments/shipment.commands';

export interface Carrier {
  readonly id: string;
  readonly name: string;
  /** Stands for every carrier that is not listed. Only an operator may choose it. */
  readonly isCatchAll: boolean;
}

/** An order is shown, and shipped, under its buyer's openid only. */
export interface OrderReference {
  readonly orderId: string;
  readonly openId: string;
}

/** What is added to what the channel has of an order. */
export interface Shipment {
  readonly parcels: readonly RecordedParcel[];
  /** ISO time: everything is on its way, since then. Null: more is to come. */
  readonly doneAt: string | null;
}

/** Where buyers follow their parcels. The custom transaction component is the first implementation. */
export abstract class ShippingChannel {
  /** Every carrier that parcels can be recorded with. */
  abstract carriers(call: ChannelCall): Promise<ChannelResult<Carrier[]>>;
  /** `null`: there is no such order for this buyer. */
  abstract read(call: ChannelCall, order: OrderReference): Promise<ChannelResult<ReadOrder | null>>;
  /** Adds parcels. Nothing of it can be corrected or taken back. */
  abstract send(call: ChannelCall, order: OrderReference, shipment: Shipment): Promise<ChannelResult<void>>;
  abstract confirmReceipt(call: ChannelCall, order: OrderReference): Promise<ChannelResult<void>>;
}
