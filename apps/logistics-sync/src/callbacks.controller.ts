import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { wechatCallbackReceived, type CloudEvent, type EventData } from '@tongbu/contracts';
import type { Database } from '@tongbu/platform';
import { componentOpened, type KindRuntime } from '@tongbu/sync-engine';
import { accessPushOf } from '@tongbu/wechat';
import type { DesiredShipment } from './shipments/shipment';
import { hintOfCallback } from './shipments/shipment.hint';
import { SHIPMENT } from './shipments/shipment.planner';
import { DATABASE, SHIPMENTS } from './tokens';

/** WeChat's callbacks, each a hint to the shipment of the order it is about. Orders without one are nothing to us. */
@Controller()
export class CallbacksController {
  constructor(
    @Inject(SHIPMENTS) private readonly shipments: KindRuntime<DesiredShipment>,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  @EventPattern<string>(wechatCallbackReceived.type)
  async calledBack(event: CloudEvent<EventData<typeof wechatCallbackReceived>>): Promise<void> {
    const { event: name, body } = event.data;
    const hint = hintOfCallback(name, body);
    if (hint !== undefined) await this.shipments.intake.hint(event, hint, 'shipping');
    const access = accessPushOf(name, body);
    if (access?.kind === 'registration' && access.state === 'opened') {
      await componentOpened(this.database, event.appid, [SHIPMENT]);
    }
  }
}
