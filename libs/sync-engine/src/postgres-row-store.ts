import type { Clock, Database, Sql, Transaction } from '@tongbu/platform';
import type { Outbox } from '@tongbu/messaging';
import type { EventDraft } from './planner';
import type { SyncKey, SyncRow } from './row';
import { toSyncRow, type SyncRecord } from './row-mapper';
import type { RowStore, Settlement, Step } from './row-store';
import { addTimeline } from './timeline';

const KEY = `app_id = $1 AND kind = $2 AND entity_id = $3`;
const HELD = `${KEY} AND lease_token = $4`;
const keyOf = (key: SyncKey) => [key.appId, key.kind, key.entityId];
const textsOrNull = (texts: readonly string[] = []) => (texts.length === 0 ? null : texts);
const json = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value));

/** The rows in Postgres. A step, its timeline and its events commit together or not at all. */
export class PostgresRowStore<Desired, Observed> implements RowStore<Desired, Observed> {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    /** CloudEvents `source` of what is published, such as `/tongbu/catalog-sync`. */
    private readonly source: string,
    /** Called after events were committed, so that the relay need not wait for its next look. */
    private readonly published: () => void = () => undefined,
    /** Called in the transaction in which facts became true, to tell those who wait for them. */
    private readonly becameTrue: (
      tx: Transaction,
      appId: string,
      facts: readonly string[],
    ) => Promise<void> = async () => undefined,
  ) {}

  async lease(key: SyncKey, token: string, ttlMs: number): Promise<SyncRow<Desired, Observed> | undefined> {
    // next_time stands a moment after the lease, so that a row whose worker died comes back.
    const rows = await this.database.query<SyncRecord>(
      `UPDATE sync_rows SET lease_token = $4, lease_until = now() + $5 * interval '1 ms',
         next_time = now() + ($5 + 500) * interval '1 ms'
       WHERE ${KEY} AND (lease_until IS NULL OR lease_until < now()) RETURNING *`,
      [...keyOf(key), token, ttlMs],
    );
    return rows[0] && toSyncRow(rows[0]);
  }

  async renew(key: SyncKey, token: string, ttlMs: number): Promise<boolean> {
    const rows = await this.database.query(
      `UPDATE sync_rows SET lease_until = now() + $5 * interval '1 ms',
         next_time = now() + ($5 + 500) * interval '1 ms'
       WHERE ${HELD} AND lease_until > now() RETURNING 1`,
      [...keyOf(key), token, ttlMs],
    );
    return rows.length > 0;
  }

  async commit(
    key: SyncKey,
    token: string,
    step: Step<Observed>,
  ): Promise<SyncRow<Desired, Observed> | undefined> {
    const values: unknown[] = [...keyOf(key), token];
    const sets: string[] = ['updated_at = now()'];
    const set = (column: string, value: unknown, cast = '') => {
      values.push(value);
      sets.push(`${column} = $${values.length}${cast}`);
    };
    if (step.observed !== undefined) set('observed', json(step.observed), '::jsonb');
    if (step.intent !== undefined) set('intent', json(step.intent), '::jsonb');
    if (step.refusal !== undefined) set('refusal', json(step.refusal), '::jsonb');
    if (step.contradictions !== undefined) set('contradictions', json(step.contradictions), '::jsonb');
    if (step.attempts !== undefined) set('attempts', step.attempts);
    if (step.hintRead !== undefined) set('hint_read', step.hintRead);
    const update = `UPDATE sync_rows SET ${sets.join(', ')} WHERE ${HELD} RETURNING *`;
    return this.write(key, update, values, step);
  }

  async release(
    key: SyncKey,
    token: string,
    settlement: Settlement,
  ): Promise<'released' | 'lost' | SyncRow<Desired, Observed>> {
    const released = await this.write(
      key,
      `UPDATE sync_rows SET observed_generation = $5::bigint, hint_read = GREATEST(hint_read, $11::bigint),
         rested_generation = CASE WHEN $11::bigint IS NULL THEN rested_generation ELSE $5::bigint END,
         attempts = $6, state = $7, next_time = $8, reason = $9, problems = $10::jsonb,
         waiting_for = $12::text[], due_at = $13, place = $14::jsonb,
         contradictions = CASE WHEN $7 = 'settled' THEN NULL ELSE contradictions END,
         parked_generation = CASE WHEN $7 = 'parked' THEN desired_generation ELSE parked_generation END,
         lease_token = NULL, lease_until = NULL, updated_at = now()
       WHERE ${HELD} AND generation = $5 RETURNING *`,
      [
        ...keyOf(key),
        token,
        settlement.generation,
        settlement.attempts,
        settlement.state,
        settlement.nextTime,
        settlement.reason,
        json(settlement.problems),
        settlement.hintRead ?? null,
        textsOrNull(settlement.waitingFor),
        settlement.dueAt ?? null,
        json(settlement.place),
      ],
      settlement,
    );
    if (released !== undefined) return 'released';
    const rows = await this.database.query<SyncRecord>(`SELECT * FROM sync_rows WHERE ${HELD}`, [
      ...keyOf(key),
      token,
    ]);
    return rows[0] === undefined ? 'lost' : toSyncRow(rows[0]);
  }

  /** Runs `update`; when it hit the row, its timeline and events commit with it. */
  private async write(
    key: SyncKey,
    update: string,
    values: readonly unknown[],
    { timeline, events, facts = [] }: Pick<Step<Observed>, 'timeline' | 'events' | 'facts'>,
  ): Promise<SyncRow<Desired, Observed> | undefined> {
    const run = async (sql: Sql) => (await sql.query<SyncRecord>(update, values))[0];
    const record =
      timeline.length === 0 && events.length === 0 && facts.length === 0
        ? await run(this.database)
        : await this.database.transaction(async (tx) => {
            const hit = await run(tx);
            if (hit === undefined) return undefined;
            await addTimeline(tx, key, timeline);
            await this.outbox.add(
              tx,
              events.map((event) => this.outgoing(key, event)),
            );
            if (facts.length > 0) await this.becameTrue(tx, key.appId, facts);
            return hit;
          });
    if (record === undefined) return undefined;
    if (events.length > 0) this.published();
    return toSyncRow(record);
  }

  private outgoing(key: SyncKey, event: EventDraft) {
    return {
      id: `${event.type}:${key.appId}:${key.entityId}:${event.key}`,
      type: event.type,
      source: this.source,
      appId: key.appId,
      subject: key.entityId,
      time: this.clock.now(),
      data: event.data,
    };
  }
}
