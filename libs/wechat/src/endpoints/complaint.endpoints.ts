import { z } from 'zod';
import { defineEndpoint } from '../client/endpoint';
import {
  COMPLAINT_PARTIES,
  COMPLAINT_TYPES,
  complaintEventOf,
  complaintStateOf,
  verdictOf,
} from './complaint-terms';
import { ownPace } from './quotas';
import {
  done,
  json,
  keysOf,
  nameOf,
  optionalId,
  optionalInt,
  optionalText,
  span,
  unixSeconds,
  wireId,
  wireInt,
  wireList,
  wireMilliseconds,
  wireSeconds,
  wireText,
} from './wire';

const digits = (what: string) => z.string().regex(/^\d+$/, `expected the digits of WeChat’s ${what}`);
const complaintId = digits('complaint id');

/** A complaint as WeChat holds it. It hangs on one after-sale. */
const wireComplaint = z
  .object({
    complaint_order_id: wireId,
    after_sale_order_id: optionalId,
    order_id: optionalId,
    type: optionalInt,
    state: wireInt,
    expired_time: wireSeconds,
    openid: wireText,
    judge_result: optionalInt,
    create_time: wireSeconds,
    update_time: wireSeconds,
    phone_number: optionalText,
  })
  .transform((complaint) => ({
    complaintId: complaint.complaint_order_id,
    aftersaleId: complaint.after_sale_order_id,
    wechatOrderId: complaint.order_id,
    type: nameOf(COMPLAINT_TYPES, complaint.type),
    state: complaintStateOf(complaint.state),
    /** The number that WeChat gave for the state. */
    stateCode: complaint.state,
    /** When the present state times out. */
    deadline: complaint.expired_time,
    openid: complaint.openid,
    verdict: verdictOf(complaint.judge_result),
    createdAt: complaint.create_time,
    updatedAt: complaint.update_time,
    /** Of the buyer. Personal data: not for logs. */
    phone: complaint.phone_number,
  }));
export type WechatComplaint = z.output<typeof wireComplaint>;

const wireRecord = z.object({
  state: optionalInt,
  event: optionalInt,
  state_describe: wireText,
  event_describe: wireText,
  time: wireMilliseconds,
  material_info: z.object({ content: wireText, media_url_list: wireList(z.string()) }).nullish(),
  operator_nickname: optionalText,
});

/** What somebody did, in one of three members. */
const wireStep = z
  .object({
    object: optionalInt,
    op_record: wireRecord.nullish(),
    user_record: wireRecord.nullish(),
    merchant_record: wireRecord.nullish(),
  })
  .transform(({ object, op_record, user_record, merchant_record }) => {
    const record = merchant_record ?? user_record ?? op_record;
    const told = merchant_record ? 'merchant' : user_record ? 'buyer' : op_record ? 'platform' : undefined;
    return {
      by: told ?? nameOf(COMPLAINT_PARTIES, object),
      stateCode: record?.state,
      stateText: record?.state_describe ?? '',
      event: complaintEventOf(record?.event),
      eventCode: record?.event,
      eventText: record?.event_describe ?? '',
      at: record?.time,
      content: record?.material_info?.content ?? '',
      mediaUrls: record?.material_info?.media_url_list ?? [],
      operatorNickname: record?.operator_nickname,
    };
  });
export type ComplaintStep = z.output<typeof wireStep>;

/**
 * Reads a page of complaints by the time of their creation. WeChat documentation contradicts itself about the filter on the
 * state, so there is none.
 */
export const listComplaints = defineEndpoint({
  path: '/shop/complaint/get_list',
  write: false,
  quota: ownPace('complaint-list'),
  request: z
    .object({
      type: z.enum(keysOf(COMPLAINT_TYPES)).optional(),
      created: span.optional(),
      aftersaleId: digits('after-sale id').optional(),
      wechatOrderId: digits('order id').optional(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(50),
    })
    .transform((wanted) =>
      json({
        type: wanted.type && COMPLAINT_TYPES[wanted.type],
        // Seconds here; after-sales are listed by milliseconds.
        begin_create_time: wanted.created && unixSeconds(wanted.created.from),
        end_create_time: wanted.created && unixSeconds(wanted.created.to),
        offset: wanted.offset,
        limit: wanted.limit,
        after_sale_order_id: wanted.aftersaleId === undefined ? undefined : BigInt(wanted.aftersaleId),
        order_id: wanted.wechatOrderId,
      }),
    ),
  response: z
    .object({ orders: wireList(wireComplaint), total: optionalInt })
    .transform(({ orders, total }) => ({ total: total ?? orders.length, complaints: orders })),
});

/** Reads one complaint with all that was said and shown. */
export const getComplaint = defineEndpoint({
  path: '/shop/complaint/get',
  write: false,
  quota: ownPace('complaint-get'),
  request: z
    .object({ complaintId })
    .transform((wanted) => json({ complaint_order_id: BigInt(wanted.complaintId) })),
  response: z
    .object({ order: wireComplaint, flow_info: z.object({ list: wireList(wireStep) }).nullish() })
    .transform(({ order, flow_info }) => ({ ...order, steps: flow_info?.list ?? [] })),
});

/** Adds the merchant's evidence. 21001 when the state of the complaint takes none. */
export const uploadComplaintMaterial = defineEndpoint({
  path: '/shop/complaint/upload_material',
  write: true,
  quota: ownPace('complaint-material'),
  request: z
    .object({
      complaintId,
      content: z.string().min(1).optional(),
      mediaUrls: z.array(z.string().min(1)).optional(),
    })
    .refine(({ content, mediaUrls = [] }) => content !== undefined || mediaUrls.length > 0, {
      path: ['content'],
      error: 'expected a text or at least one picture',
    })
    .transform((material) =>
      json({
        complaint_order_id: BigInt(material.complaintId),
        material_info: { content: material.content, media_url_list: material.mediaUrls },
      }),
    ),
  response: done,
});
