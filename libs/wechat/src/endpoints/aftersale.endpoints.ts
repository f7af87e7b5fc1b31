import { z } from 'zod';
import { defineEndpoint } from '../client/endpoint';
import { AFTERSALE_STATES, AFTERSALE_TYPES, aftersaleRef, aftersaleRefToWire } from './aftersale-terms';
import { wireAftersale } from './aftersale.wire';
import { orderRef } from './order-terms';
import { ownPace } from './quotas';
import { done, fen, json, keysOf, span, wireFlag, wireId, wireList } from './wire';

// WeChat documentation: after-sales of orders that the sub-merchant collects; any other order gives 2747027, and an
// account without the upgraded component 48001. Only one write at a time per order: another gives 2747026.

const nothing = z.strictObject({}).transform(() => undefined);

const application = {
  type: z.enum(keysOf(AFTERSALE_TYPES)),
  amountFen: fen,
  /** In words. */
  reasonText: z.string().min(1),
  /** See `AFTERSALE_REASONS`. */
  reasonCode: z.number().int().min(1),
  /** Links from `/shop/img/upload` (2747010); without a thumbnail the picture itself. The number for videos is presumed. */
  media: z
    .array(
      z.object({
        kind: z.enum(['image', 'video']),
        url: z.string().min(1),
        thumbnailUrl: z.string().optional(),
      }),
    )
    .optional(),
};

function applicationToWire(wanted: z.output<z.ZodObject<typeof application>>): object {
  return {
    orderamt: wanted.amountFen,
    refund_reason: wanted.reasonText,
    refund_reason_type: wanted.reasonCode,
    media_list: wanted.media?.map(({ kind, url, thumbnailUrl }) => ({
      type: kind === 'image' ? 1 : 2,
      url,
      thumb_url: thumbnailUrl ?? url,
    })),
  };
}

/**
 * Opens an after-sale for the buyer, for one line of an order; the shop's return address must be set before. 2747013 when
 * the id exists: after a lost answer read it. 2747014 above what can be refunded, 2747016 after five openings and edits.
 */
export const addAftersale = defineEndpoint({
  path: '/shop/ecaftersale/add',
  write: true,
  quota: ownPace('aftersale-add'),
  request: z
    .object({
      order: orderRef,
      /** The merchant's id of the after-sale: what it is looked up by when the answer is lost. */
      outAftersaleId: z.string().min(1),
      product: z.object({
        productId: z.string().min(1),
        /** Empty when the product has no SKU. */
        skuId: z.string(),
        quantity: z.number().int().min(1),
      }),
      ...application,
    })
    .transform(({ order, outAftersaleId, product, ...wanted }) =>
      json({
        out_order_id: order.outOrderId,
        out_aftersale_id: outAftersaleId,
        openid: order.openid,
        type: AFTERSALE_TYPES[wanted.type],
        product_info: {
          out_product_id: product.productId,
          out_sku_id: product.skuId === '' ? undefined : product.skuId,
          product_cnt: product.quantity,
        },
        ...applicationToWire(wanted),
      }),
    ),
  response: z
    .object({ aftersale_id: wireId })
    .transform(({ aftersale_id }) => ({ aftersaleId: aftersale_id }))
    .refine(({ aftersaleId }) => aftersaleId !== '' && aftersaleId !== '0', 'no after-sale id'),
});

/** Edits an application in the buyer's name; the type must stay. Counts towards the five of 2747016. */
export const updateAftersale = defineEndpoint({
  path: '/shop/ecaftersale/update',
  write: true,
  quota: ownPace('aftersale-update'),
  request: z
    .object({ aftersale: aftersaleRef, openid: z.string().min(1), ...application })
    .transform(({ aftersale, openid, ...wanted }) =>
      json({
        ...aftersaleRefToWire(aftersale),
        openid,
        type: AFTERSALE_TYPES[wanted.type],
        ...applicationToWire(wanted),
      }),
    ),
  response: done,
});

/** Withdraws an application in the buyer's name. 2747008 when its state has gone past that: read it. */
export const cancelAftersale = defineEndpoint({
  path: '/shop/ecaftersale/cancel',
  write: true,
  quota: ownPace('aftersale-cancel'),
  request: z
    .object({ aftersale: aftersaleRef, openid: z.string().min(1) })
    .transform(({ aftersale, openid }) => json({ ...aftersaleRefToWire(aftersale), openid })),
  response: done,
});

/** Reads one after-sale. 2747007 when there is none; nothing at all may come right after its event. */
export const getAftersale = defineEndpoint({
  path: '/shop/ecaftersale/get',
  write: false,
  quota: ownPace('aftersale-get'),
  request: aftersaleRef.transform((ref) => json(aftersaleRefToWire(ref))),
  response: z
    .object({ after_sales_order: z.union([nothing, wireAftersale]).nullish() })
    .transform((answer) => answer.after_sales_order ?? undefined),
});

/** Reads a page of ids, by the time of their creation: whatever changed later is found by reading those that are open. */
export const listAftersales = defineEndpoint({
  path: '/shop/ecaftersale/get_list',
  write: false,
  quota: ownPace('aftersale-list'),
  request: z
    .object({
      state: z.enum(keysOf(AFTERSALE_STATES)).optional(),
      outOrderId: z.string().min(1).optional(),
      openid: z.string().min(1).optional(),
      created: span.optional(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(50),
    })
    .transform((wanted) =>
      json({
        status: wanted.state && AFTERSALE_STATES[wanted.state],
        out_order_id: wanted.outOrderId,
        openid: wanted.openid,
        // Milliseconds here; complaints are listed by seconds.
        begin_create_time: wanted.created?.from.getTime(),
        end_create_time: wanted.created?.to.getTime(),
        offset: wanted.offset,
        limit: wanted.limit,
      }),
    ),
  response: z
    .object({ after_sales_orders: wireList(wireId), has_more: wireFlag })
    .transform(({ after_sales_orders, has_more }) => ({
      aftersaleIds: after_sales_orders,
      hasMore: has_more,
    })),
});

/** Tells in the buyer's name how the goods come back. */
export const uploadReturnInfo = defineEndpoint({
  path: '/shop/ecaftersale/uploadreturninfo',
  write: true,
  quota: ownPace('aftersale-return-info'),
  request: z
    .object({
      aftersale: aftersaleRef,
      openid: z.string().min(1),
      /** Of `listCarriers`. */
      carrierId: z.string().min(1),
      waybillId: z.string().min(1),
      carrierName: z.string().optional(),
    })
    .transform(({ aftersale, openid, carrierId, waybillId, carrierName }) =>
      json({
        ...aftersaleRefToWire(aftersale),
        openid,
        delivery_id: carrierId,
        waybill_id: waybillId,
        delivery_name: carrierName,
      }),
    ),
  response: done,
});
