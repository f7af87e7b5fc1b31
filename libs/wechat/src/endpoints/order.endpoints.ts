import { z } from 'zod';
import { defineEndpoint } from '../client/endpoint';
import { addressDraft, addressToWire } from './address.wire';
import { orderDraft, orderPrice, orderToWire, priceToWire } from './order-draft.wire';
import { FUND_TYPES, orderRef, orderRefToWire } from './order-terms';
import { ownPace } from './quotas';
import {
  done,
  fen,
  json,
  keysOf,
  nameOf,
  optionalInt,
  optionalText,
  timeText,
  wireFlag,
  wireId,
  wireText,
  wireTime,
} from './wire';

const reference = orderRef.transform((ref) => json(orderRefToWire(ref)));

/**
 * Whether a launch scene needs its orders at WeChat; always no until the component's access is complete. For clients
 * without `wx.checkBeforeAddOrder`.
 */
export const checkScene = defineEndpoint({
  path: '/shop/scene/check',
  write: false,
  quota: ownPace('scene-check'),
  request: z.object({ scene: z.number().int() }).transform(({ scene }) => json({ scene })),
  response: z
    .object({ is_matched: wireFlag, requiredFundType: optionalInt })
    .transform(({ is_matched, requiredFundType }) => ({
      needsOrder: is_matched,
      /** Which orders are taken; only where an order is needed. */
      fundType: is_matched
        ? requiredFundType === 2
          ? ('either' as const)
          : nameOf(FUND_TYPES, requiredFundType)
        : undefined,
    })),
});

/**
 * Creates the order at WeChat. In the second generation the first order under an id stays, whatever a repeated call
 * carries, and what it answers is not documented: read the order. In the first generation a repeated call overwrites.
 * 1010002, 1010008, 1010015 for products without approval; 1010003, 1010004, 1010005 name the part that is malformed or
 * does not add up; 1010039 for the expiry, 1010053 when the account does not take such orders, 1010061 for the trace id.
 */
export const addOrder = defineEndpoint({
  path: '/shop/order/add',
  write: true,
  quota: ownPace('order-add'),
  request: orderDraft.transform((draft) => json(orderToWire(draft))),
  // WeChat documentation: at most 5 s away from WeChat's clock.
  stamp: (now) => ({ create_time: timeText(now) }),
  response: z
    .object({
      data: z.object({
        order_id: wireId,
        out_order_id: wireText,
        ticket: optionalText,
        ticket_expire_time: wireTime,
        final_price: optionalInt,
      }),
    })
    .transform(({ data }) => ({
      wechatOrderId: data.order_id,
      outOrderId: data.out_order_id,
      /** First generation: for `wx.requestPayment`, once. */
      ticket: data.ticket,
      ticketExpiresAt: data.ticket_expire_time,
      finalPriceFen: data.final_price,
    })),
});

const NOT_PAID = {
  failed: 2,
  'cancelled-by-buyer': 3,
  'timed-out': 4,
  'cancelled-by-merchant': 5,
  other: 10,
} as const;

const paymentReport = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('paid'),
    order: orderRef,
    remark: z.string().optional(),
    paidAt: z.date(),
    /** WeChat Pay's number, where WeChat Pay was the method (1010007). */
    transactionId: z.string().min(1).optional(),
  }),
  z.object({ outcome: z.enum(keysOf(NOT_PAID)), order: orderRef, remark: z.string().optional() }),
]);
export type PaymentReport = z.input<typeof paymentReport>;

/**
 * Tells how the payment of an ordinary order ended: paid moves it to 20, anything else cancels it. 1010050 for a
 * sub-merchant order, which WeChat moves itself. 1000000 or 100000 when it is not unpaid any more: read it.
 */
export const reportPayment = defineEndpoint({
  path: '/shop/order/pay',
  write: true,
  quota: ownPace('order-pay'),
  request: paymentReport.transform((report) =>
    json({
      ...orderRefToWire(report.order),
      action_type: report.outcome === 'paid' ? 1 : NOT_PAID[report.outcome],
      action_remark: report.remark,
      ...(report.outcome === 'paid'
        ? { transaction_id: report.transactionId, pay_time: timeText(report.paidAt) }
        : {}),
    }),
  ),
  response: done,
});

/**
 * What `wx.requestOrderPayment` wants for an unpaid sub-merchant order: fresh for every opening of the cashier, never
 * kept; from then on the price is frozen. 1010043 when it is not unpaid, 1010047 when it is an ordinary order, 1010051
 * when nothing is to pay; 48001, 1010044 when the sub-merchant is not ready.
 */
export const getPaymentParameters = defineEndpoint({
  path: '/shop/order/getpaymentparams',
  // Safe to repeat: new parameters each time, and nothing is paid.
  write: false,
  quota: ownPace('order-payment-parameters'),
  request: reference,
  response: z
    .object({
      payment_params: z.object({
        timeStamp: z.union([z.number().int(), z.string().min(1)]).transform(String),
        nonceStr: z.string().min(1),
        // Seen once with nothing behind the sign: no cashier opens with that.
        package: z.string().regex(/^prepay_id=./, 'no prepay id'),
        paySign: z.string().min(1),
        signType: z.string().min(1),
      }),
    })
    .transform(({ payment_params: { timeStamp, nonceStr, package: prepay, paySign, signType } }) => ({
      /** Seconds, as text: the client takes nothing else. */
      timestamp: timeStamp,
      nonce: nonceStr,
      package: prepay,
      signature: paySign,
      signType,
    })),
});

/**
 * Cancels an unpaid order. A buyer may pay meanwhile: after any refusal (1000000 is expected for another status) read
 * the order before stock is released.
 */
export const closeOrder = defineEndpoint({
  path: '/shop/order/close',
  write: true,
  quota: ownPace('order-close'),
  request: reference,
  response: done,
});

/**
 * Changes the price of an unpaid order, once; all its lines are named. Payment parameters handed out before are void.
 * After a lost answer compare the price of the order.
 */
export const changeOrderPrice = defineEndpoint({
  path: '/shop/order/change_price',
  write: true,
  quota: ownPace('order-price'),
  request: z
    .object({
      order: orderRef,
      lines: z
        .array(
          z.object({ productId: z.string().min(1), skuId: z.string(), salePriceFen: fen, lineTotalFen: fen }),
        )
        .min(1),
      price: orderPrice,
    })
    .transform(({ order, lines, price }) =>
      json({
        ...orderRefToWire(order),
        // WeChat documentation: the table spells it without the s, the sample with it.
        product_infos: lines.map((line) => ({
          out_product_id: line.productId,
          out_sku_id: line.skuId,
          sale_price: line.salePriceFen,
          sku_real_price: line.lineTotalFen,
        })),
        price_info: priceToWire(price),
      }),
    ),
  response: done,
});

/** Changes where an order goes, before it is shipped; 1010034 when refused, seen for a paid order too. */
export const updateOrderAddress = defineEndpoint({
  path: '/shop/order/update_address',
  write: true,
  quota: ownPace('order-address'),
  request: z
    .object({ order: orderRef, address: addressDraft })
    .transform(({ order, address }) =>
      json({ ...orderRefToWire(order), address_info: addressToWire(address) }),
    ),
  response: done,
});
