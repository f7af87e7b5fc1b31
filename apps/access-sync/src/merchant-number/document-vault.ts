import { merchantNumberDocument, type MerchantNumberDocument } from '@tongbu/contracts';
import type { SealedTexts } from '@tongbu/platform';
import { MERCHANT_NUMBER, type DesiredMerchantNumber } from './merchant-number';
import { documentPictures } from './merchant-number.pictures';

/** Keeps documents so that nobody can read them in the database: sealed, and each for its mini program only. */
export class DocumentVault {
  constructor(private readonly sealed: SealedTexts) {}

  /** Throws `data-key-missing` when there is no key to seal with. */
  seal(appId: string, document: MerchantNumberDocument): DesiredMerchantNumber {
    return {
      document: this.sealed.seal(JSON.stringify(document), aboutOf(appId)),
      pictures: Object.keys(documentPictures(document)),
    };
  }

  /** Throws `data-key-missing` or `sealed-text-wrong`. */
  open(appId: string, { document }: DesiredMerchantNumber): MerchantNumberDocument {
    return merchantNumberDocument.parse(JSON.parse(this.sealed.open(document, aboutOf(appId))));
  }
}

function aboutOf(appId: string): string {
  return `${MERCHANT_NUMBER} ${appId}`;
}
