import type { MerchantNumberDocument } from '@tongbu/contracts';

/** The addresses of a document's pictures by where they stand in it, such as `identity.portraitSide`. */
export function documentPictures({
  businessLicense,
  identity,
  bankAccount: { certificates },
  qualifications,
  additions,
}: MerchantNumberDocument): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [
      one('businessLicense.copy', businessLicense.copy),
      ...(identity.kind === 'card'
        ? [
            one('identity.portraitSide', identity.portraitSide),
            one('identity.emblemSide', identity.emblemSide),
          ]
        : [one('identity.copy', identity.copy)]),
      one('bankAccount.certificates.settlement', certificates?.settlement),
      one('bankAccount.certificates.relation', certificates?.relation),
      many('bankAccount.certificates.others', certificates?.others),
      many('qualifications', qualifications),
      many('additions.pictures', additions?.pictures),
    ].flat(),
  );
}

type Place = readonly [field: string, url: string];

function one(field: string, url: string | undefined): Place[] {
  return url === undefined ? [] : [[field, url]];
}

function many(field: string, urls: readonly string[] | undefined): Place[] {
  return (urls ?? []).map((url, index) => [`${field}[${index}]`, url]);
}
