import { z } from 'zod';
import type { EventDefinition } from './event-definition';
import { imageUrl, text, time } from './fields';
import { topics } from './topics';

const pictures = z.array(imageUrl);
const version = z
  .int({ error: 'expected a whole number that grows with every change of the qualification' })
  .nonnegative()
  .optional()
  .describe(
    'grows with every change of the qualification; older versions are ignored. A newer one submits again after a rejection',
  );
const licenseImages = pictures.describe('business licence, at least one picture');

/** What a shop shows to be allowed to sell in a category. What is missing parks it, with every reason at once. */
export const categoryQualification = z.object({
  version,
  licenseImages,
  certificates: pictures.describe('what the category asks for, 1 to 10 pictures'),
});
export type CategoryQualification = z.output<typeof categoryQualification>;

export const trademarkKinds = [
  'domestic-registered',
  'domestic-applied',
  'overseas-registered',
  'overseas-applied',
] as const;

/** A brand as the shop has it reviewed. What is missing for its kind parks it, with every reason at once. */
export const brandQualification = z.object({
  version,
  brandName: text.describe('as it is registered or applied for'),
  trademarkKind: z.enum(trademarkKinds, { error: `expected one of ${trademarkKinds.join(', ')}` }),
  trademarkClass: z
    .int({ error: 'expected the number of a class, 1 to 45' })
    .describe('class of goods, 1 to 45'),
  trademarkNumber: text.describe('number of the registration, or of the application'),
  management: z
    .enum(['own', 'agent', 'none'], { error: 'expected own, agent or none' })
    .describe('whose brand it is: the own one, one sold as an agent, or no brand'),
  imported: z.boolean({ error: 'expected true or false' }).describe('whether the goods are imported'),
  licenseImages,
  saleAuthorizations: pictures
    .default([])
    .describe('needed by an agent; of a natural person also the signed copy of the identity card'),
  registrant: text.optional().describe('needed for a registered mark'),
  validUntil: time.optional().describe('needed for a registered mark'),
  registrationCertificates: pictures.default([]).describe('needed for a registered mark'),
  changeCertificates: pictures.default([]),
  applicant: text.optional().describe('needed for a mark that is applied for'),
  appliedAt: time.optional().describe('needed for a mark that is applied for'),
  applicationNotices: pictures
    .default([])
    .describe('notice of acceptance; needed for a mark that is applied for'),
  customsForms: pictures.default([]).describe('customs declarations of imported goods'),
});
export type BrandQualification = z.output<typeof brandQualification>;

export const categoryQualificationSubmitted = {
  type: 'merchant.category-qualification.submitted.v1',
  topic: topics.merchantCatalog,
  summary:
    'The merchant shows what a category asks for. Products that wait for it go on when it is approved.',
  subject: "the number of WeChat's level 3 category, as a text",
  data: categoryQualification,
  sample: {
    version: 1,
    licenseImages: ['https://img.shop.example/licence.jpg'],
    certificates: ['https://img.shop.example/food-permit.jpg'],
  },
} satisfies EventDefinition;

export const brandQualificationSubmitted = {
  type: 'merchant.brand-qualification.submitted.v1',
  topic: topics.merchantCatalog,
  summary: 'The merchant has a brand reviewed. WeChat gives it the id that products name.',
  subject: "the merchant's own key of the brand",
  data: brandQualification,
  sample: {
    version: 1,
    brandName: '云窑',
    trademarkKind: 'domestic-registered',
    trademarkClass: 21,
    trademarkNumber: '41877203',
    management: 'own',
    imported: false,
    licenseImages: ['https://img.shop.example/licence.jpg'],
    registrant: '云窑陶艺有限公司',
    validUntil: '2031-06-30T00:00:00+08:00',
    registrationCertificates: ['https://img.shop.example/trademark.jpg'],
  },
} satisfies EventDefinition;
