import type { MerchantNumberDocument } from '@tongbu/contracts';
import { noteWithout } from '@tongbu/sync-engine';
import type { CheckedApplication } from './merchant-number';
import { documentPictures } from './merchant-number.pictures';

/** What of a document must not be repeated: WeChat's own texts may quote what they were sent. */
export function secretsOf(document: MerchantNumberDocument): readonly string[] {
  const { businessLicense, identity, contact, bankAccount } = document;
  return [
    businessLicense.legalPerson,
    identity.name,
    identity.number,
    contact.email,
    contact.phone,
    bankAccount.encryptedName,
    bankAccount.encryptedNumber,
    ...Object.values(documentPictures(document)),
  ];
}

/** Numbers of cards, accounts and phones, also those WeChat knows from elsewhere. */
const LONG_NUMBER = /\d{8,}[\dXx]?/g;

function hide(text: string, secrets: readonly string[]): string {
  const { hidden } = noteWithout({ hidden: text }, secrets);
  return String(hidden).replace(LONG_NUMBER, '****');
}

/** An application whose explanations say nothing of `secrets`. */
export function withoutSecrets(
  application: CheckedApplication,
  secrets: readonly string[],
): CheckedApplication {
  return {
    ...application,
    explanation: hide(application.explanation, secrets),
    refusedFields: application.refusedFields.map(({ field, reason }) => ({
      field,
      reason: hide(reason, secrets),
    })),
  };
}
