import type { Address, PaymentParameters } from '@tongbu/contracts';
import type { ChannelCall, ChannelResult } from '@tongbu/sync-engine';
import type { Cancellation, ReadOrder } from '../orders/order.commands';
import type { DesiredOrder, OrderDocument, Price, SentOrder } from '../orders/order';

/** Names an order at the channel, which finds it only with its buyer. */
export interface OrderReference {
  readonly orderId: string;
  readonly openId: string;
}

/** An order to be created. The channel says when: at the moment of sending. */
export interface NewOrder {
  readonly orderId: string;
  readonly order: OrderDocument;
  readonly sent: SentOrder;
}

export interface CreatedOrder {
  readonly wechatId: string;
  /** First generation: for `wx.requestPayment`, once. */
  readonly ticket?: string;
  readonly ticketExpiresAt?: string;
}

/** Whether the buyer's way into the shop needs the order at the channel, and how it is then collected. */
export interface SceneCheck {
  readonly mustPush: boolean;
  /** 0, 1, or 2 for either; null where nothing must be pushed, and for a number nobody knows. */
  readonly requiredFundType: number | null;
}

/** Where orders are paid and kept. The custom transaction component is the first implementation. */
export abstract class OrderChannel {
  /** Must not be called twice before a look-up. */
  abstract add(call: ChannelCall, order: NewOrder): Promise<ChannelResult<CreatedOrder>>;
  /** `null`: there is no such order of this buyer. */
  abstract read(call: ChannelCall, order: OrderReference): Promise<ChannelResult<ReadOrder | null>>;
  /** The merchant collected for it. */
  abstract reportPaid(
    call: ChannelCall,
    order: OrderReference,
    payment: NonNullable<DesiredOrder['paid']>,
  ): Promise<ChannelResult<void>>;
  abstract cancel(
    call: ChannelCall,
    order: OrderReference,
    how: Cancellation,
    remark: string | undefined,
  ): Promise<ChannelResult<void>>;
  /** Once in an order's life. */
  abstract changePrice(call: ChannelCall, order: OrderReference, price: Price): Promise<ChannelResult<void>>;
  abstract updateAddress(
    call: ChannelCall,
    order: OrderReference,
    address: Address,
  ): Promise<ChannelResult<void>>;
  /** Fresh each time; for one opening of the cashier. */
  abstract paymentParameters(
    call: ChannelCall,
    order: OrderReference,
  ): Promise<ChannelResult<PaymentParameters>>;
  abstract checkScene(call: ChannelCall, scene: number): Promise<ChannelResult<SceneCheck>>;
}
