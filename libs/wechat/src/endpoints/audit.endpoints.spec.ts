import { parseJson } from '../json';
import { readQualificationResult, submitBrand, submitCategory, type BrandDraft } from './audit.endpoints';

const registered: BrandDraft = {
  licenses: ['l'],
  sceneGroups: [1],
  name: '云窑',
  trademarkKind: 'domestic-registered',
  trademarkClass: 21,
  trademarkNumber: '41877203',
  management: 'own',
  imported: false,
  registrant: '云窑陶艺',
  validUntil: new Date('2031-06-29T16:00:00Z'),
  registrationCertificates: ['c'],
  changeCertificates: [],
};
const wire = (draft: BrandDraft): unknown => {
  const prepared = submitBrand.prepare(draft);
  return prepared.ok ? JSON.parse(JSON.stringify(prepared.value)) : prepared.problems;
};

it('sends a registered brand with a licence list, a class as text and times in UTC+8', () => {
  expect(wire(registered)).toEqual({
    kind: 'json',
    json: {
      audit_req: {
        license: ['l'],
        scene_group_list: [1],
        brand_info: {
          brand_audit_type: 1,
          trademark_type: '21',
          brand_management_type: 1,
          commodity_origin_type: 2,
          brand_wording: '云窑',
          trademark_registration_certificate: ['c'],
          trademark_registrant: '云窑陶艺',
          trademark_registrant_nu: '41877203',
          trademark_authorization_period: '2031-06-30 00:00:00',
        },
      },
    },
  });
});

it('sends an imported brand that is applied for and sold by an agent', () => {
  expect(
    wire({
      ...registered,
      trademarkKind: 'overseas-applied',
      management: 'agent',
      imported: true,
      saleAuthorizations: ['s'],
      applicationNotices: ['n'],
      applicant: 'A',
      appliedAt: new Date('2026-01-05T00:00:00Z'),
      customsForms: ['f'],
    }),
  ).toMatchObject({
    json: {
      audit_req: {
        brand_info: {
          brand_audit_type: 4,
          brand_management_type: 2,
          commodity_origin_type: 1,
          sale_authorization: ['s'],
          trademark_registration_application: ['n'],
          trademark_application_time: '2026-01-05 08:00:00',
          imported_goods_form: ['f'],
        },
      },
    },
  });
});

it('names what a brand of its kind lacks', () => {
  const draft = { ...registered, registrant: '', validUntil: undefined, management: 'agent' } as const;
  expect(wire(draft)).toEqual([
    'saleAuthorizations: needed for domestic-registered, agent',
    'registrant: needed for domestic-registered, agent',
    'validUntil: needed for domestic-registered, agent',
  ]);
});

it('sends a category with its three levels, and no scenes when none is open', () => {
  expect(
    submitCategory.prepare({
      licenses: ['l'],
      sceneGroups: [],
      categoryIds: [1300, 130_005, 13_000_501],
      certificates: ['c'],
    }),
  ).toEqual({
    ok: true,
    value: {
      kind: 'json',
      json: {
        audit_req: {
          license: ['l'],
          scene_group_list: [],
          category_info: { level1: 1300, level2: 130_005, level3: 13_000_501, certificate: ['c'] },
        },
      },
    },
  });
});

it('reads the id of a review at the top level', () => {
  expect(submitCategory.read(parseJson('{"errcode":0,"audit_id":"au1"}'))).toEqual({
    ok: true,
    value: { auditId: 'au1' },
  });
  expect(submitCategory.read(parseJson('{"errcode":0}'))).toMatchObject({ ok: false });
  expect(submitCategory.read(parseJson('{"errcode":0,"audit_id":""}'))).toMatchObject({ ok: false });
});

it.each([
  ['{"status":0,"brand_id":0,"reject_reason":""}', { state: 'in-review', rejectReason: '' }],
  ['{"status":1,"brand_id":710901}', { state: 'approved', brandId: 710_901, rejectReason: '' }],
  ['{"status":1,"brand_id":0}', { state: 'approved', rejectReason: '' }],
  ['{"status":9,"brand_id":710901,"reject_reason":"不清晰"}', { state: 'rejected', rejectReason: '不清晰' }],
])('reads the result %s', (data, expected) => {
  expect(readQualificationResult.read(parseJson(`{"errcode":0,"data":${data}}`))).toEqual({
    ok: true,
    value: expected,
  });
});
