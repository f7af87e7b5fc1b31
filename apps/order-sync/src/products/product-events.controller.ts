import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import {
  wechatProductApproved,
  wechatProductDeleted,
  wechatProductDelisted,
  wechatProductListed,
  wechatProductRejected,
  wechatProductSubmitted,
  wechatProductTakenDown,
  type CloudEvent,
  type EventData,
} from '@tongbu/contracts';
import type { FactBook } from '@tongbu/sync-engine';
import { productFact } from '../orders/order.commands';
import { FACTS } from '../tokens';
import { productFacts, type ProductFact } from './product-facts';

/** What catalog-sync tells of products. Orders that wait for one go on. */
@Controller()
export class ProductEventsController {
  constructor(@Inject(FACTS) private readonly facts: FactBook) {}

  @EventPattern<string>(wechatProductSubmitted.type)
  submitted(event: CloudEvent<EventData<typeof wechatProductSubmitted>>): Promise<void> {
    return this.learn(event, productFacts.submitted(event.data));
  }

  @EventPattern<string>(wechatProductRejected.type)
  rejected(event: CloudEvent<EventData<typeof wechatProductRejected>>): Promise<void> {
    return this.learn(event, productFacts.rejected(event.data));
  }

  @EventPattern<string>(wechatProductApproved.type)
  approved(event: CloudEvent): Promise<void> {
    return this.learn(event, productFacts.approved);
  }

  @EventPattern<string>(wechatProductListed.type)
  listed(event: CloudEvent): Promise<void> {
    return this.learn(event, productFacts.listed);
  }

  @EventPattern<string>(wechatProductDelisted.type)
  delisted(event: CloudEvent): Promise<void> {
    return this.learn(event, productFacts.delisted);
  }

  @EventPattern<string>(wechatProductTakenDown.type)
  takenDown(event: CloudEvent): Promise<void> {
    return this.learn(event, productFacts.takenDown);
  }

  @EventPattern<string>(wechatProductDeleted.type)
  deleted(event: CloudEvent): Promise<void> {
    return this.learn(event, productFacts.deleted);
  }

  private learn(
    event: CloudEvent,
    change: (known: ProductFact | undefined) => ProductFact | undefined,
  ): Promise<void> {
    return this.facts.learn<ProductFact>(event, productFact(event.subject), change);
  }
}
