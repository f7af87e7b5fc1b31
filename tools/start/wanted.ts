import {
  productDeleted,
  productDelisted,
  productListed,
  productPriceChanged,
  productReviewWithdrawn,
  productStockChanged,
  productUpserted,
} from '@tongbu/contracts';
import type { FedEvent } from './event-file';

/** What the shop asked for with the events it sent about one product. */
export interface Wanted {
  readonly title: string;
  readonly onSale: boolean;
  readonly withdrawn: boolean;
  readonly deleted: boolean;
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
  contentVersion: 0,
  offerVersion: 0,
};

export function wantedBy(events: readonly FedEvent[]): Wanted {
  return events.reduce(apply, NOTHING);
}

function apply(wanted: Wanted, { type, data }: FedEvent): Wanted {
  const version = typeof data['version'] === 'number' ? data['version'] : 0;
  switch (type) {
    case productUpserted.type:
      return {
        ...NOTHING,
        title: typeof data['title'] === 'string' ? data['title'] : wanted.title,
        onSale: data['onSale'] !== false,
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
    default:
      return wanted;
  }
}
