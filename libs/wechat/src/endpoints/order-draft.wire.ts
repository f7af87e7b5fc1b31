import { z } from 'zod';
import { addressDraft, addressToWire } from './address.wire';
import { FUND_TYPES, orderRef, PAYMENT_METHODS, SHIPPING_KINDS } from './order-terms';
import { fen, keysOf, timeText, unixSeconds } from './wire';

/** The amounts of an order. WeChat documentation: amount rules of orders, checked there (1010005). */
export const orderPrice = z.object({
  /** What the buyer pays: line totals, freight and additional amount together. */
  orderPriceFen: fen,
  freightFen: fen,
  /** Difference between list prices and line totals. */
  discountFen: fen.optional(),
  /** On top, such as a tax. */
  additionalFen: fen.optional(),
  additionalRemarks: z.string().optional(),
});

export function priceToWire(price: z.output<typeof orderPrice>): object {
  return {
    order_price: price.orderPriceFen,
    freight: price.freightFen,
    discounted_price: price.discountFen,
    additional_price: price.additionalFen,
    additional_remarks: price.additionalRemarks,
  };
}

const lineDraft = z.object({
  productId: z.string().min(1),
  /** Empty when the product has no SKU. */
  skuId: z.string(),
  quantity: z.number().int().min(1),
  /** List price of one unit. */
  salePriceFen: fen,
  title: z.string().min(1),
  image: z.string().min(1),
  /** Page of the product in the mini program. */
  path: z.string().min(1),
});

function lineToWire(line: z.output<typeof lineDraft>, price: object): object {
  return {
    out_product_id: line.productId,
    out_sku_id: line.skuId,
    product_cnt: line.quantity,
    sale_price: line.salePriceFen,
    ...price,
    title: line.title,
    head_img: line.image,
    path: line.path,
  };
}

const paymentDraft = z.object({
  method: z.enum(keysOf(PAYMENT_METHODS)),
  /** Of the merchant's own order at WeChat Pay. */
  prepayId: z.string().min(1).optional(),
  prepaidAt: z.date().optional(),
});

function paymentToWire(payment: z.output<typeof paymentDraft>): object {
  return {
    pay_method_type: PAYMENT_METHODS[payment.method],
    prepay_id: payment.prepayId,
    prepay_time: payment.prepaidAt && timeText(payment.prepaidAt),
  };
}

const common = {
  ...orderRef.shape,
  /** The merchant's id of the buyer. */
  outUserId: z.string().optional(),
  /** Page of the order, with a parameter that equals `outOrderId`: WeChat's order centre opens it. */
  path: z.string().min(1),
  price: orderPrice,
  shipping: z.enum(keysOf(SHIPPING_KINDS)),
};

/** An order of the upgraded component. WeChat documentation: order add. */
const secondGeneration = z
  .object({
    ...common,
    generation: z.literal('second').optional(),
    /** `lineTotalFen`: what is paid for all units of the line. */
    lines: z.array(lineDraft.extend({ lineTotalFen: fen })).min(1),
    fundType: z.enum(keysOf(FUND_TYPES)),
    /** Of an ordinary order; with WeChat Pay it needs prepay id and time. */
    payment: paymentDraft.optional(),
    address: addressDraft,
    /** Between 15 minutes and 1 day from now (1010039). */
    expiresAt: z.date(),
    /** Days after the receipt in which an after-sale can be opened. */
    aftersaleDays: z.number().int().min(7).max(1095).optional(),
    /**
     * Of `wx.checkBeforeAddOrder`, for this buyer in this mini program (1010061). WeChat documentation: required; orders
     * without it were taken, and never attributed.
     */
    traceId: z.string().min(1).optional(),
    /** Where goods go when the merchant lets a return request time out. */
    returnAddress: addressDraft.optional(),
  })
  .superRefine(({ fundType, payment }, context) => {
    const refuse = (path: readonly string[], message: string) =>
      context.addIssue({ code: 'custom', path: ['payment', ...path], message });
    if (fundType === 'ordinary') {
      if (payment === undefined) refuse([], 'needed for an ordinary order');
      if (payment?.method !== 'wechat-pay') return;
      if (payment.prepayId === undefined) refuse(['prepayId'], 'needed for an ordinary order by WeChat Pay');
      if (payment.prepaidAt === undefined)
        refuse(['prepaidAt'], 'needed for an ordinary order by WeChat Pay');
    } else if (payment !== undefined && (payment.method !== 'wechat-pay' || payment.prepayId !== undefined)) {
      refuse([], 'a sub-merchant order is paid by WeChat Pay, without a prepay id');
    }
  });

/** An order of the component before its upgrade: add again with the same id, and the whole order is overwritten. */
const firstGeneration = z
  .object({
    ...common,
    generation: z.literal('first'),
    /** Launch scene of the mini program. */
    scene: z.number().int(),
    /** `unitPaidFen`: what is paid for one unit. */
    lines: z.array(lineDraft.extend({ unitPaidFen: fen })).min(1),
    payment: paymentDraft,
    /** The pick-up point for `pick-up`; none for `no-shipment`. */
    address: addressDraft.optional(),
  })
  .superRefine(({ shipping, address }, context) => {
    if (address === undefined && shipping !== 'no-shipment') {
      context.addIssue({ code: 'custom', path: ['address'], message: `needed for ${shipping}` });
    }
  });

export const orderDraft = z.discriminatedUnion('generation', [secondGeneration, firstGeneration]);
export type OrderDraft = z.input<typeof orderDraft>;

export function orderToWire(order: z.output<typeof orderDraft>): object {
  const head = {
    out_order_id: order.outOrderId,
    openid: order.openid,
    out_user_id: order.outUserId,
    path: order.path,
  };
  const price_info = priceToWire(order.price);
  const delivery_detail = { delivery_type: SHIPPING_KINDS[order.shipping] };
  const address_info = order.address && addressToWire(order.address);
  if (order.generation === 'first') {
    return {
      ...head,
      scene: order.scene,
      order_detail: {
        product_infos: order.lines.map((line) => lineToWire(line, { real_price: line.unitPaidFen })),
        pay_info: paymentToWire(order.payment),
        price_info,
      },
      delivery_detail,
      address_info,
    };
  }
  return {
    ...head,
    order_detail: {
      product_infos: order.lines.map((line) => lineToWire(line, { sku_real_price: line.lineTotalFen })),
      pay_info: paymentToWire(order.payment ?? { method: 'wechat-pay' }),
      price_info,
    },
    delivery_detail,
    address_info,
    fund_type: FUND_TYPES[order.fundType],
    expire_time: unixSeconds(order.expiresAt),
    aftersale_duration: order.aftersaleDays,
    trace_id: order.traceId,
    default_receiving_address: order.returnAddress && addressToWire(order.returnAddress),
    stringify_64bits_number: true,
  };
}
