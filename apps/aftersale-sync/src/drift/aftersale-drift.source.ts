import { assertUnreachable, type Clock, type Database, type Transaction } from '@tongbu/platform';
import {
  askedNow,
  beginRow,
  comparedRows,
  foundIn,
  giveHints,
  interruptedStep,
  type ChannelCall,
  type ChannelResult,
  type ComparedRow,
  type DriftItem,
  type DriftRun,
  type DriftSource,
  type DriftStep,
  type WakeUp,
} from '@tongbu/sync-engine';
import type { CallError } from '@tongbu/wechat';
import { z } from 'zod';
import { nothingDecided, type DesiredAftersale, type ObservedAftersale } from '../aftersales/aftersale';
import type { AftersaleRows } from '../aftersales/aftersale-rows';
import type { Sight } from '../aftersales/aftersale.commands';
import type { DeadlineRules } from '../aftersales/aftersale.deadlines';
import { aftersaleErrors } from '../aftersales/aftersale.errors';
import { look } from '../aftersales/aftersale.look';
import { AFTERSALE } from '../aftersales/aftersale.planner';
import type { AftersaleChannel } from '../channel/aftersale-channel';
import { compareAftersale, missingAftersale, repairHint, unheardAftersale } from './aftersale-drift';

/** WeChat's clock may be ahead of ours. */
const CLOCKS_MS = 60_000;
/** After-sales read in one step, one or two calls each. */
const READ = 10;

/** First through WeChat's list, a page of ids and then each of them; then through open rows that it did not have. */
const cursorSchema = z.union([
  z.object({ phase: z.literal('page'), offset: z.number().int() }),
  z.object({
    phase: z.literal('listed'),
    ids: z.array(z.string()).min(1),
    next: z.number().int().nullable(),
  }),
  z.object({ phase: z.literal('open'), after: z.string() }),
]);
type Cursor = z.output<typeof cursorSchema>;

type Row = ComparedRow<DesiredAftersale, ObservedAftersale>;
type Verdict = DriftItem | 'same' | 'inWork' | 'changedMeanwhile';

export interface AftersaleDriftOptions extends DeadlineRules {
  /** How far back WeChat's list is compared, in ms. Older after-sales that are open are read one by one. */
  readonly listedMs: number;
}

/** Compares what the merchant was told with the after-sales WeChat has, and has those read again that are behind. */
export class AftersaleDriftSource implements DriftSource {
  readonly kind = AFTERSALE;

  constructor(
    private readonly database: Database,
    private readonly channel: AftersaleChannel,
    private readonly rows: AftersaleRows,
    private readonly clock: Clock,
    private readonly options: AftersaleDriftOptions,
  ) {}

  compare(run: DriftRun, notAfter: number): Promise<DriftStep> {
    const call: ChannelCall = { appId: run.appId, lane: 'backfill', notAfter };
    const cursor: Cursor =
      run.cursor === null ? { phase: 'page', offset: 0 } : cursorSchema.parse(run.cursor);
    switch (cursor.phase) {
      case 'page':
        return this.listPage(run, call, cursor.offset);
      case 'listed':
        return this.compareListed(call, cursor.ids, cursor.next);
      case 'open':
        return this.compareOpen(run, call, cursor.after);
      default:
        return assertUnreachable(cursor);
    }
  }

  private async listPage({ startedAt }: DriftRun, call: ChannelCall, offset: number): Promise<DriftStep> {
    const started = startedAt.getTime();
    const opened = { from: new Date(started - this.options.listedMs), to: new Date(started + CLOCKS_MS) };
    const page = await this.channel.list(call, opened, offset);
    if (!page.ok) return this.interrupted(page.error);
    const { items: ids, next } = page.value;
    return { kind: 'page', seen: [], items: [], counts: {}, cursor: afterPage(ids, next) };
  }

  private async compareListed(
    call: ChannelCall,
    ids: readonly string[],
    next: number | null,
  ): Promise<DriftStep> {
    const asked = await askedNow(this.database);
    const entityIds = await this.database.transaction(async (tx) => {
      const found: string[] = [];
      for (const id of ids.slice(0, READ)) found.push(await this.rows.find(tx, call.appId, id));
      return found;
    });
    const done = await this.compareAll(call, entityIds, asked);
    if ('error' in done) return this.interrupted(done.error);
    const { verdicts } = done;
    const read = verdicts.length;
    return {
      kind: 'page',
      seen: entityIds.slice(0, read),
      ...foundIn(verdicts),
      cursor: afterPage(ids.slice(read), next),
    };
  }

  /** Those from before the list's time, and those that WeChat should have listed. */
  private async compareOpen(run: DriftRun, call: ChannelCall, after: string): Promise<DriftStep> {
    const open = await this.database.query<{ entity_id: string }>(
      `SELECT entity_id FROM sync_rows r
       WHERE app_id = $1 AND kind = $2 AND entity_id > $3 AND observed->>'existence' = 'present'
         AND observed->>'sameAs' IS NULL AND next_time IS NOT NULL AND created_at < $4
         AND NOT EXISTS (SELECT FROM sync_drift_seen s WHERE s.report_id = $5 AND s.entity_id = r.entity_id)
       ORDER BY entity_id LIMIT $6`,
      [run.appId, AFTERSALE, after, run.startedAt, run.id, READ],
    );
    const ids = open.map(({ entity_id: id }) => id);
    const done = await this.compareAll(call, ids, await askedNow(this.database));
    if ('error' in done) return this.interrupted(done.error);
    const { verdicts } = done;
    const { items, counts } = foundIn(verdicts);
    const { listed: lookedUp = 0, ...others } = counts;
    const isLast = verdicts.length === ids.length && ids.length < READ;
    const last = ids[verdicts.length - 1] ?? after;
    return {
      kind: 'page',
      seen: [],
      items,
      counts: { ...others, lookedUp },
      cursor: isLast ? null : { phase: 'open', after: last },
    };
  }

  /** As many as could be read; an error when not even the first one could. */
  private async compareAll(
    call: ChannelCall,
    entityIds: readonly string[],
    asked: Date,
  ): Promise<{ readonly verdicts: Verdict[] } | { readonly error: CallError }> {
    const known = await this.rowsOf(call.appId, entityIds, asked);
    const sights = new Map<string, Sight | null>();
    for (const id of entityIds) {
      const sight = await this.sightOf(call, id, known.get(id));
      if (!sight.ok) {
        if (sights.size === 0) return { error: sight.error };
        break;
      }
      sights.set(id, sight.value);
    }
    const rows = await this.rowsOf(call.appId, [...sights.keys()], asked);
    return { verdicts: [...sights].map(([id, sight]) => this.verdictOf(id, rows.get(id), sight)) };
  }

  private async sightOf(
    call: ChannelCall,
    id: string,
    compared: Row | undefined,
  ): Promise<ChannelResult<Sight | null>> {
    if (compared === undefined) return { ok: true, value: null, note: {} };
    const { row } = compared;
    return look(this.channel, call, row, row.observed?.complaint?.wechatComplaintId ?? null);
  }

  private verdictOf(id: string, compared: Row | undefined, sight: Sight | null): Verdict {
    if (compared === undefined) return unheardAftersale(id);
    const { row, changed, planned } = compared;
    if (changed) return 'changedMeanwhile';
    if (!planned || row.intent !== null) return 'inWork';
    if (sight === null) return missingAftersale(row);
    return compareAftersale(row, sight, this.options, this.clock.now());
  }

  /** An after-sale that nobody has heard of begins; every one is read again. */
  async repair(
    tx: Transaction,
    appId: string,
    items: readonly DriftItem[],
    timeline: string,
  ): Promise<readonly WakeUp[]> {
    const key = { appId, kind: AFTERSALE };
    const ids = items.map(({ entityId }) => entityId);
    for (const entityId of ids) await beginRow(tx, { ...key, entityId }, nothingDecided, 'money');
    const entry = { type: 'operator' as const, summary: timeline };
    const given = await giveHints(tx, key, ids, repairHint, 'money', entry);
    return given.map(({ entityId, dueAt }) => ({ ...key, entityId, lane: 'money' as const, dueAt }));
  }

  private rowsOf(appId: string, ids: readonly string[], asked: Date): Promise<ReadonlyMap<string, Row>> {
    return comparedRows(this.database, appId, AFTERSALE, ids, asked);
  }

  private interrupted(error: CallError): DriftStep {
    return interruptedStep(error, this.clock.now(), aftersaleErrors);
  }
}

/** What is left of a page first, then the next one, then what stood on none. */
function afterPage(ids: readonly string[], next: number | null): Cursor {
  if (ids.length > 0) return { phase: 'listed', ids: [...ids], next };
  return next === null ? { phase: 'open', after: '' } : { phase: 'page', offset: next };
}
