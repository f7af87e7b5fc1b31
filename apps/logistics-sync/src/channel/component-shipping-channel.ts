import {
  isRefusedWith,
  type ChannelCall,
  type ChannelResult,
  type ComponentCalls,
} from '@tongbu/sync-engine';
import {
  confirmReceipt,
  getOrder,
  listCarriers,
  OTHER_CARRIER_ID,
  sendParcels,
  type WechatOrder,
} from '@tongbu/wechat';
import type { DeliveryType } from '../shipments/shipment';
import type { ReadOrder } from '../shipments/shipment.commands';
import { SHIPPING_ERRORS } from '../shipments/shipment.errors';
import { ShippingChannel, type Carrier, type OrderReference, type Shipment } from './shipping-channel';

/** Shipping at the custom transaction component. */
export class ComponentShippingChannel extends ShippingChannel {
  constructor(private readonly calls: ComponentCalls) {
    super();
  }

  override carriers(call: ChannelCall): Promise<ChannelResult<Carrier[]>> {
    return this.calls.call(listCarriers, undefined, call, withCatchAll);
  }

  override async read(call: ChannelCall, order: OrderReference): Promise<ChannelResult<ReadOrder | null>> {
    const result = await this.calls.call(getOrder, referenceOf(order), call, readOrder);
    return isRefusedWith(result, SHIPPING_ERRORS.noSuchOrder)
      ? { ok: true, value: null, note: result.note }
      : result;
  }

  override send(
    call: ChannelCall,
    order: OrderReference,
    { parcels, doneAt }: Shipment,
  ): Promise<ChannelResult<void>> {
    const request = {
      order: referenceOf(order),
      finished: doneAt !== null,
      parcels: parcels.map(({ carrierId, waybill, lines }) => ({
        carrierId,
        waybillId: waybill,
        lines: lines.map(({ productId, skuId, quantity }) => ({ productId, skuId, quantity })),
      })),
      doneAt: doneAt === null ? undefined : new Date(doneAt),
    };
    return this.calls.call(sendParcels, request, call, nothing);
  }

  override confirmReceipt(call: ChannelCall, order: OrderReference): Promise<ChannelResult<void>> {
    return this.calls.call(confirmReceipt, referenceOf(order), call, nothing);
  }
}

/** WeChat documentation: the catch-all may be used although the list does not have it. */
function withCatchAll(listed: readonly Omit<Carrier, 'isCatchAll'>[]): Carrier[] {
  const carriers = listed.map(({ id, name }) => ({ id, name, isCatchAll: id === OTHER_CARRIER_ID }));
  return carriers.some(({ isCatchAll }) => isCatchAll)
    ? carriers
    : [...carriers, { id: OTHER_CARRIER_ID, name: '其他', isCatchAll: true }];
}

function referenceOf({ orderId, openId }: OrderReference) {
  return { outOrderId: orderId, openid: openId };
}

function nothing(): void {
  // Success is all these calls tell.
}

function readOrder(order: WechatOrder): ReadOrder {
  return {
    status: order.status,
    wechatId: order.wechatOrderId ?? null,
    delivery: deliveryOf(order.delivery?.shipping),
    lines: order.lines.map(({ productId, skuId, quantity }) => ({ productId, skuId, quantity })),
    parcels: (order.delivery?.parcels ?? []).map(({ carrierId, waybillId, lines }) => ({
      carrierId,
      waybill: waybillId,
      lines,
    })),
    receivedAt: order.receivedAt?.toISOString() ?? null,
  };
}

function deliveryOf(shipping: NonNullable<WechatOrder['delivery']>['shipping']): DeliveryType | null {
  switch (shipping) {
    case 'express':
    case 'pick-up':
      return shipping;
    case 'no-shipment':
      return 'none';
    case 'merchant-delivery':
      return 'merchant';
    case 'other':
    case undefined:
      return null;
  }
}
