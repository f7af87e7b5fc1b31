import { z } from 'zod';
import { defineEndpoint } from '../client/endpoint';
import { orderRef, orderRefToWire } from './order-terms';
import { pageOfOrders, wireOrder } from './order.wire';
import { ownPace } from './quotas';
import { json, keysOf, pageOf, span, timeText } from './wire';

/** Reads one order. 1010011 when there is none under this id and openid. */
export const getOrder = defineEndpoint({
  path: '/shop/order/get',
  write: false,
  quota: ownPace('order-get'),
  request: orderRef.transform((ref) => json(orderRefToWire(ref))),
  // WeChat documentation: the table of fields says `data`, every sample says `order`.
  response: z
    .object({ order: wireOrder.nullish(), data: wireOrder.nullish() })
    .transform(({ order, data }, context) => {
      const read = order ?? data;
      if (read) return read;
      context.addIssue({ code: 'custom', path: ['order'], message: 'no order' });
      return z.NEVER;
    }),
});

const SORT_ORDERS = { 'newest-first': 1, 'oldest-first': 2 } as const;

/** Reads a page of orders by the time of their creation. There is no filter on the status. */
export const listOrders = defineEndpoint({
  path: '/shop/order/get_list',
  write: false,
  quota: ownPace('order-list'),
  request: z
    .object({ ...pageOf(100), sort: z.enum(keysOf(SORT_ORDERS)), created: span.optional() })
    .transform((wanted) =>
      json({
        page: wanted.page,
        page_size: wanted.pageSize,
        sort_order: SORT_ORDERS[wanted.sort],
        start_create_time: wanted.created && timeText(wanted.created.from),
        end_create_time: wanted.created && timeText(wanted.created.to),
      }),
    ),
  response: pageOfOrders,
});

const paidPage = { ...pageOf(100), paid: span.optional() };
function paidPageToWire(wanted: z.output<z.ZodObject<typeof paidPage>>): object {
  return {
    start_pay_time: wanted.paid && timeText(wanted.paid.from),
    end_pay_time: wanted.paid && timeText(wanted.paid.to),
    page: wanted.page,
    page_size: wanted.pageSize,
  };
}

/** Reads a page of the paid orders that a promoter brought. The total was seen above 0 with no orders. */
export const listOrdersOfPromoter = defineEndpoint({
  path: '/shop/order/get_list_by_finder',
  write: false,
  quota: ownPace('order-list-promoter'),
  request: z
    .object({ ...paidPage, promoterId: z.string().min(1) })
    .transform((wanted) => json({ promoter_id: wanted.promoterId, ...paidPageToWire(wanted) })),
  response: pageOfOrders,
});

/** Reads a page of the paid orders that a sharer brought. */
export const listOrdersOfSharer = defineEndpoint({
  path: '/shop/order/get_list_by_sharer',
  write: false,
  quota: ownPace('order-list-sharer'),
  request: z
    .object({ ...paidPage, sharerOpenid: z.string().min(1) })
    .transform((wanted) => json({ sharer_openid: wanted.sharerOpenid, ...paidPageToWire(wanted) })),
  response: pageOfOrders,
});
