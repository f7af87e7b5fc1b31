import {
  brandQualificationSubmitted,
  categoryQualificationSubmitted,
  productDeleted,
  productDelisted,
  productListed,
  productPriceChanged,
  productReviewWithdrawn,
  productStockChanged,
  productUpserted,
} from '@tongbu/contracts';
import type { FedEvent } from './event-file';

/** What the shop asked for with the events it sent about one product or qualification. */
export interface Wanted {
  readonly title: string;
  readonly onSale: boolean;
  readonly withdrawn: boolean;
  readonly deleted: boolean;
  /** It is no product, but asks to be allowed to sell. */
  readonly qualification: boolean;
  readonly categoryId: number | undefined;
  readonly brandId: number | undefined;
  /** `data.version` of the newest content; 0 when the shop has no versions. */
  readonly contentVersion: number;
  /** Likewise of the newest change of prices or stock alone. */
  readonly offerVersion: number;
}

const NOTHING: Wanted = {
  title: '',
  onSale: true,
  withdrawn: false,
  deleted: false,
  qualification: false,
  categoryId: undefined,
  brandId: undefined,
  contentVersion: 0,
  offerVersion: 0,
};

export function wantedBy(events: readonly FedEvent[]): Wanted {
  return events.reduce(apply, NOTHING);
}

function apply(wanted: Wanted, { type, subject, data }: FedEvent): Wanted {
  const version = typeof data['version'] === 'number' ? data['version'] : 0;
  switch (type) {
    case productUpserted.type:
      return {
        ...NOTHING,
        title: typeof data['title'] === 'string' ? data['title'] : wanted.title,
        onSale: data['onSale'] !== false,
        categoryId: numberIn(data['categoryId']),
        brandId: numberIn(data['brandId']),
        contentVersion: version,
        offerVersion: wanted.offerVersion,
      };
    case productPriceChanged.type:
    case productStockChanged.type:
      return { ...wanted, offerVersion: version };
    case productListed.type:
      return { ...wanted, onSale: true };
    case productDelisted.type:
      return { ...wanted, onSale: false };
    case productReviewWithdrawn.type:
      return { ...wanted, withdrawn: true };
    case productDeleted.type:
      return { ...wanted, deleted: true };
    case categoryQualificationSubmitted.type:
      return { ...qualification(`qualification of the category`, version), categoryId: Number(subject) };
    case brandQualificationSubmitted.type: {
      const name = typeof data['brandName'] === 'string' ? data['brandName'] : wanted.title;
      return qualification(`brand ${name}`, version);
    }
    default:
      return wanted;
  }
}

function qualification(title: string, contentVersion: number): Wanted {
  return { ...NOTHING, title, qualification: true, contentVersion };
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
