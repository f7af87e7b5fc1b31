import type { MerchantNumberDocument } from '@tongbu/contracts';
import type { MerchantApplication } from '@tongbu/wechat';
import type { PictureIds } from './merchant-number';

/** A document as it is handed in, with what its pictures were exchanged for, by their place. */
export function applicationOf(
  { bankAccount, businessLicense, identity, additions, ...document }: MerchantNumberDocument,
  ids: Readonly<Record<string, PictureIds>>,
): MerchantApplication {
  const picture = (field: string) => ({ name: field, ...ids[field] });
  const pictures = (field: string, urls: readonly string[] | undefined) =>
    urls?.map((_, index) => picture(`${field}[${index}]`));
  const { certificates, ...account } = bankAccount;
  const certificate = (name: 'settlement' | 'relation') =>
    certificates?.[name] === undefined ? undefined : picture(`bankAccount.certificates.${name}`);
  return {
    organizationType: document.organizationType,
    businessLicense: { ...businessLicense, copy: picture('businessLicense.copy') },
    identity:
      identity.kind === 'card'
        ? {
            ...identity,
            portraitSide: picture('identity.portraitSide'),
            emblemSide: picture('identity.emblemSide'),
          }
        : { ...identity, copy: picture('identity.copy') },
    contact: document.contact,
    bankAccount: {
      ...account,
      certificates: certificates && {
        settlement: certificate('settlement'),
        relation: certificate('relation'),
        others: pictures('bankAccount.certificates.others', certificates.others),
      },
    },
    shortName: document.shortName,
    qualifications: pictures('qualifications', document.qualifications),
    additions: additions && {
      pictures: pictures('additions.pictures', additions.pictures),
      text: additions.text,
    },
  };
}
