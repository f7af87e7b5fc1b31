import type { App } from '../accounts/app';
import { endpoint, type JsonEndpoint } from '../api/endpoint';
import { ERR } from '../api/errcodes';
import {
  either,
  integer,
  list,
  optional,
  record,
  text,
  uint64,
  uint64Text,
  type ValueOf,
} from '../api/fields';
import { accept, refuse, withoutAbsent, type Payload, type Result } from '../api/result';
import type { Complaint, ComplaintStep } from './complaint';
import type { ComplaintDesk } from './complaint-desk';

const id = () => either(uint64(), uint64Text());
const optionalInteger = () => optional(integer({ invalid: ERR.AFTERSALE_PARAMETER, min: 0 }));

const listFields = record({
  status: optionalInteger(),
  state: optionalInteger(),
  type: optionalInteger(),
  begin_create_time: optionalInteger(),
  end_create_time: optionalInteger(),
  after_sale_order_id: optional(id()),
  order_id: optional(uint64Text()),
  offset: integer({ missing: ERR.AFTERSALE_PARAMETER, min: 0 }),
  limit: integer({ missing: ERR.AFTERSALE_PARAMETER, invalid: ERR.AFTERSALE_PARAMETER, min: 1, max: 50 }),
});
const getFields = record({ complaint_order_id: id() });
const materialFields = record({
  complaint_order_id: id(),
  material_info: record({ content: text(), media_url_list: optional(list(text())) }),
});

export function complaintEndpoints(desk: ComplaintDesk): readonly JsonEndpoint[] {
  return [
    endpoint('/shop/complaint/get_list', listFields, listComplaints),
    endpoint('/shop/complaint/get', getFields, (app, { complaint_order_id }) => {
      const found = app.complaints.find(complaint_order_id);
      if (found === undefined) return refuse(ERR.AFTERSALE_UNKNOWN, 'no such complaint');
      return accept({ order: viewOf(found), flow_info: { list: found.steps.map(stepView) } });
    }),
    endpoint(
      '/shop/complaint/upload_material',
      materialFields,
      (app, { complaint_order_id, material_info }) => {
        const found = app.complaints.find(complaint_order_id);
        if (found === undefined) return refuse(ERR.AFTERSALE_UNKNOWN, 'no such complaint');
        const { content, media_url_list: media = [] } = material_info;
        const foreign = media.find((url) => !app.acceptsImage(url));
        if (foreign !== undefined) return refuse(ERR.AFTERSALE_IMAGE, foreign);
        return desk.addEvidence(app, found, 'merchant', { content, media }) ?? accept({});
      },
    ),
  ];
}

/** By the time of creation in seconds. The documentation does not agree on the name of the filter by state: none is taken. */
function listComplaints(app: App, request: ValueOf<typeof listFields>): Result<Payload> {
  const { begin_create_time: from = 0, end_create_time: to = Number.MAX_SAFE_INTEGER } = request;
  if (from > to) return refuse(ERR.TIME_RANGE);
  const found = app.complaints.all().filter(({ createTime, type, aftersaleId, orderId }) => {
    const created = Math.floor(createTime.getTime() / 1_000);
    return (
      created >= from &&
      created <= to &&
      (request.type === undefined || request.type === type) &&
      (request.after_sale_order_id === undefined || request.after_sale_order_id === aftersaleId) &&
      (request.order_id === undefined || request.order_id === orderId)
    );
  });
  const page = found.slice(request.offset, request.offset + request.limit);
  return accept({ orders: page.map(viewOf), total: found.length });
}

const seconds = (at: Date) => Math.floor(at.getTime() / 1_000);

function viewOf(complaint: Complaint): Payload {
  return {
    complaint_order_id: complaint.complaintId,
    after_sale_order_id: complaint.aftersaleId,
    order_id: String(complaint.orderId),
    type: complaint.type,
    state: complaint.state,
    expired_time: complaint.expiresAt === undefined ? 0 : seconds(complaint.expiresAt),
    openid: complaint.openid,
    judge_result: complaint.judgeResult,
    create_time: seconds(complaint.createTime),
    update_time: seconds(complaint.updateTime),
    phone_number: '13000000000',
  };
}

const SIDES = {
  buyer: { object: 1, member: 'user_record' },
  service: { object: 2, member: 'op_record' },
  merchant: { object: 3, member: 'merchant_record' },
} as const;

function stepView({ by, state, event, at, material }: ComplaintStep): Payload {
  const { object, member } = SIDES[by];
  return {
    object,
    [member]: withoutAbsent({
      state,
      event,
      state_describe: `state ${state}`,
      event_describe: `event ${event}`,
      time: String(at.getTime()),
      material_info: material && { content: material.content, media_url_list: material.media },
    }),
  };
}
