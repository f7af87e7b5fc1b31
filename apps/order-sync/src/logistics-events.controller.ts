import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import {
  wechatShipmentCompleted,
  wechatShipmentReceived,
  wechatShipmentSynchronised,
  type CloudEvent,
} from '@tongbu/contracts';
import { orderHints } from './orders/order.hint';
import type { Orders } from './orders/order.runtime';
import { ORDERS } from './tokens';

/** What logistics-sync has told WeChat about an order moves it there, and no callback says so. */
@Controller()
export class LogisticsEventsController {
  constructor(@Inject(ORDERS) private readonly orders: Orders) {}

  @EventPattern<string>(wechatShipmentSynchronised.type)
  synchronised(event: CloudEvent): Promise<boolean> {
    return this.hint(event, orderHints.shipped);
  }

  @EventPattern<string>(wechatShipmentCompleted.type)
  completed(event: CloudEvent): Promise<boolean> {
    return this.hint(event, orderHints.shipped);
  }

  @EventPattern<string>(wechatShipmentReceived.type)
  received(event: CloudEvent): Promise<boolean> {
    return this.hint(event, orderHints.received);
  }

  private hint(event: CloudEvent, name: string): Promise<boolean> {
    return this.orders.intake.hint(event, { name, detail: {} }, 'content');
  }
}
