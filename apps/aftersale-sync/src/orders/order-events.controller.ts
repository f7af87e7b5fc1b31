import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { orderPlaced, wechatOrderCreated, type CloudEvent, type EventData } from '@tongbu/contracts';
import type { FactBook } from '@tongbu/sync-engine';
import { FACTS } from '../tokens';
import { orderFact, orderFacts, type OrderFacts } from './order-facts';

/** What the shop and order-sync tell of orders, as far as after-sales need it. */
@Controller()
export class OrderEventsController {
  constructor(@Inject(FACTS) private readonly facts: FactBook) {}

  @EventPattern<string>(wechatOrderCreated.type)
  created(event: CloudEvent<EventData<typeof wechatOrderCreated>>): Promise<void> {
    return this.facts.learn<OrderFacts>(event, orderFact(event.subject), orderFacts.created(event.data));
  }

  @EventPattern<string>(orderPlaced.type)
  placed(event: CloudEvent<EventData<typeof orderPlaced>>): Promise<void> {
    return this.facts.learn<OrderFacts>(event, orderFact(event.subject), orderFacts.placed(event.data));
  }
}
