import type { Database, Logger } from '@tongbu/platform';
import { beginRow, giveHint, watchedList, type Hint, type WatchedList } from '@tongbu/sync-engine';
import type { AftersaleKinds } from '../aftersale-kinds';
import { nothingDecided } from '../aftersales/aftersale';
import { aftersaleHints } from '../aftersales/aftersale.hint';
import { AFTERSALE } from '../aftersales/aftersale.planner';
import type { AftersaleChannel, ListedComplaint } from '../channel/aftersale-channel';

/** The name of the list of complaints, see {@link ListWatches}. */
export const COMPLAINTS = 'complaints';
/** What was created this long before the last look is read once more: it may have been listed late. */
const OVERLAP_MS = 3_600_000;
const LISTED: Hint = { name: aftersaleHints.listed, detail: {} };

/**
 * What WeChat lists as created since the last look, for callbacks that got lost: after-sales that we do not know begin,
 * and complaints are led to their after-sales.
 */
export class AftersaleLists {
  constructor(
    private readonly database: Database,
    private readonly channel: AftersaleChannel,
    private readonly kinds: AftersaleKinds,
    private readonly logger: Logger,
  ) {}

  all(): readonly WatchedList[] {
    const { channel } = this;
    const window: WatchedList['window'] = async (_appId, seenUntil, now) => ({
      from: new Date(seenUntil.getTime() - OVERLAP_MS),
      to: now,
    });
    return [
      watchedList(
        'aftersales',
        window,
        (call, opened, offset) => channel.list(call, opened, offset),
        (appId, ids) => this.takeAftersales(appId, ids),
      ),
      watchedList(
        COMPLAINTS,
        window,
        (call, opened, offset) => channel.listComplaints(call, opened, offset),
        (appId, complaints) => this.takeComplaints(appId, complaints),
      ),
    ];
  }

  private async takeAftersales(appId: string, ids: readonly string[]): Promise<void> {
    const { intake } = this.kinds.aftersales;
    const begun = await intake.discovered(appId, ids, LISTED, 'content', nothingDecided);
    if (begun > 0) this.logger.info({ appId, begun }, 'after-sales found that no callback told of');
  }

  private async takeComplaints(appId: string, complaints: readonly ListedComplaint[]): Promise<void> {
    const hinted = await this.database.transaction(async (tx) => {
      const keys = [];
      for (const { wechatComplaintId, wechatAftersaleId, rawState } of complaints) {
        const entityId = await this.kinds.rows.find(tx, appId, wechatAftersaleId);
        const key = { appId, kind: AFTERSALE, entityId };
        const isNew = await beginRow(tx, key, nothingDecided, 'money');
        const seen = isNew ? null : await this.kinds.rows.complaintState(tx, appId, entityId);
        if (seen?.wechatComplaintId === wechatComplaintId && seen.rawState === rawState) continue;
        const hint: Hint = { name: aftersaleHints.complaint, detail: { complaintId: wechatComplaintId } };
        const given = await giveHint(tx, key, hint, 'money');
        keys.push({ ...key, lane: 'money' as const, dueAt: given?.dueAt });
      }
      return keys;
    });
    await this.kinds.aftersales.wake(hinted).catch(() => undefined); // Left to the sweeper.
  }
}
