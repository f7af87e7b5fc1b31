import type { Address, PaymentParameters } from '@tongbu/contracts';
import {
  isRefusedWith,
  type ChannelCall,
  type ChannelResult,
  type ComponentCalls,
} from '@tongbu/sync-engine';
import {
  addOrder,
  changeOrderPrice,
  checkScene,
  closeOrder,
  getOrder,
  getPaymentParameters,
  reportPayment,
  updateOrderAddress,
  type OrderDraft,
} from '@tongbu/wechat';
import type { Cancellation, ReadOrder } from '../orders/order.commands';
import { ORDER_ERRORS } from '../orders/order.errors';
import type { DesiredOrder, OrderLine, Price } from '../orders/order';
import { addressDraftOf, FUND_TYPES, PAYMENT_METHODS, readOrder, SHIPPING_KINDS } from './component-order';
import {
  OrderChannel,
  type CreatedOrder,
  type NewOrder,
  type OrderReference,
  type SceneCheck,
} from './order-channel';

/** Orders at the custom transaction component. */
export class ComponentOrderChannel extends OrderChannel {
  constructor(private readonly calls: ComponentCalls) {
    super();
  }

  override add(call: ChannelCall, order: NewOrder): Promise<ChannelResult<CreatedOrder>> {
    const draft = this.isFirstGeneration(call) ? firstGeneration(order) : secondGeneration(order);
    return this.calls.call(addOrder, draft, call, ({ wechatOrderId, ticket, ticketExpiresAt }) => ({
      wechatId: wechatOrderId,
      ...(ticket === undefined ? {} : { ticket }),
      ...(ticketExpiresAt === undefined ? {} : { ticketExpiresAt: ticketExpiresAt.toISOString() }),
    }));
  }

  override async read(call: ChannelCall, order: OrderReference): Promise<ChannelResult<ReadOrder | null>> {
    const result = await this.calls.call(getOrder, refOf(order), call, readOrder);
    return isRefusedWith(result, ORDER_ERRORS.unknown)
      ? { ok: true, value: null, note: result.note }
      : result;
  }

  override reportPaid(
    call: ChannelCall,
    order: OrderReference,
    { transactionId, paidAt }: NonNullable<DesiredOrder['paid']>,
  ): Promise<ChannelResult<void>> {
    const report = {
      outcome: 'paid' as const,
      order: refOf(order),
      paidAt: new Date(paidAt),
      ...(transactionId === '' ? {} : { transactionId }),
    };
    return this.calls.call(reportPayment, report, call, nothing);
  }

  override cancel(
    call: ChannelCall,
    order: OrderReference,
    how: Cancellation,
    remark: string | undefined,
  ): Promise<ChannelResult<void>> {
    if (how === 'close') return this.calls.call(closeOrder, refOf(order), call, nothing);
    const report = { outcome: how, order: refOf(order), ...(remark === undefined ? {} : { remark }) };
    return this.calls.call(reportPayment, report, call, nothing);
  }

  override changePrice(call: ChannelCall, order: OrderReference, price: Price): Promise<ChannelResult<void>> {
    const lines = price.lines.map(({ productId, skuId, unitPrice, paid }) => ({
      productId,
      skuId,
      salePriceFen: unitPrice,
      lineTotalFen: paid,
    }));
    const change = { order: refOf(order), lines, price: orderPriceOf(price) };
    return this.calls.call(changeOrderPrice, change, call, nothing);
  }

  override updateAddress(
    call: ChannelCall,
    order: OrderReference,
    address: Address,
  ): Promise<ChannelResult<void>> {
    const change = { order: refOf(order), address: addressDraftOf(address) };
    return this.calls.call(updateOrderAddress, change, call, nothing);
  }

  override paymentParameters(
    call: ChannelCall,
    order: OrderReference,
  ): Promise<ChannelResult<PaymentParameters>> {
    return this.calls.call(
      getPaymentParameters,
      refOf(order),
      call,
      ({ timestamp, nonce, package: prepay, signature, signType }) => ({
        timeStamp: timestamp,
        nonceStr: nonce,
        package: prepay,
        paySign: signature,
        signType,
      }),
    );
  }

  override checkScene(call: ChannelCall, scene: number): Promise<ChannelResult<SceneCheck>> {
    return this.calls.call(checkScene, { scene }, call, ({ needsOrder, fundType }) => ({
      mustPush: needsOrder,
      requiredFundType: fundTypeNumber(fundType),
    }));
  }

  private isFirstGeneration({ appId }: ChannelCall): boolean {
    return this.calls.account(appId)?.generation === 'first';
  }
}

function nothing(): void {
  // Success is all these calls tell.
}

function refOf({ orderId, openId }: OrderReference) {
  return { outOrderId: orderId, openid: openId };
}

function fundTypeNumber(
  fundType: 'ordinary' | 'sub-merchant' | 'either' | 'other' | undefined,
): number | null {
  switch (fundType) {
    case 'ordinary':
      return 0;
    case 'sub-merchant':
      return 1;
    case 'either':
      return 2;
    case 'other':
    case undefined:
      return null;
  }
}

/** What both generations say the same way. */
function commonDraft({ orderId, order, sent }: NewOrder) {
  return {
    outOrderId: orderId,
    openid: sent.openId,
    ...(order.buyer.userId === undefined ? {} : { outUserId: order.buyer.userId }),
    path: order.path,
    price: orderPriceOf(sent.price),
    shipping: SHIPPING_KINDS[order.delivery.type],
  };
}

function orderPriceOf({ total, freight, discount, surcharge, surchargeNote }: Price) {
  return {
    orderPriceFen: total,
    freightFen: freight,
    discountFen: discount,
    additionalFen: surcharge,
    ...(surchargeNote === undefined ? {} : { additionalRemarks: surchargeNote }),
  };
}

function paymentOf({ payment: { method, prepay } }: NewOrder['order']) {
  return {
    method: PAYMENT_METHODS[method],
    ...(prepay === undefined ? {} : { prepayId: prepay.id, prepaidAt: new Date(prepay.at) }),
  };
}

function soldAs({ productId, skuId, quantity, unitPrice, title, image, path }: OrderLine) {
  return { productId, skuId, quantity, salePriceFen: unitPrice, title, image, path };
}

function secondGeneration(newOrder: NewOrder): OrderDraft {
  const { order, sent } = newOrder;
  const { address } = order.delivery;
  const lines = order.lines.map((line, index) => ({
    ...soldAs(line),
    lineTotalFen: sent.price.lines[index]?.paid ?? 0,
  }));
  return {
    ...commonDraft(newOrder),
    lines,
    fundType: FUND_TYPES[sent.collectedBy],
    ...(sent.collectedBy === 'merchant' ? { payment: paymentOf(order) } : {}),
    // Both were found to be there before the order was planned; the endpoint names them otherwise.
    address: addressDraftOf(address ?? { receiverName: '', phone: '', detail: '' }),
    expiresAt: new Date(sent.expiresAt ?? Number.NaN),
    ...(order.aftersaleDays === undefined ? {} : { aftersaleDays: order.aftersaleDays }),
    ...(order.traceId === undefined || order.traceId === '' ? {} : { traceId: order.traceId }),
    ...(order.returnAddress === undefined ? {} : { returnAddress: addressDraftOf(order.returnAddress) }),
  };
}

function firstGeneration(newOrder: NewOrder): OrderDraft {
  const { order, sent } = newOrder;
  const { address, type } = order.delivery;
  const lines = order.lines.map((line, index) => ({
    ...soldAs(line),
    // A whole number: an order whose lines do not divide is not planned.
    unitPaidFen: (sent.price.lines[index]?.paid ?? 0) / line.quantity,
  }));
  return {
    ...commonDraft(newOrder),
    generation: 'first',
    scene: order.scene ?? Number.NaN,
    lines,
    payment: paymentOf(order),
    // WeChat documentation: none when nothing is shipped.
    ...(address === undefined || type === 'none' ? {} : { address: addressDraftOf(address) }),
  };
}
