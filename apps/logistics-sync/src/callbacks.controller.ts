import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { wechatCallbackReceived, type CloudEvent, type EventData } from '@tongbu/contracts';
import type { KindRuntime } from '@tongbu/sync-engine';
import type { DesiredShipment } from './shipments/shipment';
import { hintOfCallback } from './shipments/shipment.hint';
import { SHIPMENTS } from './tokens';

/** WeChat's callbacks, each a hint to the shipment of the order it is about. Orders without one are nothing to us. */
@Controller()
export class CallbacksController {
  constructor(@Inject(SHIPMENTS) private readonly shipments: KindRuntime<DesiredShipment>) {}

  @EventPattern<string>(wechatCallbackReceived.type)
  async calledBack(event: CloudEvent<EventData<typeof wechatCallbackReceived>>): Promise<void> {
    const hint = hintOfCallback(event.data.event, event.data.body);
    if (hint !== undefined) await this.shipments.intake.hint(event, hint, 'shipping');
  }
}
