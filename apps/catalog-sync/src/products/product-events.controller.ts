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
  wechatCallbackReceived,
  type CloudEvent,
  type EventData,
} from '@tongbu/contracts';
import type { Logger } from '@tongbu/platform';
import { EntityIntake } from '@tongbu/sync-engine';
import { LOGGER } from '../tokens';
import type { DesiredProduct } from './product';
import { hintOfCallback } from './product.hint';
import { productChanges } from './product.intake';

/** What comes in about products: the merchant's events, and WeChat's callbacks as hints. */
@Controller()
export class ProductEventsController {
  constructor(
    @Inject(EntityIntake) private readonly intake: EntityIntake<DesiredProduct>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

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

  @EventPattern<string>(wechatCallbackReceived.type)
  async calledBack(event: CloudEvent<EventData<typeof wechatCallbackReceived>>): Promise<void> {
    const hint = hintOfCallback(event.data.event, event.data.body);
    if (hint === undefined) return;
    const known = await this.intake.hint(
      event,
      hint,
      hint.detail['shelf'] === 'taken-down' ? 'stop-sale' : 'content',
    );
    if (!known) {
      this.logger.warn(
        { appId: event.appid, productId: event.subject },
        'callback for a product we do not know',
      );
    }
  }
}
