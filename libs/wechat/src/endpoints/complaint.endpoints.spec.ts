import { documented, read, sent } from '../../test-support/wire-text';
import { complaintEventOf, complaintStateOf, verdictOf } from './complaint-terms';
import { getComplaint, listComplaints, uploadComplaintMaterial } from './complaint.endpoints';

const complaintId = '9007199254740993';
const row = `{"complaint_order_id":9007199254740993,"after_sale_order_id":4000000007314883,
  "order_id":"3309517286640325887","type":8,"state":230003,"expired_time":1668499407,"openid":"o1","judge_result":0,
  "create_time":1668413007,"update_time":"1668413008","phone_number":"13000000000"}`;
const complaint = {
  complaintId,
  aftersaleId: '4000000007314883',
  wechatOrderId: '3309517286640325887',
  type: 'no-agreement-on-handling',
  state: { name: 'merchant-evidence-awaited', awaits: 'merchant' },
  stateCode: 230_003,
  deadline: new Date(1_668_499_407_000),
  openid: 'o1',
  createdAt: new Date(1_668_413_007_000),
  updatedAt: new Date(1_668_413_008_000),
  phone: '13000000000',
};

it('asks for a page by seconds, with the order’s id as text', () => {
  const created = { from: new Date(1_668_413_007_999), to: new Date(1_668_413_008_000) };
  const filters = {
    type: 'shipped-late',
    aftersaleId: complaintId,
    wechatOrderId: '3309517286640325887',
  } as const;
  expect(sent(listComplaints.prepare({ created, ...filters, offset: 0, limit: 50 }))).toBe(
    documented(
      '{"type":1,"begin_create_time":1668413007,"end_create_time":1668413008,"offset":0,"limit":50,"after_sale_order_id":9007199254740993,"order_id":"3309517286640325887"}',
    ),
  );
  expect(sent(listComplaints.prepare({ offset: -1, limit: 51, wechatOrderId: 'SO-1' }))).toEqual([
    'wechatOrderId: expected the digits of WeChat’s order id',
    expect.stringContaining('offset: '),
    expect.stringContaining('limit: '),
  ]);
});

it('reads a page', () => {
  expect(read(listComplaints, `{"errcode":0,"orders":[${row}],"total":"12"}`)).toEqual({
    ok: true,
    value: { total: 12, complaints: [complaint] },
  });
  expect(read(listComplaints, '{"errcode":0}')).toEqual({ ok: true, value: { total: 0, complaints: [] } });
});

it('reads a complaint with what everybody did', () => {
  const answer = `{"errcode":0,"order":${row},"flow_info":{"list":[
    {"object":1,"user_record":{"state":230000,"event":240001,"state_describe":"s","event_describe":"e",
     "time":"1668413007123","material_info":{"content":"torn","media_url_list":["u"]}}},
    {"op_record":{"state":230003,"event":240002,"time":1668413008000}},
    {"object":3,"merchant_record":{"state":230007,"event":249999,"operator_nickname":"Lin"}},
    {"object":2}]}}`;
  const silent = { stateText: '', eventText: '', content: '', mediaUrls: [] };
  expect(read(getComplaint, answer)).toEqual({
    ok: true,
    value: {
      ...complaint,
      steps: [
        {
          by: 'buyer',
          stateCode: 230_000,
          stateText: 's',
          event: 'opened',
          eventCode: 240_001,
          eventText: 'e',
          at: new Date(1_668_413_007_123),
          content: 'torn',
          mediaUrls: ['u'],
        },
        {
          ...silent,
          by: 'platform',
          stateCode: 230_003,
          event: 'evidence-merchant-asked',
          eventCode: 240_002,
          at: new Date(1_668_413_008_000),
        },
        {
          ...silent,
          by: 'merchant',
          stateCode: 230_007,
          event: 'other',
          eventCode: 249_999,
          operatorNickname: 'Lin',
        },
        { ...silent, by: 'platform' },
      ],
    },
  });
  expect(sent(getComplaint.prepare({ complaintId }))).toBe('{"complaint_order_id":9007199254740993}');
});

it('sends evidence, a text or pictures', () => {
  expect(sent(uploadComplaintMaterial.prepare({ complaintId, content: 'proof', mediaUrls: ['u'] }))).toBe(
    documented(
      '{"complaint_order_id":9007199254740993,"material_info":{"content":"proof","media_url_list":["u"]}}',
    ),
  );
  expect(sent(uploadComplaintMaterial.prepare({ complaintId }))).toEqual([
    'content: expected a text or at least one picture',
  ]);
});

it('keeps states that are not documented apart from those that wait or have ended', () => {
  const waiting = Array.from({ length: 30 }, (_, index) => 230_000 + index).filter((code) =>
    ['merchant', 'both'].includes(complaintStateOf(code).awaits),
  );
  expect(waiting).toEqual([230_003, 230_004, 230_006, 230_016, 230_017, 230_019]);
  expect(complaintStateOf(230_012)).toMatchObject({ name: 'finished', ended: true });
  expect(complaintStateOf(1)).toEqual({ name: 'other', awaits: 'nobody' });
});

it.each([
  [240_011, 'evidence-merchant-added-buyer-missing'],
  [240_042, 'return-evidence-buyer-added'],
  [240_052, 'return-evidence-both-asked-both-timed-out'],
  [240_069, 'return-and-refund-nobody-responsible'],
  [240_017, 'other'],
])('names event %d %s', (code, name) => {
  expect(complaintEventOf(code)).toBe(name);
});

it.each([
  [0, undefined],
  [1, { decision: 'refund', responsible: 'merchant' }],
  [6, { decision: 'return-and-refund', responsible: 'buyer' }],
  [12, { decision: 'no-refund', responsible: 'nobody' }],
  [13, undefined],
])('reads the result %d', (code, verdict) => {
  expect(verdictOf(code)).toEqual(verdict);
});
