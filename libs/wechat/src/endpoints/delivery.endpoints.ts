import { z } from 'zod';
import { defineEndpoint } from '../client/endpoint';
import { orderRef, orderRefToWire } from './order-terms';
import { ownPace } from './quotas';
import { done, json, noParameters, timeText, wireList, wireText } from './wire';

/** The carrier for parcels of a company that is not in the list. */
export const OTHER_CARRIER_ID = 'OTHERS';

/** The express companies that WeChat knows. Changes rarely: keep it. */
export const listCarriers = defineEndpoint({
  path: '/shop/delivery/get_company_list',
  write: false,
  quota: ownPace('delivery-carriers'),
  request: noParameters,
  response: z
    .object({ company_list: wireList(z.object({ delivery_id: wireText, delivery_name: wireText })) })
    .transform(({ company_list }) =>
      company_list.map(({ delivery_id, delivery_name }) => ({ id: delivery_id, name: delivery_name })),
    ),
});

const parcelDraft = z.object({
  /** Of the list of carriers, or {@link OTHER_CARRIER_ID}. */
  carrierId: z.string().min(1),
  waybillId: z.string().min(1),
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
});
export type ParcelDraft = z.input<typeof parcelDraft>;

const shipment = z
  .object({
    order: orderRef,
    /** Whether everything is on its way with this call; cannot be undone. */
    finished: z.boolean(),
    /** None when there is nothing to carry: no shipment, merchant delivery, pick-up. */
    parcels: z.array(parcelDraft),
    /** When the last parcel left; needed when `finished`. */
    doneAt: z.date().optional(),
  })
  .superRefine(({ finished, parcels, doneAt }, context) => {
    const refuse = (name: string, message: string) =>
      context.addIssue({ code: 'custom', path: [name], message });
    if (finished && doneAt === undefined) refuse('doneAt', 'needed when everything is shipped');
    if (!finished && parcels.length === 0) {
      refuse('parcels', 'expected at least one parcel, or an order that is finished');
    }
  });
export type Shipment = z.input<typeof shipment>;

/**
 * Adds parcels to a paid order; nothing of it can be corrected or withdrawn. Not to be repeated blindly: after a lost
 * answer read the order and send what is missing there. 1010037 when an item is in a parcel already, and when a line is
 * split over two; 1010042 when `finished` and an item has no parcel; 1000000 when the order is not to be shipped.
 */
export const sendParcels = defineEndpoint({
  path: '/shop/delivery/send',
  write: true,
  quota: ownPace('delivery-send'),
  request: shipment.transform(({ order, finished, parcels, doneAt }) =>
    json({
      ...orderRefToWire(order),
      finish_all_delivery: finished ? 1 : 0,
      delivery_list: parcels.length === 0 ? undefined : parcels.map(parcelToWire),
      ship_done_time: doneAt && timeText(doneAt),
    }),
  ),
  response: done,
});

function parcelToWire({ carrierId, waybillId, lines }: z.output<typeof parcelDraft>): object {
  return {
    delivery_id: carrierId,
    waybill_id: waybillId,
    product_info_list: lines.map(({ productId, skuId, quantity }) => ({
      out_product_id: productId,
      out_sku_id: skuId,
      product_cnt: quantity,
    })),
  };
}

/** Confirms the receipt in the buyer's name, of an order that is shipped; 1000000 for any other. */
export const confirmReceipt = defineEndpoint({
  // Misspelt on the wire too.
  path: '/shop/delivery/recieve',
  write: true,
  quota: ownPace('delivery-receive'),
  request: orderRef.transform((ref) => json(orderRefToWire(ref))),
  response: done,
});
