import { z } from 'zod';
import { defineEndpoint } from '../client/endpoint';
import { orderRef, orderRefToWire } from './order-terms';
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
  unixSeconds,
  wireInt,
  wireList,
  wireText,
  wireTime,
} from './wire';

// WeChat documentation: after-sales that the merchant handles itself and shows at WeChat, for ordinary orders. For orders
// of the sub-merchant these calls may answer success and do nothing.

export const MIRRORED_AFTERSALE_TYPES = { refund: 1, return: 2, exchange: 3 } as const;
export type MirroredAftersaleType = keyof typeof MIRRORED_AFTERSALE_TYPES;

/** WeChat documentation: after-sale status of the first generation; other numbers than those of the second. */
export const MIRRORED_AFTERSALE_STATES = {
  'not-accepted': 0,
  withdrawn: 1,
  requested: 2,
  'merchant-overdue': 3,
  'refund-rejected': 4,
  'return-rejected': 5,
  'return-awaited': 6,
  closed: 7,
  'receipt-awaited': 8,
  refunding: 11,
  'refund-overdue': 12,
  refunded: 13,
  'returned-and-refunded': 14,
  exchanged: 15,
  'replacement-awaited': 16,
  'replacement-shipped': 17,
  'exchange-rejected': 18,
  received: 19,
} as const;
export type MirroredAftersaleState = keyof typeof MIRRORED_AFTERSALE_STATES;

const outAftersaleId = z.string().min(1);
const state = z.enum(keysOf(MIRRORED_AFTERSALE_STATES));
/** Whether no item of the order can go into an after-sale any more: the order is then over, for good. */
const orderFinished = z.boolean();

/** Shows an after-sale at WeChat; to be repeated freely under the same id. 100000 for an order unpaid, refunded or cancelled. */
export const addMirroredAftersale = defineEndpoint({
  path: '/shop/aftersale/add',
  write: true,
  quota: ownPace('mirrored-aftersale-add'),
  request: z
    .object({
      order: orderRef,
      outAftersaleId,
      type: z.enum(keysOf(MIRRORED_AFTERSALE_TYPES)),
      createdAt: z.date(),
      state,
      orderFinished,
      /** Page of the after-sale in the mini program; that of the order when empty. */
      path: z.string(),
      refundFen: fen,
      lines: z
        .array(
          z.object({
            productId: z.string().min(1),
            /** Empty when the product has no SKU. */
            skuId: z.string(),
            quantity: z.number().int().min(1),
          }),
        )
        .min(1),
    })
    .transform((aftersale) =>
      json({
        out_order_id: aftersale.order.outOrderId,
        out_aftersale_id: aftersale.outAftersaleId,
        openid: aftersale.order.openid,
        type: MIRRORED_AFTERSALE_TYPES[aftersale.type],
        create_time: timeText(aftersale.createdAt),
        status: MIRRORED_AFTERSALE_STATES[aftersale.state],
        finish_all_aftersale: aftersale.orderFinished ? 1 : 0,
        path: aftersale.path,
        refund: aftersale.refundFen,
        product_infos: aftersale.lines.map(({ productId, skuId, quantity }) => ({
          out_product_id: productId,
          out_sku_id: skuId,
          product_cnt: quantity,
        })),
      }),
    ),
  response: done,
});

/** Changes the state of a mirrored after-sale, and nothing else of it. */
export const updateMirroredAftersale = defineEndpoint({
  path: '/shop/aftersale/update',
  write: true,
  quota: ownPace('mirrored-aftersale-update'),
  request: z.object({ order: orderRef, outAftersaleId, state, orderFinished }).transform((change) =>
    json({
      out_order_id: change.order.outOrderId,
      out_aftersale_id: change.outAftersaleId,
      openid: change.order.openid,
      status: MIRRORED_AFTERSALE_STATES[change.state],
      finish_all_aftersale: change.orderFinished ? 1 : 0,
    }),
  ),
  response: done,
});

/** The mirrored after-sales of one order. */
export const getMirroredAftersales = defineEndpoint({
  path: '/shop/aftersale/get',
  write: false,
  quota: ownPace('mirrored-aftersale-get'),
  request: orderRef.transform((ref) => json(orderRefToWire(ref))),
  response: z
    .object({
      aftersale_infos: wireList(
        z.object({
          out_aftersale_id: wireText,
          type: optionalInt,
          create_time: wireTime,
          status: wireInt,
          path: optionalText,
          refund: optionalInt,
          product_infos: wireList(
            z.object({ out_product_id: wireText, out_sku_id: wireText, product_cnt: optionalInt }),
          ),
        }),
      ),
    })
    .transform(({ aftersale_infos }) =>
      aftersale_infos.map((row) => ({
        outAftersaleId: row.out_aftersale_id,
        type: nameOf(MIRRORED_AFTERSALE_TYPES, row.type),
        createdAt: row.create_time,
        state: nameOf(MIRRORED_AFTERSALE_STATES, row.status),
        /** The number that WeChat gave for the state. */
        stateCode: row.status,
        path: row.path,
        refundFen: row.refund,
        lines: row.product_infos.map((line) => ({
          productId: line.out_product_id,
          skuId: line.out_sku_id,
          quantity: line.product_cnt,
        })),
      })),
    ),
});

/**
 * Gives the buyer longer to open an after-sale, and delays the settlement: once per order, after the receipt and before the
 * settlement, never shorter, 7 days to 3 years from now. 1010060 for the time; 1010001 when the order is not in that state.
 */
export const extendAftersalePeriod = defineEndpoint({
  path: '/shop/aftersale/update_deadline',
  write: true,
  quota: ownPace('aftersale-deadline'),
  request: z
    .object({ order: orderRef, until: z.date() })
    .transform(({ order, until }) =>
      json({ ...orderRefToWire(order), after_sale_deadline: unixSeconds(until) }),
    ),
  response: done,
});
