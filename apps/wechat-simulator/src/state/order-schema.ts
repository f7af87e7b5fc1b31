import { z } from 'zod';
import { DUE_KINDS, type Order } from '../orders/order';
import { addFields } from '../orders/order-fields';
import { ORDER_STATUSES } from '../orders/order-machine';
import { count, id, orNothing, readAgain, time } from './state-values';

const lineSchema = z.object({
  outProductId: z.string().min(1),
  outSkuId: z.string(),
  productId: id,
  skuId: id,
  ordered: count,
  paidFen: count,
  shipped: count,
  refunded: count,
  refundedFen: count,
  inAftersale: count,
});

const parcelSchema = z.object({
  deliveryId: z.string(),
  waybillId: z.string(),
  items: z.array(z.object({ outProductId: z.string(), outSkuId: z.string(), count })),
});

export const attributionSchema = z.object({
  promoterId: z.string().optional(),
  promoterOpenid: z.string().optional(),
  finderNickname: z.string().optional(),
  sharerOpenid: z.string().optional(),
  liveStartTime: count.optional(),
});

export const orderSchema = z
  .object({
    orderId: id,
    outOrderId: z.string().min(1),
    openid: z.string().min(1),
    generation: z.enum(['first', 'second']),
    createTime: time,
    updateTime: time,
    content: z.unknown(),
    lines: z.array(lineSchema),
    status: z.literal(ORDER_STATUSES),
    payment: orNothing(z.object({ transactionId: orNothing(z.string()), payTime: time, amountFen: count })),
    refundedFen: count,
    prepayIds: z.array(z.string()),
    priceChanged: z.boolean(),
    parcels: z.array(parcelSchema),
    shipDoneTime: orNothing(time),
    receiveTime: orNothing(time),
    settlement: orNothing(z.object({ settleNo: z.string(), amountFen: z.number().int(), settleTime: time })),
    attribution: orNothing(attributionSchema),
    aftersales: z.array(z.object({ aftersaleId: id, outAftersaleId: z.string() })),
    ticket: orNothing(z.object({ text: z.string(), expiresAt: time, used: z.boolean() })),
    /** What is to come, and when. */
    due: z.array(z.tuple([z.enum(DUE_KINDS), time])),
    applied: z.object({
      add: count,
      pay: count,
      paymentParameters: count,
      close: count,
      changePrice: count,
      updateAddress: count,
      send: count,
      receive: count,
    }),
    repeatedAdds: count,
  })
  .transform((kept, context): Order => {
    const content = readAgain(addFields(kept.generation), kept.content, context);
    return content === undefined ? z.NEVER : { ...kept, content, due: new Map(kept.due) };
  });
