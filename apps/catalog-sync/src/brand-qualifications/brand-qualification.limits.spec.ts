import { brandQualification, brandQualificationSubmitted, type BrandQualification } from '@tongbu/contracts';
import { brandQualificationProblems } from './brand-qualification.limits';

const brand = brandQualification.parse(brandQualificationSubmitted.sample);
const found = (change: Partial<BrandQualification>) =>
  brandQualificationProblems({ ...brand, ...change }).map(({ code, field }) => `${code} ${field}`);
const PICTURE = ['https://img.shop.example/a.jpg'];

it('takes the sample', () => {
  expect(found({})).toEqual([]);
});

it.each<[string, Partial<BrandQualification>, string[]]>([
  ['no licence', { licenseImages: [] }, ['licence-missing licenseImages']],
  ['class 46', { trademarkClass: 46 }, ['trademark-class-wrong trademarkClass']],
  ['class 0', { trademarkClass: 0 }, ['trademark-class-wrong trademarkClass']],
  ['an empty name', { brandName: ' ' }, ['brand-name-missing brandName']],
  ['an empty number', { trademarkNumber: '' }, ['trademark-number-missing trademarkNumber']],
  ['an agent without authorisation', { management: 'agent' }, ['brand-incomplete saleAuthorizations']],
  [
    'a registered mark without its certificate and dates',
    {
      trademarkKind: 'overseas-registered',
      registrationCertificates: [],
      registrant: '',
      validUntil: undefined,
    },
    [
      'brand-incomplete registrationCertificates',
      'brand-incomplete registrant',
      'brand-incomplete validUntil',
    ],
  ],
  [
    'a mark that is applied for without its application',
    { trademarkKind: 'domestic-applied' },
    ['brand-incomplete applicationNotices', 'brand-incomplete applicant', 'brand-incomplete appliedAt'],
  ],
])('parks %s', (_, change, expected) => {
  expect(found(change)).toEqual(expected);
});

it('takes a mark that is applied for, sold by an agent', () => {
  const applied = {
    trademarkKind: 'overseas-applied',
    applicationNotices: PICTURE,
    applicant: '云窑陶艺有限公司',
    appliedAt: '2026-01-05T00:00:00Z',
    management: 'agent',
    saleAuthorizations: PICTURE,
  } as const;
  expect(found({ ...applied, registrant: undefined, registrationCertificates: [] })).toEqual([]);
});

it('explains everything in Chinese and English', () => {
  const problems = brandQualificationProblems({
    ...brand,
    brandName: '',
    licenseImages: [],
    trademarkClass: 99,
    management: 'agent',
    registrant: undefined,
  });
  expect(problems).toHaveLength(5);
  for (const { message, messageZh, fix, fixZh } of problems) {
    expect(message).toMatch(/^[\x20-\x7e]+$/);
    expect(fix).toMatch(/^[\x20-\x7e]+$/);
    expect(messageZh).toMatch(/\p{Script=Han}/u);
    expect(fixZh).toMatch(/\p{Script=Han}/u);
  }
});
