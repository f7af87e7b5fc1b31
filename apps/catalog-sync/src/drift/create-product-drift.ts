import type { Clock, Database, Logger, ServicePart } from '@tongbu/platform';
import { DriftReports, DriftRunner, type KindRuntime } from '@tongbu/sync-engine';
import type { CatalogChannel } from '../channel/catalog-channel';
import type { CatalogListing } from '../channel/catalog-listing';
import type { DesiredProduct } from '../products/product';
import { ProductDriftSource } from './product-drift.source';

export interface ProductDrift {
  readonly reports: DriftReports;
  readonly part: ServicePart;
}

/** Drift reports of products, and what makes them. */
export function createProductDrift(
  database: Database,
  channel: CatalogChannel,
  listing: CatalogListing,
  products: Pick<KindRuntime<DesiredProduct>, 'wake'>,
  clock: Clock,
  logger: Logger,
): ProductDrift {
  const source = new ProductDriftSource(database, channel, listing, clock);
  return {
    reports: new DriftReports(database, source, products.wake),
    part: new DriftRunner(database, source, clock).part(logger),
  };
}
