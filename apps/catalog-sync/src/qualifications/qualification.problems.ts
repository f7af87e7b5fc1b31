import type { Problem } from '@tongbu/contracts';

type Words = readonly [message: string, messageZh: string, fix: string, fixZh: string];

export function problem(code: string, field: string, [message, messageZh, fix, fixZh]: Words): Problem {
  return { code, field, message, messageZh, fix, fixZh };
}

export function categoryUnknown(category: string): Problem {
  return problem('category-unknown', 'subject', [
    `WeChat has no level 3 category ${category}.`,
    `微信没有编号为 ${category} 的三级类目。`,
    'Use the number of a level 3 category from the category list as the subject. The list is read again every day.',
    '请使用类目列表中的三级类目编号作为 subject。类目列表每天更新。',
  ]);
}

/** Every qualification shows the business licence. */
export function licenceProblems(licenseImages: readonly string[]): Problem[] {
  if (licenseImages.length > 0) return [];
  return [
    problem('licence-missing', 'licenseImages', [
      'There is no picture of the business licence.',
      '缺少营业执照图片。',
      'Add at least one picture of the business licence.',
      '请至少添加一张营业执照图片。',
    ]),
  ];
}
