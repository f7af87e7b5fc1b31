import { assertUnreachable, type Clock, type Database, type Transaction } from '@tongbu/platform';
import {
  askedNow,
  comparedRows,
  foundIn,
  giveHints,
  interruptedStep,
  type ChannelCall,
  type ComparedRow,
  type DriftItem,
  type DriftRun,
  type DriftSource,
  type DriftStep,
  type WakeUp,
} from '@tongbu/sync-engine';
import type { CallError } from '@tongbu/wechat';
import { z } from 'zod';
import type { OrderChannel } from '../channel/order-channel';
import type { OrderListing } from '../channel/order-listing';
import type { ReadOrder } from '../orders/order.commands';
import { orderErrors } from '../orders/order.errors';
import { ORDER } from '../orders/order.planner';
import { referenceOf } from '../orders/order.reference';
import type { DesiredOrder, Generation, ObservedOrder } from '../orders/order';
import { compareOrder, missingOrder, repairHint, strayOrder } from './order-drift';

/** How far back WeChat's list is read. Older orders that are not over are looked up one by one. */
const LISTED_MS = 30 * 86_400_000;
/** WeChat's clock may be ahead of ours. */
const CLOCKS_MS = 60_000;
/** Orders looked up at WeChat in one step, a call each. */
const LOOKED_UP = 10;

/** First through WeChat's pages, then through those of our orders that stood on none of them. */
const cursorSchema = z.union([
  z.object({ phase: z.literal('wechat'), offset: z.number().int() }),
  z.object({ phase: z.literal('merchant'), after: z.string() }),
]);

type OrderRow = ComparedRow<DesiredOrder, ObservedOrder>;
type Verdict = DriftItem | 'same' | 'parked' | 'inWork' | 'changedMeanwhile';

/** Compares our rows with the orders WeChat has, and has those read again that are behind. */
export class OrderDriftSource implements DriftSource {
  readonly kind = ORDER;

  constructor(
    private readonly database: Database,
    private readonly channel: Pick<OrderChannel, 'read'>,
    private readonly listing: OrderListing,
    private readonly generationOf: (appId: string) => Generation,
    private readonly clock: Clock,
  ) {}

  compare(run: DriftRun, notAfter: number): Promise<DriftStep> {
    const call: ChannelCall = { appId: run.appId, lane: 'backfill', notAfter };
    const cursor =
      run.cursor === null ? { phase: 'wechat' as const, offset: 0 } : cursorSchema.parse(run.cursor);
    switch (cursor.phase) {
      case 'wechat':
        return this.comparePage(run, call, cursor.offset);
      case 'merchant':
        return this.lookUp(run, call, cursor.after);
      default:
        return assertUnreachable(cursor);
    }
  }

  private async comparePage({ startedAt }: DriftRun, call: ChannelCall, offset: number): Promise<DriftStep> {
    const started = startedAt.getTime();
    const created = { from: new Date(started - LISTED_MS), to: new Date(started + CLOCKS_MS) };
    const asked = await askedNow(this.database);
    const page = await this.listing.page(call, created, offset);
    if (!page.ok) return this.interrupted(page.error);
    const { items, next } = page.value;
    const ids = items.map(({ orderId }) => orderId);
    const rows = await this.rowsOf(call.appId, ids, asked);
    const verdicts = items.map((listed) => {
      const compared = rows.get(listed.orderId);
      // What came after the report was asked for is for the next one.
      return compared === undefined ? strayOrder(listed) : this.verdictOf(compared, listed.order, call.appId);
    });
    return {
      kind: 'page',
      seen: ids,
      ...foundIn(verdicts),
      cursor: next === null ? { phase: 'merchant', after: '' } : { phase: 'wechat', offset: next },
    };
  }

  /** Orders from before the list's time, and those that WeChat should have listed. */
  private async lookUp(run: DriftRun, call: ChannelCall, after: string): Promise<DriftStep> {
    const watched = await this.database.query<{ entity_id: string }>(
      `SELECT entity_id FROM sync_rows r
       WHERE app_id = $1 AND kind = $2 AND entity_id > $3 AND generation = observed_generation
         AND observed->>'existence' = 'present' AND next_time IS NOT NULL AND created_at < $4 AND updated_at < $4
         AND NOT EXISTS (SELECT FROM sync_drift_seen s WHERE s.report_id = $5 AND s.entity_id = r.entity_id)
       ORDER BY entity_id LIMIT $6`,
      [run.appId, ORDER, after, run.startedAt, run.id, LOOKED_UP],
    );
    const asked = await askedNow(this.database);
    const ids = watched.map(({ entity_id: id }) => id);
    const before = await this.rowsOf(call.appId, ids, asked);
    const seen = new Map<string, ReadOrder | null>();
    for (const id of ids) {
      const row = before.get(id)?.row;
      const reference = row && referenceOf(row);
      if (reference === undefined) continue;
      const read = await this.channel.read(call, reference);
      if (!read.ok) {
        if (seen.size === 0) return this.interrupted(read.error);
        break;
      }
      seen.set(id, read.value);
    }
    const rows = await this.rowsOf(call.appId, [...seen.keys()], asked);
    const verdicts = [...seen].flatMap(([id, order]) => {
      const compared = rows.get(id);
      return compared === undefined ? [] : [this.verdictOf(compared, order, call.appId)];
    });
    const { items, counts } = foundIn(verdicts);
    const { listed: lookedUp = 0, ...others } = counts;
    const last = [...seen.keys()].at(-1);
    const isLast = ids.length < LOOKED_UP && (last ?? ids.at(-1)) === ids.at(-1);
    return {
      kind: 'page',
      seen: [],
      items,
      counts: { ...others, lookedUp },
      cursor: isLast ? null : { phase: 'merchant', after: last ?? ids.at(-1) ?? after },
    };
  }

  async repair(
    tx: Transaction,
    appId: string,
    items: readonly DriftItem[],
    timeline: string,
  ): Promise<readonly WakeUp[]> {
    const ids = items.map(({ entityId }) => entityId);
    const entry = { type: 'operator' as const, summary: timeline };
    const key = { appId, kind: ORDER };
    const given = await giveHints(tx, key, ids, repairHint, 'money', entry);
    return given.map(({ entityId, dueAt }) => ({ ...key, entityId, lane: 'money' as const, dueAt }));
  }

  private verdictOf({ row, changed, planned }: OrderRow, order: ReadOrder | null, appId: string): Verdict {
    if (changed) return 'changedMeanwhile';
    if (!planned || row.intent !== null || row.desired.order === null) return 'inWork';
    const generation = this.generationOf(appId);
    const now = this.clock.now();
    if (order === null) return missingOrder(row, generation, now);
    const verdict = compareOrder(row, order, generation, now);
    return verdict === 'same' && row.state === 'parked' ? 'parked' : verdict;
  }

  private rowsOf(appId: string, ids: readonly string[], asked: Date): Promise<ReadonlyMap<string, OrderRow>> {
    return comparedRows(this.database, appId, ORDER, ids, asked);
  }

  private interrupted(error: CallError): DriftStep {
    return interruptedStep(error, this.clock.now(), orderErrors);
  }
}
