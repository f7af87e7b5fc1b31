import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import {
  aftersaleCertificatesUploaded,
  aftersaleEdited,
  aftersaleEvidenceSubmitted,
  aftersaleGoodsReceived,
  aftersaleLinked,
  aftersaleOpened,
  aftersaleRefundAccepted,
  aftersaleRejected,
  aftersaleReturnAccepted,
  aftersaleReturnSent,
  aftersaleWithdrawn,
  type CloudEvent,
  type EventData,
} from '@tongbu/contracts';
import type { Clock } from '@tongbu/platform';
import type { AftersaleKinds } from '../aftersale-kinds';
import { AFTERSALE_KINDS, CLOCK } from '../tokens';
import { refuseWechatId } from './aftersale-rows';
import { aftersaleChanges } from './aftersale.intake';

/** What the merchant tells about after-sales that WeChat runs. All of it moves money, sooner or later. */
@Controller()
export class AftersaleEventsController {
  private readonly intake;
  private readonly rows;

  constructor(
    @Inject(AFTERSALE_KINDS) { aftersales, rows }: AftersaleKinds,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.intake = aftersales.intake;
    this.rows = rows;
  }

  @EventPattern<string>(aftersaleOpened.type)
  async opened(event: CloudEvent<EventData<typeof aftersaleOpened>>): Promise<void> {
    refuseWechatId(event.subject);
    return this.intake.change(event, 'money', aftersaleChanges.opened(event.data, this.now()));
  }

  @EventPattern<string>(aftersaleEdited.type)
  edited(event: CloudEvent<EventData<typeof aftersaleEdited>>): Promise<void> {
    return this.intake.change(event, 'money', aftersaleChanges.edited(event.data, this.now()));
  }

  @EventPattern<string>(aftersaleWithdrawn.type)
  withdrawn(event: CloudEvent<EventData<typeof aftersaleWithdrawn>>): Promise<void> {
    return this.intake.change(event, 'money', aftersaleChanges.withdrawn(this.now()));
  }

  @EventPattern<string>(aftersaleRefundAccepted.type)
  refundAccepted(event: CloudEvent<EventData<typeof aftersaleRefundAccepted>>): Promise<void> {
    return this.intake.change(event, 'money', aftersaleChanges.refundAccepted(event.data, this.now()));
  }

  @EventPattern<string>(aftersaleReturnAccepted.type)
  returnAccepted(event: CloudEvent<EventData<typeof aftersaleReturnAccepted>>): Promise<void> {
    return this.intake.change(event, 'money', aftersaleChanges.returnAccepted(event.data, this.now()));
  }

  @EventPattern<string>(aftersaleRejected.type)
  rejected(event: CloudEvent<EventData<typeof aftersaleRejected>>): Promise<void> {
    return this.intake.change(event, 'money', aftersaleChanges.rejected(event.data, this.now()));
  }

  @EventPattern<string>(aftersaleGoodsReceived.type)
  goodsReceived(event: CloudEvent<EventData<typeof aftersaleGoodsReceived>>): Promise<void> {
    return this.intake.change(event, 'money', aftersaleChanges.goodsReceived(event.data, this.now()));
  }

  @EventPattern<string>(aftersaleReturnSent.type)
  returnSent(event: CloudEvent<EventData<typeof aftersaleReturnSent>>): Promise<void> {
    return this.intake.change(event, 'money', aftersaleChanges.returnSent(event.data, this.now()));
  }

  @EventPattern<string>(aftersaleCertificatesUploaded.type)
  certificatesUploaded(event: CloudEvent<EventData<typeof aftersaleCertificatesUploaded>>): Promise<void> {
    return this.intake.change(event, 'money', aftersaleChanges.certificatesUploaded(event.data, this.now()));
  }

  @EventPattern<string>(aftersaleEvidenceSubmitted.type)
  evidenceSubmitted(event: CloudEvent<EventData<typeof aftersaleEvidenceSubmitted>>): Promise<void> {
    return this.intake.change(event, 'money', aftersaleChanges.evidenceSubmitted(event.data, this.now()));
  }

  @EventPattern<string>(aftersaleLinked.type)
  linked(event: CloudEvent<EventData<typeof aftersaleLinked>>): Promise<void> {
    const { subject, data } = event;
    return this.intake.change(event, 'money', aftersaleChanges.linked(subject), (tx, appId) =>
      this.rows.findToLink(tx, appId, data.wechatAftersaleId, subject),
    );
  }

  private now(): Date {
    return this.clock.now();
  }
}
