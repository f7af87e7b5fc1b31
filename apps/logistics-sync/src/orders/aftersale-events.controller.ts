import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import {
  wechatAftersaleChanged,
  wechatAftersaleClosed,
  wechatAftersaleMirrored,
  wechatAftersaleRefunded,
  wechatAftersaleRefundFailed,
  wechatAftersaleRefunding,
  wechatAftersaleRejected,
  wechatAftersaleRequested,
  wechatAftersaleReturnAwaited,
  wechatAftersaleReturnShipped,
  wechatAftersaleWithdrawn,
  type CloudEvent,
} from '@tongbu/contracts';
import type { FactBook, KindRuntime } from '@tongbu/sync-engine';
import type { DesiredShipment } from '../shipments/shipment';
import { shipmentHints } from '../shipments/shipment.hint';
import { FACTS, SHIPMENTS } from '../tokens';
import { aftersalesSubject, type AftersaleFacts } from './hearsay';
import { aftersaleFactOf, type ToldAftersale } from './order-facts';

/** What aftersale-sync tells: which lines are asked back, and how that ended. */
@Controller()
export class AftersaleEventsController {
  constructor(
    @Inject(SHIPMENTS) private readonly shipments: KindRuntime<DesiredShipment>,
    @Inject(FACTS) private readonly facts: FactBook,
  ) {}

  @EventPattern<string[]>([
    wechatAftersaleRequested.type,
    wechatAftersaleChanged.type,
    wechatAftersaleWithdrawn.type,
    wechatAftersaleReturnAwaited.type,
    wechatAftersaleReturnShipped.type,
    wechatAftersaleRejected.type,
    wechatAftersaleRefunding.type,
    wechatAftersaleRefunded.type,
    wechatAftersaleRefundFailed.type,
    wechatAftersaleClosed.type,
    wechatAftersaleMirrored.type,
  ])
  async told(event: CloudEvent<ToldAftersale>): Promise<void> {
    const { appid, subject, data } = event;
    const { orderId } = data;
    const fact = aftersaleFactOf(data);
    await this.shipments.intake.hintFound(event, 'shipping', async (tx) => {
      await this.facts.store<AftersaleFacts>(tx, appid, aftersalesSubject(orderId), (known) => ({
        ...known,
        [subject]: fact,
      }));
      return [{ entityId: orderId, hint: { name: shipmentHints.heard, detail: {} } }];
    });
  }
}
