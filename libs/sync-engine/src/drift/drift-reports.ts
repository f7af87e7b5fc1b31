import { randomUUID } from 'node:crypto';
import type { Database } from '@tongbu/platform';
import type { WakeUp } from '../work-queue';
import type { DriftItem, DriftKind, DriftRepair, Difference, DriftSource, StrayAction } from './drift';

const KEEP_DAYS = 30;

export interface DriftReportView {
  readonly id: string;
  readonly state: 'running' | 'done' | 'failed';
  /** Why it waits, or why it failed. */
  readonly reason: string | null;
  /** Items found, by kind. */
  readonly items: Readonly<Record<string, number>>;
  /** What was looked at, and what was left out and why. */
  readonly counts: Readonly<Record<string, number>>;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

export interface DriftItemView {
  readonly entityId: string;
  readonly kind: DriftKind;
  readonly differences: readonly Difference[];
  readonly repair: DriftRepair;
  /** What an operator had done about it. */
  readonly outcome: 'started' | 'ignored' | null;
  readonly outcomeAt: Date | null;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Pass as `after` for the next page; null at the end. */
  readonly next: string | null;
}

export interface RepairRequest {
  readonly ids?: readonly string[] | undefined;
  readonly kinds?: readonly DriftKind[] | undefined;
  readonly dryRun: boolean;
  /** For things only WeChat has; they are left alone without it. */
  readonly action?: StrayAction | undefined;
  readonly after: string;
  readonly limit: number;
}

export interface RepairView {
  readonly entityId: string;
  readonly kind: DriftKind;
  readonly actions: readonly string[];
  readonly why: string;
  /** `would-start` and `would-ignore` in a dry run. */
  readonly outcome:
    'would-start' | 'started' | 'would-ignore' | 'ignored' | 'nothing-to-do' | 'choice-needed';
}

interface ReportRecord {
  readonly id: string;
  readonly state: DriftReportView['state'];
  readonly reason: string | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly started_at: Date;
  readonly finished_at: Date | null;
}

interface ItemRecord {
  readonly entity_id: string;
  readonly kind: DriftKind;
  readonly differences: readonly Difference[];
  readonly repair: DriftRepair;
  readonly evidence: unknown;
  readonly outcome: DriftItemView['outcome'];
  readonly outcome_at: Date | null;
}

/** The drift reports of one kind, as operators start, read and act upon them. */
export class DriftReports {
  readonly kind: string;

  constructor(
    private readonly database: Database,
    private readonly source: DriftSource,
    private readonly wake: (rows: readonly WakeUp[]) => Promise<void>,
  ) {
    this.kind = source.kind;
  }

  /** Answers undefined while another report of this mini program is being made. Reports are kept for 30 days. */
  async start(appId: string): Promise<string | undefined> {
    await this.database.query(
      `DELETE FROM sync_drift_reports WHERE app_id = $1 AND kind = $2 AND started_at < now() - $3 * interval '1 day'
         AND state <> 'running'`,
      [appId, this.kind, KEEP_DAYS],
    );
    const rows = await this.database.query<{ id: string }>(
      `INSERT INTO sync_drift_reports (id, app_id, kind) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING id`,
      [randomUUID(), appId, this.kind],
    );
    return rows[0]?.id;
  }

  /** The newest first, at most 100. */
  async list(appId: string): Promise<DriftReportView[]> {
    const records = await this.database.query<ReportRecord>(
      `SELECT * FROM sync_drift_reports WHERE app_id = $1 AND kind = $2 ORDER BY started_at DESC LIMIT 100`,
      [appId, this.kind],
    );
    return Promise.all(records.map((record) => this.view(record)));
  }

  async find(appId: string, id: string): Promise<DriftReportView | undefined> {
    const [record] = await this.database.query<ReportRecord>(
      `SELECT * FROM sync_drift_reports WHERE app_id = $1 AND kind = $2 AND id::text = $3`,
      [appId, this.kind, id],
    );
    return record && this.view(record);
  }

  async items(
    id: string,
    kind: DriftKind | undefined,
    after: string,
    limit: number,
  ): Promise<Page<DriftItemView>> {
    const records = await this.database.query<ItemRecord>(
      `SELECT * FROM sync_drift_items
       WHERE report_id = $1 AND entity_id > $2 AND ($3::text IS NULL OR kind = $3) ORDER BY entity_id LIMIT $4`,
      [id, after, kind ?? null, limit + 1],
    );
    return pageOf(records, limit, itemView);
  }

  /** Answers what would be done, or what was started, for a page of items nobody has acted upon yet. */
  async repair(appId: string, id: string, request: RepairRequest): Promise<Page<RepairView>> {
    const { ids, kinds, after, limit, dryRun, action } = request;
    const woken: WakeUp[] = [];
    const page = await this.database.transaction(async (tx) => {
      const records = await tx.query<ItemRecord>(
        `SELECT * FROM sync_drift_items
         WHERE report_id = $1 AND entity_id > $2 AND outcome IS NULL
           AND ($3::text[] IS NULL OR entity_id = ANY($3)) AND ($4::text[] IS NULL OR kind = ANY($4))
         ORDER BY entity_id LIMIT $5 FOR UPDATE`,
        [id, after, ids ?? null, kinds ?? null, limit + 1],
      );
      const chosen = pageOf(records, limit, (record) => ({ record, view: repairOf(record, action, dryRun) }));
      if (!dryRun) {
        const having = (outcome: RepairView['outcome']) =>
          chosen.items.filter(({ view }) => view.outcome === outcome).map(({ record }) => record);
        woken.push(
          ...(await this.source.repair(
            tx,
            appId,
            having('started').map(itemOf),
            `repair of drift report ${id}`,
          )),
        );
        for (const outcome of ['started', 'ignored'] as const) {
          await tx.query(
            `UPDATE sync_drift_items SET outcome = $3, outcome_at = now()
             WHERE report_id = $1 AND entity_id = ANY($2::text[])`,
            [id, having(outcome).map(({ entity_id }) => entity_id), outcome],
          );
        }
      }
      return { items: chosen.items.map(({ view }) => view), next: chosen.next };
    });
    // The rows are due in any case; a queue that is away only makes them later.
    if (woken.length > 0) await this.wake(woken).catch(() => undefined);
    return page;
  }

  private async view(record: ReportRecord): Promise<DriftReportView> {
    const items = await this.database.query<{ kind: string; count: number }>(
      `SELECT kind, count(*)::int AS count FROM sync_drift_items WHERE report_id = $1 GROUP BY kind`,
      [record.id],
    );
    return {
      id: record.id,
      state: record.state,
      reason: record.reason,
      items: Object.fromEntries(items.map(({ kind, count }) => [kind, count])),
      counts: record.counts,
      startedAt: record.started_at,
      finishedAt: record.finished_at,
    };
  }
}

function repairOf(record: ItemRecord, action: StrayAction | undefined, dryRun: boolean): RepairView {
  const { entity_id: entityId, kind, repair } = record;
  const view = { entityId, kind, actions: repair.actions, why: repair.why };
  if (kind === 'only-at-wechat') {
    if (action === undefined) return { ...view, outcome: 'choice-needed' };
    if (action === 'ignore') return { ...view, actions: [], outcome: dryRun ? 'would-ignore' : 'ignored' };
  }
  if (repair.actions.length === 0) return { ...view, outcome: 'nothing-to-do' };
  return { ...view, outcome: dryRun ? 'would-start' : 'started' };
}

function pageOf<Item extends { readonly entity_id: string }, View>(
  records: readonly Item[],
  limit: number,
  viewOf: (record: Item) => View,
): Page<View> {
  const page = records.slice(0, limit);
  return { items: page.map(viewOf), next: records.length > limit ? (page.at(-1)?.entity_id ?? null) : null };
}

function itemOf({ entity_id, kind, differences, repair, evidence }: ItemRecord): DriftItem {
  return { entityId: entity_id, kind, differences, repair, evidence };
}

function itemView(record: ItemRecord): DriftItemView {
  const { entity_id, kind, differences, repair, outcome, outcome_at } = record;
  return { entityId: entity_id, kind, differences, repair, outcome, outcomeAt: outcome_at };
}
