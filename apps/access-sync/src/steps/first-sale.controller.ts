import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import {
  wechatAftersaleClosed,
  wechatAftersaleRefunded,
  wechatOrderCreated,
  wechatOrderPaid,
  wechatOrderReceived,
  wechatOrderRefunded,
  wechatOrderSettled,
  wechatOrderShipped,
  type CloudEvent,
  type EventData,
} from '@tongbu/contracts';
import type { Clock } from '@tongbu/platform';
import type { FactBook } from '@tongbu/sync-engine';
import { CLOCK, FACTS } from '../tokens';
import { MilestoneIntake } from './milestone-book';
import type { Milestone } from './milestones';

const saleSubject = (orderId: string) => `sale:${orderId}`;
interface SaleFact {
  readonly required: true;
}

/**
 * Follows the orders of scenes whose orders have to be at WeChat until one of them has gone all the way. A step is done by
 * the first order that gets there, whichever it is: the very first may be cancelled.
 */
@Controller()
export class FirstSaleController {
  constructor(
    @Inject(FACTS) private readonly facts: FactBook,
    @Inject(MilestoneIntake) private readonly milestones: MilestoneIntake,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern<string>(wechatOrderCreated.type)
  async created(event: CloudEvent<EventData<typeof wechatOrderCreated>>): Promise<void> {
    const { appid, subject, data } = event;
    if (data.required !== true || this.milestones.isKnown(appid, 'order-served')) return;
    const note = () => this.facts.learn<SaleFact>(event, saleSubject(subject), () => ({ required: true }));
    if (this.milestones.isKnown(appid, 'order-created')) return note();
    await this.reached(event, 'order-created', subject, (tx) =>
      this.facts.store<SaleFact>(tx, appid, saleSubject(subject), () => ({ required: true })),
    );
  }

  /** Also the first payment at all, of an order of whatever scene. */
  @EventPattern<string>(wechatOrderPaid.type)
  async paid(event: CloudEvent): Promise<void> {
    const isSale = await this.isSale(event, event.subject, 'order-paid');
    await this.reached(event, isSale ? 'order-paid' : 'any-order-paid', event.subject);
  }

  @EventPattern<string>(wechatOrderShipped.type)
  async shipped(event: CloudEvent<EventData<typeof wechatOrderShipped>>): Promise<void> {
    if (event.data.complete) await this.goneOn(event, 'order-shipped', event.subject);
  }

  @EventPattern<string>(wechatOrderReceived.type)
  received(event: CloudEvent): Promise<void> {
    return this.goneOn(event, 'order-received', event.subject);
  }

  @EventPattern<string[]>([wechatOrderSettled.type, wechatOrderRefunded.type])
  over(event: CloudEvent): Promise<void> {
    return this.goneOn(event, 'order-served', event.subject);
  }

  @EventPattern<string[]>([wechatAftersaleRefunded.type, wechatAftersaleClosed.type])
  served(event: CloudEvent<EventData<typeof wechatAftersaleRefunded>>): Promise<void> {
    return this.goneOn(event, 'order-served', event.data.orderId);
  }

  private async goneOn(event: CloudEvent, milestone: Milestone, orderId: string): Promise<void> {
    if (await this.isSale(event, orderId, milestone)) await this.reached(event, milestone, orderId);
  }

  private async isSale({ appid }: CloudEvent, orderId: string, milestone: Milestone): Promise<boolean> {
    if (this.milestones.isKnown(appid, milestone)) return false;
    const subject = saleSubject(orderId);
    return (await this.facts.read<SaleFact>(appid, [subject])).has(subject);
  }

  private reached(
    event: CloudEvent,
    milestone: Milestone,
    orderId: string,
    also?: Parameters<MilestoneIntake['reached']>[4],
  ): Promise<void> {
    const at = event.time ?? this.clock.now().toISOString();
    return this.milestones.reached(event, milestone, at, `${event.type}: order ${orderId}`, also);
  }
}
