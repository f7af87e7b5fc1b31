import {
  wechatCategoryQualificationApproved,
  wechatCategoryQualificationParked,
  wechatCategoryQualificationRejected,
  wechatCategoryQualificationSubmitted,
  wechatCategoryQualificationWithdrawn,
  type CategoryQualification,
} from '@tongbu/contracts';
import type { DesiredQualification, QualificationRules } from '../qualifications/qualification';
import { qualificationPlanner } from '../qualifications/qualification.planner';
import { categoryFact } from '../references/facts';
import { categoryQualificationProblems } from './category-qualification.limits';

export type CategoryContent = Omit<CategoryQualification, 'version'>;
export type DesiredCategoryQualification = DesiredQualification<CategoryContent>;

/** The id of the row is the number of the level 3 category. */
export const categoryQualificationRules: QualificationRules<CategoryContent> = {
  kind: 'category-qualification',
  // WeChat documentation: 1050003 for every later submission.
  finalOnceApproved: true,
  // WeChat documentation: 1050009 while a review is running.
  patienceMs: 0,
  problemsOf: categoryQualificationProblems,
  picturesOf: ({ licenseImages, certificates }) => [...new Set([...licenseImages, ...certificates])],
  factsOf: (categoryId) => [categoryFact(Number(categoryId))],
  events: {
    submitted: wechatCategoryQualificationSubmitted,
    approved: wechatCategoryQualificationApproved,
    rejected: wechatCategoryQualificationRejected,
    withdrawn: wechatCategoryQualificationWithdrawn,
    parked: wechatCategoryQualificationParked,
  },
};

export const categoryQualificationPlanner = qualificationPlanner(categoryQualificationRules);
