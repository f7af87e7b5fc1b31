import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import {
  productDeleted,
  productDelisted,
  productListed,
  productPriceChanged,
  productReviewWithdrawn,
  productStockChanged,
  productUpserted,
  type CloudEvent,
  type EventData,
} from '@tongbu/contracts';
import type { CatalogKinds } from '../catalog-kinds';
import { CATALOG_KINDS } from '../tokens';
import { productChanges } from './product.intake';

/** What the merchant tells about products. */
@Controller()
export class ProductEventsController {
  private readonly intake;

  constructor(@Inject(CATALOG_KINDS) { products }: CatalogKinds) {
    this.intake = products.intake;
  }

  @EventPattern<string>(productUpserted.type)
  upserted(event: CloudEvent<EventData<typeof productUpserted>>): Promise<void> {
    return this.intake.change(event, 'content', productChanges.upserted(event.data));
  }

  @EventPattern<string>(productPriceChanged.type)
  priceChanged(event: CloudEvent<EventData<typeof productPriceChanged>>): Promise<void> {
    return this.intake.change(event, 'price', productChanges.priceChanged(event.data));
  }

  @EventPattern<string>(productStockChanged.type)
  stockChanged(event: CloudEvent<EventData<typeof productStockChanged>>): Promise<void> {
    return this.intake.change(event, 'price', productChanges.stockChanged(event.data));
  }

  @EventPattern<string>(productListed.type)
  listed(event: CloudEvent<EventData<typeof productListed>>): Promise<void> {
    return this.intake.change(event, 'price', productChanges.listed);
  }

  @EventPattern<string>(productDelisted.type)
  delisted(event: CloudEvent<EventData<typeof productDelisted>>): Promise<void> {
    return this.intake.change(event, 'stop-sale', productChanges.delisted);
  }

  @EventPattern<string>(productReviewWithdrawn.type)
  reviewWithdrawn(event: CloudEvent<EventData<typeof productReviewWithdrawn>>): Promise<void> {
    return this.intake.change(event, 'content', productChanges.reviewWithdrawn);
  }

  @EventPattern<string>(productDeleted.type)
  deleted(event: CloudEvent<EventData<typeof productDeleted>>): Promise<void> {
    return this.intake.change(event, 'stop-sale', productChanges.deleted);
  }
}
