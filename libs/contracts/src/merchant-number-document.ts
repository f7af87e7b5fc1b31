import { z } from 'zod';
import { filled, imageUrl, versionOf } from './fields';

const day = z.iso.date({ error: 'expected a day such as 2031-06-30' });

/** GB 11643: weights of the first 17 digits, and what the sum says the last character is. */
const CARD_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CARD_CHECKS = '10X98765432';

function isCardNumber(number: string): boolean {
  if (!/^\d{17}[\dX]$/.test(number)) return false;
  const sum = CARD_WEIGHTS.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  return CARD_CHECKS[sum % CARD_CHECKS.length] === number[17];
}

const CIPHERTEXT = 'expected the ciphertext that the payment side takes, in base64, never the plain text';
const encrypted = z
  .string({ error: CIPHERTEXT })
  .max(1_024, 'expected at most 1024 characters')
  .regex(/^(?!\d+$)[A-Za-z0-9+/_-]{16,}={0,2}$/, CIPHERTEXT);

const holder = {
  documentType: filled("the kind of document in the payment side's words")
    .optional()
    .describe("in the payment side's own words, such as `IDENTIFICATION_TYPE_MAINLAND_IDCARD`"),
  name: filled('the name as the document shows it'),
};
const validUntil = filled('until when the document is valid').describe('as the payment side takes it');

/** Pictures are asked for by their address, and exchanged like those of products. */
const pictures = z.array(imageUrl).min(1, 'expected at least one picture').max(20);

/** What a shop shows of itself for its secondary merchant number. Personal data: kept encrypted, and never repeated. */
export const merchantNumberDocument = z.object({
  version: versionOf('document'),
  organizationType: z
    .int({ error: 'expected the number of a kind of organization, such as 2' })
    .positive('expected the number of a kind of organization, such as 2')
    .describe('as the payment side counts them; 2 is a company'),
  businessLicense: z.object({
    legalPerson: filled('the name of the legal person'),
    valid: z
      .object({ from: day, to: day.optional().describe('left out: for ever') })
      .refine(({ from, to }) => to === undefined || from < to, 'expected an end after the beginning'),
    copy: imageUrl,
  }),
  identity: z.discriminatedUnion(
    'kind',
    [
      z.object({
        kind: z.literal('card'),
        ...holder,
        number: z
          .string({ error: 'expected the 18 characters of the identity card' })
          .refine(isCardNumber, 'expected the 18 characters of an identity card, the last of which checks'),
        validUntil,
        portraitSide: imageUrl,
        emblemSide: imageUrl,
      }),
      z.object({
        kind: z.literal('document'),
        ...holder,
        number: filled('the number of the document'),
        validUntil,
        copy: imageUrl,
      }),
    ],
    { error: 'expected kind card or document' },
  ),
  contact: z.object({
    type: filled('the kind of contact, such as 65').describe("in the payment side's own words"),
    email: z.email({ error: 'expected an e-mail address' }),
    phone: z
      .string({ error: 'expected a phone number' })
      .regex(/^\+?[\d-]{5,20}$/, 'expected a phone number'),
  }),
  bankAccount: z.object({
    type: filled('the kind of account, such as 74').describe("in the payment side's own words"),
    encryptedName: encrypted.describe('the name of the account, encrypted as the payment side takes it'),
    encryptedNumber: encrypted.describe('the number of the account, encrypted as the payment side takes it'),
    bank: filled('the name of the bank'),
    bankAddressCode: z
      .string({ error: 'expected the 6 digits of the district of the bank' })
      .regex(/^\d{6}$/, 'expected the 6 digits of the district of the bank'),
    branchId: filled('the number of the branch').optional(),
    branchName: filled('the name of the branch').optional(),
    certificates: z
      .object({
        settlement: imageUrl.optional(),
        relation: imageUrl.optional(),
        others: pictures.optional(),
      })
      .optional(),
  }),
  shortName: filled('the name buyers see when they pay'),
  qualifications: pictures.optional(),
  additions: z
    .object({ pictures: pictures.optional(), text: filled('an explanation').optional() })
    .optional(),
});
export type MerchantNumberDocument = z.output<typeof merchantNumberDocument>;
