import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { wechatCallbackReceived, type CloudEvent, type EventData } from '@tongbu/contracts';
import type { Clock } from '@tongbu/platform';
import { componentOpened, type FactBook, type KindRuntime } from '@tongbu/sync-engine';
import { accessPushOf, sharerPushOf, type SharerPush } from '@tongbu/wechat';
import type { DesiredAccess, ObservedAccess } from './access/access';
import { accessHints } from './access/access.hint';
import { MERCHANT_NUMBER } from './merchant-number/merchant-number';
import { SHARER, undecided, type DesiredSharer, type ObservedSharer } from './sharers/sharer';
import { sharerHints } from './sharers/sharer.hint';
import { MilestoneIntake } from './steps/milestone-book';
import { MILESTONES_SUBJECT, type Milestones } from './steps/milestones';
import { ACCESS_RUNTIME, CLOCK, FACTS, SHARER_RUNTIME } from './tokens';

/** WeChat's callbacks: any shows that they arrive; those about the component, its scenes and sharers are hints to look. */
@Controller()
export class CallbacksController {
  constructor(
    @Inject(ACCESS_RUNTIME) private readonly access: KindRuntime<DesiredAccess, ObservedAccess>,
    @Inject(SHARER_RUNTIME) private readonly sharers: KindRuntime<DesiredSharer, ObservedSharer>,
    @Inject(FACTS) private readonly facts: FactBook,
    @Inject(MilestoneIntake) private readonly milestones: MilestoneIntake,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern<string>(wechatCallbackReceived.type)
  async calledBack(event: CloudEvent<EventData<typeof wechatCallbackReceived>>): Promise<void> {
    const { event: name, body } = event.data;
    const at = event.time ?? this.clock.now().toISOString();
    const source = `wechat.callbacks: ${name}`;
    const sharer = sharerPushOf(name, body);
    if (sharer !== undefined) return this.hintSharer(event, sharer, at, source);
    const push = accessPushOf(name, body);
    if (push === undefined) return this.milestones.reached(event, 'callback', at, source);
    const withdrawn = push.kind === 'registration' && push.state === 'withdrawn';
    const opened = push.kind === 'registration' && push.state === 'opened';
    await this.access.intake.hintFound(event, 'content', async (tx) => {
      if (opened) await componentOpened(tx, event.appid, [MERCHANT_NUMBER, SHARER]);
      await this.facts.store<Milestones>(tx, event.appid, MILESTONES_SUBJECT, (known = {}) => ({
        ...known,
        callback: known.callback ?? { at, source },
        ...(withdrawn ? { withdrawals: (known.withdrawals ?? 0) + 1 } : {}),
      }));
      return [{ entityId: event.appid, hint: { name: accessHints.pushed, detail: {} } }];
    });
  }

  /** Somebody of whom we know nothing was bound elsewhere, in the console or before us. */
  private hintSharer(event: CloudEvent, push: SharerPush, at: string, source: string): Promise<void> {
    const about = { ...event, subject: push.openid };
    const hint = { name: sharerHints[push.kind], detail: {} };
    return this.sharers.intake.appeared(about, hint, 'content', undecided, (tx) =>
      this.milestones.noted(tx, event.appid, 'callback', at, source),
    );
  }
}
