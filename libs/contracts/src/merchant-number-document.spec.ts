import { merchantNumberWanted } from './merchant-number';
import { merchantNumberDocument } from './merchant-number-document';

const { sample } = merchantNumberWanted;
const problemsOf = (document: object) =>
  merchantNumberDocument
    .safeParse(document)
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

it('names everything that is wrong with a document together, and repeats nothing of it', () => {
  const problems = problemsOf({
    ...sample,
    businessLicense: {
      ...sample.businessLicense,
      valid: { from: '2031-06-30', to: '2030-06-30' },
      copy: 'licence.jpg',
    },
    identity: { ...sample.identity, number: '110105194912310021' },
    contact: { ...sample.contact, email: 'lin', phone: 'none' },
    bankAccount: { ...sample.bankAccount, encryptedNumber: '6225880212345678', bankAddressCode: 'Hangzhou' },
    shortName: '',
  });
  expect(problems).toEqual([
    'businessLicense.valid: expected an end after the beginning',
    'businessLicense.copy: expected an http or https address of a picture',
    'identity.number: expected the 18 characters of an identity card, the last of which checks',
    'contact.email: expected an e-mail address',
    'contact.phone: expected a phone number',
    'bankAccount.encryptedNumber: expected the ciphertext that the payment side takes, in base64, never the plain text',
    'bankAccount.bankAddressCode: expected the 6 digits of the district of the bank',
    'shortName: expected the name buyers see when they pay',
  ]);
});

it('takes another document than a card, and says which there are', () => {
  const { identity } = sample;
  const passport = {
    kind: 'document',
    name: 'Lin',
    number: 'E1',
    validUntil: '2040-01-01',
    copy: identity.kind === 'card' ? identity.emblemSide : identity.copy,
  };
  expect(problemsOf({ ...sample, identity: passport })).toBeUndefined();
  expect(problemsOf({ ...sample, identity: { ...passport, kind: 'passport' } })).toEqual([
    'identity.kind: expected kind card or document',
  ]);
});
