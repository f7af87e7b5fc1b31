import type { MerchantProduct } from '@tongbu/contracts';
import { hash, type PlanState } from '@tongbu/sync-engine';

/** What the merchant wants. */
export interface DesiredProduct {
  readonly content: Omit<MerchantProduct, 'version' | 'onSale'>;
  readonly onSale: boolean;
  /** The review was withdrawn by the merchant; nothing is submitted until the content changes. */
  readonly withdrawn: boolean;
  readonly deleted: boolean;
  /** Counts how often the merchant published the whole product: something else may lie under its picture addresses. */
  readonly publication?: number;
}

/** What of a SKU WeChat takes without a review. Prices in fen. */
export interface Offer {
  readonly salePrice: number;
  readonly marketPrice: number;
  readonly stock: number;
  readonly barcode?: string;
  readonly code?: string;
}
export type Offers = Readonly<Record<string, Offer>>;

export type DraftState = 'editing' | 'in-review' | 'rejected' | 'approved';
export type Shelf = 'unlisted' | 'listed' | 'delisted' | 'taken-down';

/** One submission to review. Numbered by us and echoed by WeChat, so that a verdict finds what it is about. */
export interface Submission {
  readonly number: number;
  readonly contentHash: string;
  readonly merchantVersion: number | null;
  /** The sales scenes it carried; left out of submissions made before they were kept. */
  readonly scenes?: readonly number[];
  /** ISO time. */
  readonly at: string;
}

export interface References {
  readonly categoryId: number;
  readonly brandId: number;
  readonly category: 'usable' | 'unknown' | 'needs-approval' | 'needs-product-pictures';
  readonly brand: 'usable' | 'needs-approval';
  /** ISO time. */
  readonly checkedAt: string;
  /** The sales scenes that are open, for the next submission. */
  readonly scenes?: readonly number[];
  /** Read again since: what was approved then may be so no more. */
  readonly doubted?: boolean;
  /** The row's generation then. What could not be used is checked again when anything has changed since. */
  readonly generation: number;
}

/** What WeChat last told us. */
export interface ObservedProduct {
  /** `taken`: WeChat says the id is used, and we have not read what by. `gone`: deleted, the id is used up. */
  readonly existence: 'absent' | 'taken' | 'present' | 'gone';
  /** WeChat's product id, 64 bits, as a text. */
  readonly wechatId: string | null;
  readonly wechatSkuIds: Readonly<Record<string, string>>;
  readonly shelf: Shelf;
  readonly draft: {
    readonly state: DraftState;
    /** The submission WeChat says the draft is; null when it was not written by us. */
    readonly submission: number | null;
    readonly reason: string;
  } | null;
  /** Our newest submission that reached WeChat. */
  readonly submitted: Submission | null;
  /** Whether buyers can see content: some submission was approved once. */
  readonly online: boolean;
  /** What is in force for buyers, as far as we know; empty before the first approval. */
  readonly offers: Offers;
  /** The merchant's picture addresses and WeChat's for them. */
  readonly pictures: Readonly<Record<string, string>>;
  /** The {@link DesiredProduct.publication} for which the addresses were looked at. */
  readonly picturesFor?: number;
  /** Something else lies under an address than when the product was submitted last. */
  readonly picturesChanged?: boolean;
  readonly references: References | null;
  readonly readAt: string | null;
  /** Counts changes of shelf and offers, to number their events. */
  readonly changes: number;
}

export type ProductState = PlanState<DesiredProduct, ObservedProduct>;

export const nothingObserved: ObservedProduct = {
  existence: 'absent',
  wechatId: null,
  wechatSkuIds: {},
  shelf: 'unlisted',
  draft: null,
  submitted: null,
  online: false,
  offers: {},
  pictures: {},
  references: null,
  readAt: null,
  changes: 0,
};

/** Names content that needs a review when it changes: everything but prices, stock, barcodes and article codes. */
export function contentHash({ content }: DesiredProduct): string {
  return hash({
    ...content,
    skus: content.skus.map(({ skuId, image, attributes }) => ({ skuId, image, attributes })),
  });
}

export function offersOf({ content }: DesiredProduct): Offers {
  return Object.fromEntries(
    content.skus.map(({ skuId, salePrice, marketPrice, stock, barcode, code }) => [
      skuId,
      {
        salePrice,
        marketPrice,
        stock,
        ...(barcode === undefined ? {} : { barcode }),
        ...(code === undefined ? {} : { code }),
      },
    ]),
  );
}

/** The SKUs whose offer at WeChat differs from the one wanted. A SKU WeChat does not have needs a review instead. */
export function changedOffers(wanted: Offers, inForce: Offers): Offers {
  return Object.fromEntries(
    Object.entries(wanted).filter(([skuId, offer]) => {
      const known = inForce[skuId];
      return known !== undefined && !sameOffer(offer, known);
    }),
  );
}

function sameOffer(wanted: Offer, known: Offer): boolean {
  return (
    wanted.salePrice === known.salePrice &&
    wanted.marketPrice === known.marketPrice &&
    wanted.stock === known.stock &&
    (wanted.barcode === undefined || wanted.barcode === known.barcode) &&
    (wanted.code === undefined || wanted.code === known.code)
  );
}

/** Whether a scene has been opened that what was submitted last does not carry. */
export function lacksScene({ submitted, references }: ObservedProduct): boolean {
  const carried = submitted?.scenes;
  return carried !== undefined && (references?.scenes ?? []).some((scene) => !carried.includes(scene));
}

/** Every picture of a product, each once. */
export function picturesOf({ content }: DesiredProduct): string[] {
  return [
    ...new Set([
      ...content.images,
      ...content.qualificationImages,
      ...content.description.images,
      ...content.skus.flatMap((sku) => (sku.image === undefined ? [] : [sku.image])),
    ]),
  ];
}
