import { parsePush } from './parse-push';
import { qualificationPushOf } from './qualification-push';

const envelope = (event: string, body: object) =>
  JSON.stringify({
    ToUserName: 'gh_2b9d41c07e55',
    FromUserName: 'o1',
    CreateTime: 1_767_225_600,
    MsgType: 'event',
    Event: event,
    ...body,
  });
const result = (changes: object) => ({ audit_id: 'au7', status: 1, reject_reason: '', ...changes });

function read(event: string, body: object) {
  const parsed = parsePush(envelope(event, body), 'json');
  if (!parsed.ok) throw new Error('malformed');
  return qualificationPushOf(parsed.push.event, parsed.push.body);
}

const category = 'open_product_category_audit';
const brand = 'open_product_brand_audit';

it.each([
  [
    'an approved category',
    category,
    result({ audit_type: 2 }),
    { of: 'category', auditId: 'au7', state: 'approved', rejectReason: '' },
  ],
  [
    'a rejected category',
    category,
    result({ status: 9, audit_type: 2, reject_reason: '证件不清晰' }),
    { of: 'category', auditId: 'au7', state: 'rejected', rejectReason: '证件不清晰' },
  ],
  [
    'an approved brand with its id',
    brand,
    result({ audit_type: 1, brand_id: 710_901, seq_qc_id: 'x' }),
    { of: 'brand', auditId: 'au7', state: 'approved', rejectReason: '', brandId: 710_901 },
  ],
  [
    'a rejected brand without the id WeChat sends along',
    brand,
    result({ status: 9, audit_type: 1, brand_id: 710_901, reject_reason: '缺少授权' }),
    { of: 'brand', auditId: 'au7', state: 'rejected', rejectReason: '缺少授权' },
  ],
])('reads %s, nested and flattened', (_, event, body, expected) => {
  expect(read(event, { QualificationAuditResult: body })).toEqual(expected);
  expect(read(event, Object.fromEntries(Object.entries(body).map(([k, v]) => [k, String(v)])))).toEqual(
    expected,
  );
});

it('is silent about other events, without an audit, and without a verdict', () => {
  expect(qualificationPushOf('open_product_spu_audit', { audit_id: 'a', status: '1' })).toBeUndefined();
  expect(qualificationPushOf(brand, { status: '1' })).toBeUndefined();
  expect(qualificationPushOf(brand, { audit_id: 'a', status: '0' })).toBeUndefined();
});
