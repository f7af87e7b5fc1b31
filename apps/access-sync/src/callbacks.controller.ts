import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { wechatCallbackReceived, type CloudEvent, type EventData } from '@tongbu/contracts';
import type { Clock } from '@tongbu/platform';
import { componentOpened, type FactBook, type KindRuntime } from '@tongbu/sync-engine';
import { accessPushOf } from '@tongbu/wechat';
import type { DesiredAccess, ObservedAccess } from './access/access';
import { accessHints } from './access/access.hint';
import { MERCHANT_NUMBER } from './merchant-number/merchant-number';
import { MilestoneIntake } from './steps/milestone-book';
import { MILESTONES_SUBJECT, type Milestones } from './steps/milestones';
import { ACCESS_RUNTIME, CLOCK, FACTS } from './tokens';

/** WeChat's callbacks: any shows that they arrive; those about the component and its scenes are hints to look. */
@Controller()
export class CallbacksController {
  constructor(
    @Inject(ACCESS_RUNTIME) private readonly access: KindRuntime<DesiredAccess, ObservedAccess>,
    @Inject(FACTS) private readonly facts: FactBook,
    @Inject(MilestoneIntake) private readonly milestones: MilestoneIntake,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern<string>(wechatCallbackReceived.type)
  async calledBack(event: CloudEvent<EventData<typeof wechatCallbackReceived>>): Promise<void> {
    const { event: name, body } = event.data;
    const at = event.time ?? this.clock.now().toISOString();
    const source = `wechat.callbacks: ${name}`;
    const push = accessPushOf(name, body);
    if (push === undefined) return this.milestones.reached(event, 'callback', at, source);
    const withdrawn = push.kind === 'registration' && push.state === 'withdrawn';
    const opened = push.kind === 'registration' && push.state === 'opened';
    await this.access.intake.hintFound(event, 'content', async (tx) => {
      if (opened) await componentOpened(tx, event.appid, [MERCHANT_NUMBER]);
      await this.facts.store<Milestones>(tx, event.appid, MILESTONES_SUBJECT, (known = {}) => ({
        ...known,
        callback: known.callback ?? { at, source },
        ...(withdrawn ? { withdrawals: (known.withdrawals ?? 0) + 1 } : {}),
      }));
      return [{ entityId: event.appid, hint: { name: accessHints.pushed, detail: {} } }];
    });
  }
}
