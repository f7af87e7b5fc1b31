import {
  wechatBrandQualificationApproved,
  wechatBrandQualificationParked,
  wechatBrandQualificationRejected,
  wechatBrandQualificationSubmitted,
  wechatBrandQualificationWithdrawn,
  type BrandQualification,
} from '@tongbu/contracts';
import type { DesiredQualification, QualificationRules } from '../qualifications/qualification';
import { qualificationPlanner } from '../qualifications/qualification.planner';
import { brandFact } from '../references/facts';
import { brandQualificationProblems } from './brand-qualification.limits';

export type BrandContent = Omit<BrandQualification, 'version'>;
export type DesiredBrandQualification = DesiredQualification<BrandContent>;

const DAY_MS = 24 * 3_600_000;

export const pictureFields = [
  'licenseImages',
  'saleAuthorizations',
  'registrationCertificates',
  'changeCertificates',
  'applicationNotices',
  'customsForms',
] as const satisfies readonly (keyof BrandContent)[];

/** The id of the row is the merchant's own key of the brand. */
export const brandQualificationRules: QualificationRules<BrandContent> = {
  kind: 'brand-qualification',
  // A renewed or changed trademark is reviewed again.
  finalOnceApproved: false,
  patienceMs: DAY_MS,
  problemsOf: (_, content) => brandQualificationProblems(content),
  picturesOf: (content) => [...new Set(pictureFields.flatMap((field) => content[field]))],
  factsOf: (_, brandId) => (brandId === null ? [] : [brandFact(brandId)]),
  events: {
    submitted: wechatBrandQualificationSubmitted,
    approved: wechatBrandQualificationApproved,
    rejected: wechatBrandQualificationRejected,
    withdrawn: wechatBrandQualificationWithdrawn,
    parked: wechatBrandQualificationParked,
  },
};

export const brandQualificationPlanner = qualificationPlanner(brandQualificationRules);
