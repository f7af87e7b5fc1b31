import { describePushes } from '../../test-support/push.suite';
import { qualificationPushOf } from './qualification-push';

const result = (changes: object) => ({ audit_id: 'au7', status: 1, reject_reason: '', ...changes });

const category = 'open_product_category_audit';
const brand = 'open_product_brand_audit';

describePushes(qualificationPushOf, 'QualificationAuditResult', [
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
]);

it('is silent about other events, without an audit, and without a verdict', () => {
  expect(qualificationPushOf('open_product_spu_audit', { audit_id: 'a', status: '1' })).toBeUndefined();
  expect(qualificationPushOf(brand, { status: '1' })).toBeUndefined();
  expect(qualificationPushOf(brand, { audit_id: 'a', status: '0' })).toBeUndefined();
});
