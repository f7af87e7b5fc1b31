import type { Problem } from '@tongbu/contracts';
import { masked, type Database, type Sql } from '@tongbu/platform';
import { giveHint } from '../intake';
import { REFRESH, type RowState, type SyncKey } from '../row';
import { toSyncRow, type SyncRecord } from '../row-mapper';
import { addTimeline, readTimeline, type TimelineLine } from '../timeline';
import type { WakeUp } from '../work-queue';

/** A synchronised thing as an operator sees it. */
export interface EntityView {
  readonly appId: string;
  readonly entityId: string;
  readonly state: RowState;
  /** Why it waits. */
  readonly reason: string | null;
  /** Why it is parked, and what to do. */
  readonly problems: readonly Problem[];
  /** Why an operator has stopped it. */
  readonly heldReason: string | null;
  readonly version: number | null;
  readonly lane: string;
  readonly attempts: number;
  readonly nextTime: Date | null;
  /** By when it should be done, where it has a deadline. */
  readonly dueAt: Date | null;
  readonly updatedAt: Date;
}

/** Personal data is masked. */
export interface EntityDetail extends EntityView {
  readonly desired: unknown;
  readonly observed: unknown;
  readonly intent: unknown;
  readonly timeline: readonly TimelineLine[];
}

export interface EntityPage {
  readonly items: readonly EntityView[];
  /** Pass as `after` for the next page; null at the end. */
  readonly next: string | null;
}

type AdminRecord = SyncRecord & {
  readonly reason: string | null;
  readonly held_reason: string | null;
  readonly next_time: Date | null;
  readonly updated_at: Date;
};

/** An operator does not wait behind a backfill, nor for a quota that may have been set to zero by hand. */
const AT_ONCE = `lane = CASE WHEN lane = 'backfill' THEN 'content' ELSE lane END, place = NULL`;
const KEY = `app_id = $1 AND kind = $2 AND entity_id = $3`;

/** What an operator can see of one kind of thing, and do about it. Every action is a line in the timeline. */
export class EntityAdmin {
  constructor(
    readonly kind: string,
    private readonly database: Database,
    private readonly wake: (rows: readonly WakeUp[]) => Promise<void>,
  ) {}

  async find(appId: string, entityId: string): Promise<EntityDetail | undefined> {
    const key = this.key(appId, entityId);
    const [record] = await this.database.query<AdminRecord>(
      `SELECT * FROM sync_rows WHERE ${KEY}`,
      values(key),
    );
    if (record === undefined) return undefined;
    return {
      ...view(record),
      desired: masked(record.desired),
      observed: masked(record.observed),
      intent: masked(record.intent),
      timeline: await readTimeline(this.database, key),
    };
  }

  async list(appId: string, state: RowState | undefined, after: string, limit: number): Promise<EntityPage> {
    const records = await this.database.query<AdminRecord>(
      `SELECT * FROM sync_rows
       WHERE app_id = $1 AND kind = $2 AND entity_id > $3 AND ($4::text IS NULL OR state = $4)
       ORDER BY entity_id LIMIT $5`,
      [appId, this.kind, after, state ?? null, limit + 1],
    );
    const items = records.slice(0, limit).map(view);
    return { items, next: records.length > limit ? (items.at(-1)?.entityId ?? null) : null };
  }

  /** Plans again, and sends again what WeChat had refused: the cause may have been mended elsewhere. */
  retry(appId: string, entityId: string): Promise<boolean> {
    return this.act(this.key(appId, entityId), 'retry', (tx, key) =>
      changed(
        tx,
        `UPDATE sync_rows SET generation = generation + 1, desired_generation = generation + 1, ${AT_ONCE},
           next_time = now()
         WHERE ${KEY} RETURNING 1`,
        values(key),
      ),
    );
  }

  /** Reads the thing at WeChat again. */
  refresh(appId: string, entityId: string): Promise<boolean> {
    return this.act(
      this.key(appId, entityId),
      'refresh',
      async (tx, key) => (await giveHint(tx, key, { name: REFRESH, detail: {} })) !== undefined,
    );
  }

  /** Stops working on it until it is released. */
  park(appId: string, entityId: string, reason: string): Promise<boolean> {
    return this.act(this.key(appId, entityId), `park: ${reason}`, (tx, key) => hold(tx, key, reason));
  }

  release(appId: string, entityId: string): Promise<boolean> {
    return this.act(this.key(appId, entityId), 'release', (tx, key) => hold(tx, key, null));
  }

  private async act(
    key: SyncKey,
    action: string,
    change: (tx: Sql, key: SyncKey) => Promise<boolean>,
  ): Promise<boolean> {
    const found = await this.database.transaction(async (tx) => {
      if (!(await change(tx, key))) return false;
      await addTimeline(tx, key, [{ type: 'operator', summary: action }]);
      return true;
    });
    // The row is due in any case; a queue that is away only makes it later.
    if (found) await this.wake([{ ...key, lane: 'content' }]).catch(() => undefined);
    return found;
  }

  private key(appId: string, entityId: string): SyncKey {
    return { appId, kind: this.kind, entityId };
  }
}

function hold(tx: Sql, key: SyncKey, reason: string | null): Promise<boolean> {
  return changed(
    tx,
    `UPDATE sync_rows SET held_reason = $4, generation = generation + 1, desired_generation = generation + 1,
       ${AT_ONCE}, next_time = now() WHERE ${KEY} RETURNING 1`,
    [...values(key), reason],
  );
}

async function changed(tx: Sql, sql: string, parameters: readonly unknown[]): Promise<boolean> {
  return (await tx.query(sql, parameters)).length > 0;
}

const values = (key: SyncKey) => [key.appId, key.kind, key.entityId];

function view(record: AdminRecord): EntityView {
  const row = toSyncRow(record);
  return {
    appId: row.appId,
    entityId: row.entityId,
    state: row.generation > row.observedGeneration ? 'pending' : row.state,
    reason: record.reason,
    problems: row.problems ?? [],
    heldReason: record.held_reason,
    version: row.desiredVersion,
    lane: row.lane,
    attempts: row.attempts,
    nextTime: record.next_time,
    dueAt: row.dueAt,
    updatedAt: record.updated_at,
  };
}
