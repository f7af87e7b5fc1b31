import { messageOf, type Clock, type Database, type Logger } from '@tongbu/platform';
import {
  beginRow,
  giveHint,
  outcomeOf,
  type ChannelCall,
  type ChannelResult,
  type Hint,
} from '@tongbu/sync-engine';
import type { AftersaleKinds } from '../aftersale-kinds';
import { nothingDecided } from '../aftersales/aftersale';
import { aftersaleErrors } from '../aftersales/aftersale.errors';
import { aftersaleHints } from '../aftersales/aftersale.hint';
import { AFTERSALE } from '../aftersales/aftersale.planner';
import type { AftersaleChannel, ListedComplaint, Page, Window } from '../channel/aftersale-channel';
import type { ListClaim, ListWatches, WatchedList } from './list-watches';

const MINUTE = 60_000;

export interface ListReaderOptions {
  /** How far back a list is read the first time, in ms. */
  readonly firstLookMs: number;
}

/** How often a list is read. */
const EVERY_MS = 10 * MINUTE;
/** What was created this long before the last look is read once more: it may have been listed late. */
const OVERLAP_MS = 60 * MINUTE;
/** After a call that came to nothing. */
const AGAIN_MS = MINUTE;
/** Within which a page is asked for. */
const SEND_WITHIN_MS = 15_000;
const LISTED: Hint = { name: aftersaleHints.listed, detail: {} };

/**
 * Reads what WeChat lists as created since the last look, for callbacks that got lost: after-sales that we do not know
 * begin, and complaints are led to their after-sales.
 */
export class ListReader {
  constructor(
    private readonly database: Database,
    private readonly watches: ListWatches,
    private readonly channel: AftersaleChannel,
    private readonly kinds: AftersaleKinds,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly options: ListReaderOptions,
  ) {}

  /** Reads a list of a mini program, if it is due. */
  async read(appId: string, list: WatchedList): Promise<void> {
    const now = this.clock.now();
    const claim = await this.watches.claim(appId, list, { now, firstLookMs: this.options.firstLookMs });
    if (claim === undefined) return;
    try {
      const window = { from: new Date(claim.seenUntil.getTime() - OVERLAP_MS), to: now };
      const failed =
        list === 'aftersales'
          ? await this.pages(appId, claim, list, window, this.channel.list, this.takeAftersales)
          : await this.pages(appId, claim, list, window, this.channel.listComplaints, this.takeComplaints);
      if (failed) return;
      await this.watches.release(appId, list, claim, new Date(now.getTime() + EVERY_MS), now);
    } catch (error) {
      this.logger.warn({ appId, list }, `list not read, trying again: ${messageOf(error)}`);
      await this.watches.release(appId, list, claim, new Date(now.getTime() + AGAIN_MS));
    }
  }

  /** Answers whether it came to nothing. */
  private async pages<T>(
    appId: string,
    claim: ListClaim,
    list: WatchedList,
    window: Window,
    ask: (call: ChannelCall, window: Window, offset: number) => Promise<ChannelResult<Page<T>>>,
    take: (appId: string, items: readonly T[]) => Promise<void>,
  ): Promise<boolean> {
    for (let offset: number | null = 0; offset !== null;) {
      const notAfter = this.clock.monotonic() + SEND_WITHIN_MS;
      const result: ChannelResult<Page<T>> = await ask.call(
        this.channel,
        { appId, lane: 'backfill', notAfter },
        window,
        offset,
      );
      if (!result.ok) {
        const outcome = outcomeOf(result.error, this.clock.now(), aftersaleErrors);
        const later = new Date(this.clock.now().getTime() + AGAIN_MS);
        await this.watches.release(appId, list, claim, outcome.kind === 'deferred' ? outcome.until : later);
        this.logger.info({ appId, list, outcome: outcome.kind }, 'list not read to the end');
        return true;
      }
      await take.call(this, appId, result.value.items);
      offset = result.value.next;
    }
    return false;
  }

  private async takeAftersales(appId: string, ids: readonly string[]): Promise<void> {
    const begun = await this.kinds.aftersales.intake.discovered(
      appId,
      ids,
      LISTED,
      'content',
      nothingDecided,
    );
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
