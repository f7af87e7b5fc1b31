import type { Problem } from '@tongbu/contracts';
import { brandNeeds, type BrandNeed } from '@tongbu/wechat';
import { licenceProblems, problem } from '../qualifications/qualification.problems';
import type { BrandContent } from './brand-qualification';

/** What a kind of brand needs, in the words of a merchant. */
const NEEDS: Readonly<Record<BrandNeed, readonly [what: string, whatZh: string]>> = {
  saleAuthorizations: ['an agent needs pictures of the sales authorisation', '代理品牌需要销售授权书图片'],
  registrationCertificates: [
    'a registered mark needs pictures of its certificate',
    '已注册商标（R）需要商标注册证图片',
  ],
  registrant: ['a registered mark needs its registrant', '已注册商标（R）需要注册人'],
  validUntil: ['a registered mark needs the end of its validity', '已注册商标（R）需要有效期截止时间'],
  applicationNotices: [
    'a mark that is applied for needs pictures of the notice of acceptance',
    '申请中的商标（TM）需要受理通知书图片',
  ],
  applicant: ['a mark that is applied for needs its applicant', '申请中的商标（TM）需要申请人'],
  appliedAt: [
    'a mark that is applied for needs the time of the application',
    '申请中的商标（TM）需要申请时间',
  ],
};

/** Everything WeChat would refuse, found before a call is spent, all at once. */
export function brandQualificationProblems(content: BrandContent): Problem[] {
  return [
    ...emptyText('brandName', 'brand', '品牌名称', content.brandName),
    ...emptyText('trademarkNumber', 'trademark number', '商标注册号或申请号', content.trademarkNumber),
    ...classProblems(content.trademarkClass),
    ...licenceProblems(content.licenseImages),
    ...brandNeeds(content)
      .filter((field) => (content[field] ?? '').length === 0)
      .map(missing),
  ];
}

function emptyText(field: string, what: string, whatZh: string, text: string): Problem[] {
  if (text.trim() !== '') return [];
  return [
    problem(`${field === 'brandName' ? 'brand-name' : 'trademark-number'}-missing`, field, [
      `The ${what} is empty.`,
      `${whatZh}为空。`,
      `Fill in the ${what}.`,
      `请填写${whatZh}。`,
    ]),
  ];
}

function classProblems(trademarkClass: number): Problem[] {
  if (trademarkClass >= 1 && trademarkClass <= 45) return [];
  return [
    problem('trademark-class-wrong', 'trademarkClass', [
      `There is no class ${trademarkClass} of goods.`,
      `商标类别 ${trademarkClass} 不存在。`,
      'Use the class the mark is registered in, 1 to 45.',
      '请填写商标的国际分类，1 到 45。',
    ]),
  ];
}

function missing(field: BrandNeed): Problem {
  const [what, whatZh] = NEEDS[field];
  return problem('brand-incomplete', field, [
    `Missing: ${what}.`,
    `缺少信息：${whatZh}。`,
    `Add ${field}, or correct the kind of trademark or management.`,
    `请补充 ${field}，或更正商标类型、经营类型。`,
  ]);
}
