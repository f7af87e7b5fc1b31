import { z } from 'zod';
import { defineEndpoint } from '../client/endpoint';
import { ownPace } from './quotas';
import { json, keysOf, timeText, wireId, wireInt, wireText } from './wire';

/** Links from `/shop/img/upload`; any other address gives 1070010. */
const pictures = z.array(z.string().min(1));

const TRADEMARK_KINDS = {
  'domestic-registered': 1,
  'domestic-applied': 2,
  'overseas-registered': 3,
  'overseas-applied': 4,
} as const;
const MANAGEMENT = { own: 1, agent: 2, none: 3 } as const;

const brandDraft = z
  .object({
    licenses: pictures.min(1),
    /** Sales scenes the review is for; empty until a scene is open. */
    sceneGroups: z.array(z.number().int()),
    name: z.string().min(1),
    trademarkKind: z.enum(keysOf(TRADEMARK_KINDS)),
    /** Nice class, 1 to 45. */
    trademarkClass: z.number().int().min(1).max(45),
    /** Of the registration, or of the application. */
    trademarkNumber: z.string().min(1),
    management: z.enum(keysOf(MANAGEMENT)),
    imported: z.boolean(),
    saleAuthorizations: pictures.optional(),
    registrant: z.string().optional(),
    validUntil: z.date().optional(),
    registrationCertificates: pictures.optional(),
    changeCertificates: pictures.optional(),
    applicant: z.string().optional(),
    appliedAt: z.date().optional(),
    applicationNotices: pictures.optional(),
    customsForms: pictures.optional(),
  })
  .superRefine((brand, context) => {
    for (const name of brandNeeds(brand)) {
      const value = brand[name];
      if (value === undefined || (!(value instanceof Date) && value.length === 0)) {
        context.addIssue({
          code: 'custom',
          path: [name],
          message: `needed for ${brand.trademarkKind}, ${brand.management}`,
        });
      }
    }
  });
export type BrandDraft = z.input<typeof brandDraft>;

const REGISTERED = ['registrationCertificates', 'registrant', 'validUntil'] as const;
const APPLIED = ['applicationNotices', 'applicant', 'appliedAt'] as const;
export type BrandNeed = (typeof REGISTERED | typeof APPLIED)[number] | 'saleAuthorizations';

/** What a brand needs beside the members every brand has. WeChat documentation: brand audit. */
export function brandNeeds({
  trademarkKind,
  management,
}: Pick<BrandDraft, 'trademarkKind' | 'management'>): readonly BrandNeed[] {
  const isRegistered = trademarkKind === 'domestic-registered' || trademarkKind === 'overseas-registered';
  return [
    ...(management === 'agent' ? (['saleAuthorizations'] as const) : []),
    ...(isRegistered ? REGISTERED : APPLIED),
  ];
}

const submitted = z
  .object({ audit_id: wireId })
  .transform(({ audit_id }) => ({ auditId: audit_id }))
  .refine(({ auditId }) => auditId !== '', 'no audit id');

/** Submits a brand for review. WeChat documentation does not say what it answers to the same brand twice. */
export const submitBrand = defineEndpoint({
  path: '/shop/audit/audit_brand',
  write: true,
  quota: ownPace('audit-brand'),
  request: brandDraft.transform((brand) =>
    json({
      audit_req: {
        license: brand.licenses,
        scene_group_list: brand.sceneGroups,
        brand_info: {
          brand_audit_type: TRADEMARK_KINDS[brand.trademarkKind],
          trademark_type: String(brand.trademarkClass),
          brand_management_type: MANAGEMENT[brand.management],
          commodity_origin_type: brand.imported ? 1 : 2,
          brand_wording: brand.name,
          sale_authorization: given(brand.saleAuthorizations),
          trademark_registration_certificate: given(brand.registrationCertificates),
          trademark_change_certificate: given(brand.changeCertificates),
          trademark_registrant: brand.registrant,
          trademark_registrant_nu: brand.trademarkNumber,
          trademark_authorization_period: brand.validUntil && timeText(brand.validUntil),
          trademark_registration_application: given(brand.applicationNotices),
          trademark_applicant: brand.applicant,
          trademark_application_time: brand.appliedAt && timeText(brand.appliedAt),
          imported_goods_form: given(brand.customsForms),
        },
      },
    }),
  ),
  response: submitted,
});

/** An optional list is left out when it is empty. */
function given(list: readonly string[] | undefined): readonly string[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

/**
 * Submits a category's qualification for review. 1050003 approved already, 1050009 under review (also for a while after
 * a rejection), 1050011 the category needs none.
 */
export const submitCategory = defineEndpoint({
  path: '/shop/audit/audit_category',
  write: true,
  quota: ownPace('audit-category'),
  request: z
    .object({
      licenses: pictures.min(1),
      sceneGroups: z.array(z.number().int()),
      /** Level 1, 2 and 3. */
      categoryIds: z.tuple([z.number().int(), z.number().int(), z.number().int()]),
      certificates: pictures.min(1).max(10),
    })
    .transform(({ licenses, sceneGroups, categoryIds: [level1, level2, level3], certificates }) =>
      json({
        audit_req: {
          license: licenses,
          scene_group_list: sceneGroups,
          category_info: { level1, level2, level3, certificate: certificates },
        },
      }),
    ),
  response: submitted,
});

/** State of a review; a value that is not documented counts as under review, and is asked for again. */
export type QualificationState = 'in-review' | 'approved' | 'rejected';

export function qualificationStateOf(status: string | number): QualificationState {
  switch (Number(status)) {
    case 1:
      return 'approved';
    case 9:
      return 'rejected';
    default:
      return 'in-review';
  }
}

/** The result of a brand's or category's review. 1050005 when there is no such review. */
export const readQualificationResult = defineEndpoint({
  path: '/shop/audit/result',
  write: false,
  quota: ownPace('audit-result'),
  request: z.object({ auditId: z.string().min(1) }).transform(({ auditId }) => json({ audit_id: auditId })),
  response: z
    .object({
      data: z.object({ status: wireInt, brand_id: wireInt.nullish(), reject_reason: wireText }),
    })
    .transform(({ data }) => {
      const state = qualificationStateOf(data.status);
      // WeChat documentation: 0 where it does not apply; on a rejection it is there and of no use.
      const brandId = state === 'approved' && data.brand_id ? data.brand_id : undefined;
      return { state, brandId, rejectReason: data.reject_reason };
    }),
});
