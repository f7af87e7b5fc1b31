import { randomInt } from 'node:crypto';
import { eventually } from '@tongbu/testing';
import type { Installation } from './installation';
import type { OtherClient } from './other-client';

export const BUYER = 'oQx7WkShopBuyer01';
const PRICE = 100;
const ADDRESS = {
  receiver_name: '林青',
  detailed_address: '示例路 12 号',
  tel_number: '13000000000',
  province: '广东省',
  city: '深圳市',
  town: '南山区',
};
const DELIVERY_TYPES = { express: 1, none: 2, merchant: 3, 'pick-up': 4 } as const;
type DeliveryType = keyof typeof DELIVERY_TYPES;

/** Pieces by product. */
export type Sold = Readonly<Record<string, number>>;

/** An order as the simulator's control API shows it. */
export interface SimulatedOrder {
  readonly outOrderId: string;
  readonly orderId: string;
  readonly status: number;
  readonly parcels: readonly {
    deliveryId: string;
    waybillId: string;
    items: readonly { outProductId: string }[];
  }[];
  readonly shipDoneTime: string | null;
  readonly applied: Readonly<Record<'send' | 'receive', number>>;
}

/** Lines of an event, for these products. */
export const linesOf = (sold: Sold) =>
  Object.entries(sold).map(([productId, quantity]) => ({ productId, skuId: `${productId}-S`, quantity }));

/**
 * Orders at WeChat, and what other services tell of them: here the test speaks for order-sync and aftersale-sync, so that
 * a service can be tried without them.
 */
export class SoldOrders {
  private readonly wechat: OtherClient;

  constructor(private readonly installation: Installation) {
    this.wechat = installation.otherClient();
  }

  /** Products that orders may be of. */
  async sell(...productIds: string[]): Promise<void> {
    for (const id of productIds) await this.wechat.add(id);
    await eventually(async () => {
      const products = await Promise.all(productIds.map((id) => this.installation.simulator.product(id)));
      return products.every(({ editStatus }) => editStatus === 4);
    });
  }

  order(orderId: string): Promise<SimulatedOrder> {
    return this.installation.simulator.control('GET', `orders/${orderId}`);
  }

  /** A buyer places and pays an order, and order-sync tells of it. */
  async paid(orderId: string, sold: Sold, delivery: DeliveryType = 'express'): Promise<void> {
    await this.place(orderId, sold, delivery);
    await this.tellCreated(orderId, sold, delivery);
    await this.tellPaid(orderId);
  }

  /** As {@link paid}, and nobody tells. */
  async place(orderId: string, sold: Sold, delivery: DeliveryType = 'express'): Promise<void> {
    const { simulator } = this.installation;
    const isExpress = delivery === 'express';
    const time = beijingTime(new Date());
    const { traceId } = await simulator.control<{ traceId: string }>('POST', 'trace-ids', { openid: BUYER });
    await this.wechat.call('order/add', {
      create_time: time,
      out_order_id: orderId,
      openid: BUYER,
      path: `pages/order?id=${orderId}`,
      fund_type: isExpress ? 1 : 0,
      expire_time: Math.floor(Date.now() / 1_000) + 3_600,
      trace_id: traceId,
      delivery_detail: { delivery_type: DELIVERY_TYPES[delivery] },
      address_info: ADDRESS,
      order_detail: {
        product_infos: linesOf(sold).map(({ productId, skuId, quantity }) => ({
          out_product_id: productId,
          out_sku_id: skuId,
          product_cnt: quantity,
          sale_price: PRICE,
          sku_real_price: PRICE * quantity,
          title: `青瓷茶杯 ${productId}`,
          head_img: 'https://img.shop.example/cup/cover.jpg',
          path: `pages/item?id=${productId}`,
        })),
        pay_info: isExpress
          ? { pay_method_type: 0 }
          : { pay_method_type: 0, prepay_id: `wx-${orderId}`, prepay_time: time },
        price_info: { order_price: PRICE * piecesOf(sold), freight: 0 },
      },
    });
    const reference = { out_order_id: orderId, openid: BUYER };
    if (isExpress) {
      await this.wechat.call('order/getpaymentparams', reference);
      await simulator.control('POST', `orders/${orderId}/pay`, {});
      return;
    }
    const transaction_id = `4200${randomInt(1e12)}`.padEnd(28, '0');
    await this.wechat.call('order/pay', { ...reference, action_type: 1, transaction_id, pay_time: time });
  }

  async tellCreated(orderId: string, sold: Sold, deliveryType: DeliveryType = 'express'): Promise<void> {
    await this.tell('wechat.order.created.v1', orderId, {
      ...(await this.about(orderId)),
      openId: BUYER,
      collectedBy: deliveryType === 'express' ? 'component' : 'merchant',
      lines: linesOf(sold).map((line) => ({ ...line, unitPrice: PRICE, paid: PRICE * line.quantity })),
      freight: 0,
      total: PRICE * piecesOf(sold),
      deliveryType,
    });
  }

  async tellPaid(orderId: string): Promise<void> {
    await this.tell('wechat.order.paid.v1', orderId, {
      ...(await this.about(orderId)),
      collectedBy: 'component',
      transactionId: '4200001500202603020000000002',
      paidAt: new Date().toISOString(),
    });
  }

  /** Everything of an order that was paid goes out in one parcel, and the buyer has it; nobody tells. */
  async deliver(orderId: string, sold: Sold): Promise<void> {
    const reference = { out_order_id: orderId, openid: BUYER };
    await this.wechat.call('delivery/send', {
      ...reference,
      finish_all_delivery: 1,
      ship_done_time: beijingTime(new Date()),
      delivery_list: [
        {
          delivery_id: 'SF',
          waybill_id: `SF-${orderId}`,
          product_info_list: linesOf(sold).map(({ productId, skuId, quantity }) => ({
            out_product_id: productId,
            out_sku_id: skuId,
            product_cnt: quantity,
          })),
        },
      ],
    });
    await this.wechat.call('delivery/recieve', reference);
  }

  /** The buyer asks for the money of a product back before it is sent, and gets it; aftersale-sync tells. */
  async refund(orderId: string, productId: string, pieces: number): Promise<void> {
    const { simulator } = this.installation;
    const opened = await simulator.control<{ aftersaleId: string }>('POST', `orders/${orderId}/aftersales`, {
      type: 'refund',
      outProductId: productId,
      outSkuId: `${productId}-S`,
      pieces,
      amountFen: PRICE * pieces,
    });
    await this.tellAftersale(orderId, opened.aftersaleId, productId, pieces, 'refund-requested', 2);
    await this.wechat.call('ecaftersale/acceptrefund', { aftersale_id: opened.aftersaleId });
    await eventually(async () => {
      const path = `aftersales/${opened.aftersaleId}`;
      return (await simulator.control<{ status: number }>('GET', path)).status === 13;
    });
    await this.tellAftersale(orderId, opened.aftersaleId, productId, pieces, 'refunded', 13);
  }

  private async tellAftersale(
    orderId: string,
    wechatAftersaleId: string,
    productId: string,
    quantity: number,
    state: 'refund-requested' | 'refunded',
    rawState: number,
  ): Promise<void> {
    const isOver = state === 'refunded';
    await this.tell(`wechat.aftersale.${isOver ? 'refunded' : 'requested'}.v1`, wechatAftersaleId, {
      orderId,
      wechatAftersaleId,
      merchantAftersaleId: null,
      line: { productId, skuId: `${productId}-S`, quantity },
      type: 'refund',
      amount: PRICE * quantity,
      state,
      rawState,
      reason: 'no-longer-wanted',
      reasonText: '不想要了',
      rawReasonCode: 3,
      request: 1,
      ...(isOver ? { refundId: null } : { media: [], openedAt: null }),
    });
  }

  private async about(orderId: string) {
    return { wechatOrderId: (await this.order(orderId)).orderId, merchantVersion: 1 };
  }

  private tell(type: string, subject: string, data: object): Promise<void> {
    return this.installation.topics.publishAs(type, [{ subject, data }]);
  }
}

function piecesOf(sold: Sold): number {
  return Object.values(sold).reduce((sum, pieces) => sum + pieces, 0);
}

function beijingTime(time: Date): string {
  return new Date(time.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
