import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import {
  wechatOrderCancelled,
  wechatOrderCreated,
  wechatOrderPaid,
  wechatOrderReceived,
  wechatOrderRefunded,
  wechatOrderShipped,
  type CloudEvent,
  type EventData,
} from '@tongbu/contracts';
import type { Clock } from '@tongbu/platform';
import type { FactBook, KindRuntime } from '@tongbu/sync-engine';
import { nothingDesired, type DesiredShipment } from '../shipments/shipment';
import { shipmentHints } from '../shipments/shipment.hint';
import { CLOCK, FACTS, SHIPMENTS } from '../tokens';
import { orderSubject, type OrderFact } from './hearsay';
import { orderChanges } from './order-facts';

type Change = (known: OrderFact | undefined) => OrderFact;
const HEARD = { name: shipmentHints.heard, detail: {} };

/** What order-sync tells of orders. A paid one is to be shipped by its deadline, and has a shipment from then on. */
@Controller()
export class OrderEventsController {
  private readonly intake;

  constructor(
    @Inject(SHIPMENTS) { intake }: KindRuntime<DesiredShipment>,
    @Inject(FACTS) private readonly facts: FactBook,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.intake = intake;
  }

  @EventPattern<string>(wechatOrderCreated.type)
  created(event: CloudEvent<EventData<typeof wechatOrderCreated>>): Promise<void> {
    return this.learn(event, orderChanges.created(event.data));
  }

  @EventPattern<string>(wechatOrderPaid.type)
  paid(event: CloudEvent<EventData<typeof wechatOrderPaid>>): Promise<void> {
    const change = orderChanges.paid(event, this.clock.now().toISOString());
    return this.intake.appeared(event, HEARD, 'shipping', nothingDesired, (tx) =>
      this.facts.store<OrderFact>(tx, event.appid, orderSubject(event.subject), change),
    );
  }

  @EventPattern<string>(wechatOrderCancelled.type)
  cancelled(event: CloudEvent): Promise<void> {
    return this.learn(event, orderChanges.cancelled);
  }

  @EventPattern<string>(wechatOrderRefunded.type)
  refunded(event: CloudEvent): Promise<void> {
    return this.learn(event, orderChanges.refunded);
  }

  @EventPattern<string>(wechatOrderShipped.type)
  shipped(event: CloudEvent<EventData<typeof wechatOrderShipped>>): Promise<void> {
    return this.learn(event, orderChanges.shipped(event.data));
  }

  @EventPattern<string>(wechatOrderReceived.type)
  received(event: CloudEvent): Promise<void> {
    return this.learn(event, orderChanges.received);
  }

  private async learn(event: CloudEvent, change: Change): Promise<void> {
    const { appid, subject } = event;
    await this.intake.hintFound(event, 'shipping', async (tx) => {
      await this.facts.store<OrderFact>(tx, appid, orderSubject(subject), change);
      return [{ entityId: subject, hint: HEARD }];
    });
  }
}
