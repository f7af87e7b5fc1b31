import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import {
  wechatAftersaleRefunding,
  wechatAftersaleRejected,
  wechatAftersaleReturnAwaited,
  wechatProductApproved,
  wechatSceneChecked,
  wechatShipmentSynchronised,
  type CloudEvent,
  type EventData,
} from '@tongbu/contracts';
import type { Clock } from '@tongbu/platform';
import { CLOCK } from '../tokens';
import { MilestoneIntake } from './milestone-book';
import type { Milestone } from './milestones';

const FIRSTS = new Map<string, Milestone>([
  [wechatProductApproved.type, 'product-approved'],
  [wechatShipmentSynchronised.type, 'any-parcel'],
  [wechatAftersaleRefunding.type, 'any-aftersale'],
  [wechatAftersaleRejected.type, 'any-aftersale'],
  [wechatAftersaleReturnAwaited.type, 'any-aftersale'],
]);

/** What the other services tell of, the first time: WeChat may have seen an interface succeed. */
@Controller()
export class FirstSuccessesController {
  constructor(
    @Inject(MilestoneIntake) private readonly milestones: MilestoneIntake,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern<string[]>([
    wechatProductApproved.type,
    wechatShipmentSynchronised.type,
    wechatAftersaleRefunding.type,
    wechatAftersaleRejected.type,
    wechatAftersaleReturnAwaited.type,
  ])
  async succeeded(event: CloudEvent): Promise<void> {
    const milestone = FIRSTS.get(event.type);
    if (milestone !== undefined) await this.reached(event, milestone);
  }

  @EventPattern<string>(wechatSceneChecked.type)
  sceneChecked(event: CloudEvent<EventData<typeof wechatSceneChecked>>): Promise<void> {
    return this.reached(event, event.data.mustPush ? 'required-scene' : 'other-scene');
  }

  private reached(event: CloudEvent, milestone: Milestone): Promise<void> {
    const at = event.time ?? this.clock.now().toISOString();
    return this.milestones.reached(event, milestone, at, `${event.type}: ${event.subject}`);
  }
}
