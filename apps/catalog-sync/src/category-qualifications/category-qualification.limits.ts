import type { Problem } from '@tongbu/contracts';
import { categoryUnknown, licenceProblems, problem } from '../qualifications/qualification.problems';
import type { CategoryContent } from './category-qualification';

/** WeChat documentation: category audit. */
const MOST_CERTIFICATES = 10;

/** Everything WeChat would refuse, found before a call is spent, all at once. */
export function categoryQualificationProblems(
  categoryId: string,
  { licenseImages, certificates }: CategoryContent,
): Problem[] {
  return [
    ...(/^[1-9]\d{0,14}$/.test(categoryId) ? [] : [categoryUnknown(categoryId)]),
    ...licenceProblems(licenseImages),
    ...certificateProblems(certificates.length),
  ];
}

function certificateProblems(count: number): Problem[] {
  if (count === 0) {
    return [
      problem('certificates-missing', 'certificates', [
        'There is no picture of what the category asks for.',
        '缺少类目资质图片。',
        'Add 1 to 10 pictures; the category list says what the category asks for.',
        '请添加 1 到 10 张类目资质图片，所需资质见类目列表说明。',
      ]),
    ];
  }
  if (count <= MOST_CERTIFICATES) return [];
  return [
    problem('too-many-certificates', 'certificates', [
      `There are ${count} pictures; WeChat takes at most ${MOST_CERTIFICATES}.`,
      `类目资质图片有 ${count} 张，微信最多允许 ${MOST_CERTIFICATES} 张。`,
      `Remove ${count - MOST_CERTIFICATES} of them.`,
      `请删除 ${count - MOST_CERTIFICATES} 张。`,
    ]),
  ];
}
