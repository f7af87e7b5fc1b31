import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import {
  wechatCallbackReceived,
  type AftersaleDeadline,
  type CloudEvent,
  type EventData,
} from '@tongbu/contracts';
import type { Database } from '@tongbu/platform';
import { componentOpened, type Hint, type ListWatches } from '@tongbu/sync-engine';
import {
  accessPushOf,
  aftersalePushOf,
  complaintPushOf,
  type AftersalePushKind,
  type ComplaintPush,
} from '@tongbu/wechat';
import type { AftersaleKinds } from './aftersale-kinds';
import { nothingDecided } from './aftersales/aftersale';
import { aftersaleHints } from './aftersales/aftersale.hint';
import { AFTERSALE } from './aftersales/aftersale.planner';
import { AFTERSALE_WINDOW } from './aftersale-windows/aftersale-window';
import { COMPLAINTS } from './lists/aftersale-lists';
import { MIRRORED_AFTERSALE } from './mirrored-aftersales/mirrored-aftersale.planner';
import { AFTERSALE_KINDS, DATABASE, LIST_WATCHES } from './tokens';

/** WeChat's callbacks, each a hint to the after-sale it is about, which may begin with it. */
@Controller()
export class CallbacksController {
  constructor(
    @Inject(AFTERSALE_KINDS) private readonly kinds: AftersaleKinds,
    @Inject(LIST_WATCHES) private readonly watches: ListWatches,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  @EventPattern<string>(wechatCallbackReceived.type)
  async calledBack(event: CloudEvent<EventData<typeof wechatCallbackReceived>>): Promise<void> {
    const { event: name, body } = event.data;
    const push = aftersalePushOf(name, body);
    if (push !== undefined) {
      const about = { ...event, subject: push.aftersaleId };
      return this.kinds.aftersales.intake.appeared(about, hintOf(push.kind), 'money', nothingDecided);
    }
    const complaint = complaintPushOf(name, body);
    if (complaint !== undefined) return this.hintComplaint(event, complaint);
    const access = accessPushOf(name, body);
    if (access?.kind === 'registration' && access.state === 'opened') {
      await componentOpened(this.database, event.appid, [AFTERSALE, MIRRORED_AFTERSALE, AFTERSALE_WINDOW]);
    }
  }

  /** It names no after-sale. One that we have not seen is found in the list of complaints, which is read at once. */
  private async hintComplaint(event: CloudEvent, { complaintId }: ComplaintPush): Promise<void> {
    const hint: Hint = { name: aftersaleHints.complaint, detail: { complaintId } };
    await this.kinds.aftersales.intake.hintFound(event, 'money', async (tx) => {
      const entityId = await this.kinds.rows.ofComplaint(tx, event.appid, complaintId);
      if (entityId !== undefined) return [{ entityId, hint }];
      await this.watches.hurry(tx, event.appid, COMPLAINTS);
      return [];
    });
  }
}

function hintOf(kind: AftersalePushKind): Hint {
  const overdue = OVERDUE[kind];
  return overdue === undefined
    ? { name: aftersaleHints.changed, detail: {} }
    : { name: aftersaleHints.overdue, detail: { overdue } };
}

const OVERDUE: Partial<Record<AftersalePushKind, AftersaleDeadline>> = {
  'refund-overdue': 'refund-decision',
  'return-overdue': 'return-decision',
  'receipt-overdue': 'receipt',
  'dispute-overdue': 'intervention',
  'shipping-back-overdue': 'return-shipment',
};
