import { randomUUID } from 'node:crypto';
import type { Database, Sql, Transaction } from '@tongbu/platform';
import { giveHints } from '../intake';
import { REFRESH } from '../row';
import type { WakeUp } from '../work-queue';
import { commonScopes, type BackfillScopes, type ScopeRequest } from './backfill-scope';

export interface BackfillView {
  readonly id: string;
  readonly scope: ScopeRequest;
  readonly state: 'running' | 'done' | 'cancelled';
  /** Rows in scope when it was asked for. */
  readonly total: number;
  /** Rows that were woken so far. */
  readonly planned: number;
  /** Of these: read, and planned to an end, such as a new review. */
  readonly done: number;
  /** Of these: parked, because they need somebody to change something. */
  readonly parked: number;
  /** Of these: still being read, or waiting for a quota. */
  readonly outstanding: number;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

interface BackfillRecord {
  readonly id: string;
  readonly app_id: string;
  readonly scope: ScopeRequest;
  readonly state: BackfillView['state'];
  readonly after_entity: string;
  readonly exhausted: boolean;
  readonly total: number;
  readonly planned: number;
  readonly done: number;
  readonly parked: number;
  readonly started_at: Date;
  readonly finished_at: Date | null;
}

export interface BackfillLimits {
  /** Rows woken in one transaction. */
  readonly pageSize: number;
  /** Rows on their way at the same time. Each asks for its quota when it is woken: more than that can use only take up room. */
  readonly outstanding: number;
}

/**
 * A page each tenth of a second, while there is room: five times what WeChat's usual quota lets a backfill read, and little
 * enough that whoever waits for an answer meanwhile finds the machine free.
 */
const defaultLimits: BackfillLimits = { pageSize: 8, outstanding: 100 };

/**
 * Reads many rows at WeChat again, and plans them. The state is a cursor and the rows on their way; each step of
 * {@link advance} is one transaction under the backfill's row lock, so that replicas take turns and a killed one leaves
 * nothing half done.
 */
export class Backfills {
  readonly scopes: BackfillScopes;

  constructor(
    readonly kind: string,
    private readonly database: Database,
    private readonly wake: (rows: readonly WakeUp[]) => Promise<void>,
    scopes: BackfillScopes = {},
    private readonly limits: BackfillLimits = defaultLimits,
  ) {
    this.scopes = { ...commonScopes, ...scopes };
  }

  /** `sql`: a transaction that the start belongs to. */
  async start(appId: string, scope: ScopeRequest, sql: Sql = this.database): Promise<string> {
    const id = randomUUID();
    const { condition, value } = this.conditionOf(scope, '$5');
    await sql.query(
      `INSERT INTO sync_backfills (id, app_id, kind, scope, total)
       SELECT $1, $2, $3, $4::jsonb, count(*) FROM sync_rows WHERE app_id = $2 AND kind = $3 AND ${condition}`,
      [id, appId, this.kind, JSON.stringify(scope), value],
    );
    return id;
  }

  /** The newest first, at most 100. */
  async list(appId: string): Promise<BackfillView[]> {
    const records = await this.database.query<BackfillRecord>(
      `SELECT * FROM sync_backfills WHERE app_id = $1 AND kind = $2 ORDER BY started_at DESC LIMIT 100`,
      [appId, this.kind],
    );
    return records.map(view);
  }

  async find(appId: string, id: string): Promise<BackfillView | undefined> {
    const [record] = await this.database.query<BackfillRecord>(
      `SELECT * FROM sync_backfills WHERE app_id = $1 AND kind = $2 AND id::text = $3`,
      [appId, this.kind, id],
    );
    return record && view(record);
  }

  /** What was woken already is finished; nothing else is woken. No effect on one that has ended. */
  async cancel(appId: string, id: string): Promise<BackfillView | undefined> {
    await this.database.transaction(async (tx) => {
      const cancelled = await tx.query(
        `UPDATE sync_backfills SET state = 'cancelled', finished_at = now()
         WHERE app_id = $1 AND kind = $2 AND id::text = $3 AND state = 'running' RETURNING 1`,
        [appId, this.kind, id],
      );
      if (cancelled.length > 0) await forgetRows(tx, id);
    });
    return this.find(appId, id);
  }

  /** The backfills that have work, those that another replica is at included. */
  async running(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM sync_backfills WHERE kind = $1 AND state = 'running' ORDER BY started_at`,
      [this.kind],
    );
    return rows.map(({ id }) => id);
  }

  /** Counts what has come to an end and wakes the next page, as far as there is room. Answers whether there is room for more. */
  async advance(id: string): Promise<boolean> {
    const { woken, hasRoom } = await this.database.transaction((tx) => this.step(tx, id));
    // The rows are due in any case; a queue that is away only makes them later.
    if (woken.length > 0) await this.wake(woken).catch(() => undefined);
    return hasRoom;
  }

  private async step(
    tx: Transaction,
    id: string,
  ): Promise<{ readonly woken: readonly WakeUp[]; readonly hasRoom: boolean }> {
    const [backfill] = await tx.query<BackfillRecord>(
      `SELECT * FROM sync_backfills WHERE id = $1 AND state = 'running' FOR UPDATE SKIP LOCKED`,
      [id],
    );
    if (backfill === undefined) return { woken: [], hasRoom: false };
    const { app_id: appId } = backfill;
    const ended = await this.takeEnded(tx, backfill);
    const room = Math.min(this.limits.pageSize, this.limits.outstanding - ended.outstanding);
    const page = backfill.exhausted || room <= 0 ? undefined : await this.nextPage(tx, backfill, room);
    const entityIds = page ?? [];
    if (entityIds.length > 0) await this.wakePage(tx, backfill, entityIds);

    const exhausted = backfill.exhausted || (page !== undefined && page.length < room);
    const finished = exhausted && ended.outstanding + entityIds.length === 0;
    await tx.query(
      `UPDATE sync_backfills SET after_entity = $2, exhausted = $3, planned = planned + $4, done = done + $5,
         parked = parked + $6, state = CASE WHEN $7 THEN 'done' ELSE state END,
         finished_at = CASE WHEN $7 THEN now() END
       WHERE id = $1`,
      [
        id,
        entityIds.at(-1) ?? backfill.after_entity,
        exhausted,
        entityIds.length,
        ended.done,
        ended.parked,
        finished,
      ],
    );
    return {
      woken: entityIds.map((entityId) => ({ appId, kind: this.kind, entityId, lane: 'backfill' })),
      hasRoom: !exhausted && ended.outstanding + entityIds.length < this.limits.outstanding,
    };
  }

  private async takeEnded(
    tx: Transaction,
    { id, app_id }: BackfillRecord,
  ): Promise<{ readonly done: number; readonly parked: number; readonly outstanding: number }> {
    const [counts] = await tx.query<{ done: number; parked: number; outstanding: number }>(
      `WITH ended AS (
         DELETE FROM sync_backfill_rows b USING sync_rows r
         WHERE b.backfill_id = $1 AND r.app_id = $2 AND r.kind = $3 AND r.entity_id = b.entity_id
           AND r.observed_generation >= b.generation
           AND (r.state = 'parked' OR r.rested_generation >= b.generation)
         RETURNING r.state)
       SELECT count(*) FILTER (WHERE state <> 'parked')::int AS done,
         count(*) FILTER (WHERE state = 'parked')::int AS parked,
         (SELECT count(*) FROM sync_backfill_rows WHERE backfill_id = $1)::int - count(*)::int AS outstanding
       FROM ended`,
      [id, app_id, this.kind],
    );
    return counts ?? { done: 0, parked: 0, outstanding: 0 };
  }

  private async nextPage(
    tx: Transaction,
    { app_id, after_entity, scope }: BackfillRecord,
    size: number,
  ): Promise<string[]> {
    const { condition, value } = this.conditionOf(scope, '$5');
    const rows = await tx.query<{ entity_id: string }>(
      `SELECT entity_id FROM sync_rows WHERE app_id = $1 AND kind = $2 AND entity_id > $3 AND ${condition}
       ORDER BY entity_id LIMIT $4 FOR UPDATE`,
      [app_id, this.kind, after_entity, size, value],
    );
    return rows.map((row) => row.entity_id);
  }

  private async wakePage(
    tx: Transaction,
    { id, app_id }: BackfillRecord,
    entityIds: readonly string[],
  ): Promise<void> {
    const rows = { appId: app_id, kind: this.kind };
    const hint = { name: REFRESH, detail: {} };
    const given = await giveHints(tx, rows, entityIds, hint, 'backfill', {
      type: 'operator',
      summary: `backfill ${id}`,
    });
    await tx.query(
      `INSERT INTO sync_backfill_rows (backfill_id, entity_id, generation)
       SELECT $1, * FROM unnest($2::text[], $3::bigint[])`,
      [id, given.map(({ entityId }) => entityId), given.map(({ generation }) => generation)],
    );
  }

  private conditionOf(scope: ScopeRequest, parameter: string): { condition: string; value: string } {
    const [[name, wanted] = ['', undefined]] = Object.entries(scope);
    const known = this.scopes[name];
    if (known === undefined) throw new Error(`there is no scope ${name} for ${this.kind}`);
    return { condition: known.condition(parameter), value: JSON.stringify(wanted) };
  }
}

async function forgetRows(tx: Transaction, id: string): Promise<void> {
  await tx.query(`DELETE FROM sync_backfill_rows WHERE backfill_id = $1`, [id]);
}

function view(record: BackfillRecord): BackfillView {
  const { id, scope, state, total, planned, done, parked } = record;
  return {
    id,
    scope,
    state,
    total,
    planned,
    done,
    parked,
    outstanding: state === 'running' ? planned - done - parked : 0,
    startedAt: record.started_at,
    finishedAt: record.finished_at,
  };
}
