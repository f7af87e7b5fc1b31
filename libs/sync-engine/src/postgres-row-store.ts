import type { Clock, Database, Transaction } from '@tongbu/platform';
import type { Outbox } from '@tongbu/messaging';
import type { EventDraft } from './planner';
import type { SyncKey, SyncRow } from './row';
import { RowBatch, type RowStatement, type RowWrite } from './row-batch';
import { toSyncRow, type SyncRecord } from './row-mapper';
import type { RowStore, Settlement, Step } from './row-store';
import { toLine } from './timeline';

const ROW = 's.*';
const KEY = 's.app_id, s.kind, s.entity_id';

const HELD = 's.lease_token = given.token';

// next_time stands a moment after the lease, so that a row whose worker died comes back.
const LEASED = `lease_until = now() + given.ttl * interval '1 ms',
  next_time = now() + (given.ttl + 500) * interval '1 ms'`;

const LEASE: RowStatement = {
  given: 'token uuid, ttl integer',
  where: '(s.lease_until IS NULL OR s.lease_until < now())',
  set: `lease_token = given.token, ${LEASED}`,
  answer: ROW,
};

const RENEW: RowStatement = {
  given: 'token uuid, ttl integer',
  where: `${HELD} AND s.lease_until > now()`,
  set: LEASED,
  answer: KEY,
};

const kept = (column: string) => `CASE WHEN given.step ? '${column}' THEN`;
/** A key of `step` that is there is stored, `null` clears; one that is not leaves the column as it is. */
const COMMIT: RowStatement = {
  given: 'token uuid, step jsonb',
  where: HELD,
  set: [
    'updated_at = now()',
    ...['observed', 'intent', 'refusal', 'contradictions'].map(
      (column) =>
        `${column} = ${kept(column)} NULLIF(given.step->'${column}', 'null'::jsonb) ELSE s.${column} END`,
    ),
    `attempts = COALESCE((given.step->>'attempts')::integer, s.attempts)`,
    `hint_read = COALESCE((given.step->>'hintRead')::bigint, s.hint_read)`,
  ].join(', '),
  answer: ROW,
};

const ANNOUNCE: RowStatement = {
  given: 'token uuid, waiting_for text[], late boolean',
  where: HELD,
  set: 'waiting_for = given.waiting_for, generation = s.generation + given.late::integer',
  answer: ROW,
};

const RELEASE: RowStatement = {
  given: `token uuid, generation bigint, hint_read bigint, attempts integer, state text, next_in_ms double precision,
    reason text, problems jsonb, waiting_for text[], due_at timestamptz, place jsonb`,
  where: `${HELD} AND s.generation = given.generation`,
  set: `observed_generation = given.generation, hint_read = GREATEST(s.hint_read, given.hint_read),
    rested_generation = CASE WHEN given.hint_read IS NULL THEN s.rested_generation ELSE given.generation END,
    attempts = given.attempts, state = given.state, next_time = now() + given.next_in_ms * interval '1 ms', reason = given.reason,
    problems = given.problems, waiting_for = given.waiting_for, due_at = given.due_at, place = given.place,
    contradictions = CASE WHEN given.state = 'settled' THEN NULL ELSE s.contradictions END,
    parked_generation = CASE WHEN given.state = 'parked' THEN s.desired_generation ELSE s.parked_generation END,
    lease_token = NULL, lease_until = NULL, updated_at = now()`,
  answer: KEY,
};

const NOTHING_TOLD = { timeline: [], events: [] };

/** The rows in Postgres. A step, its timeline and its events commit together or not at all. */
export class PostgresRowStore<Desired, Observed> implements RowStore<Desired, Observed> {
  private readonly batches: Readonly<
    Record<'lease' | 'commit' | 'announce', RowBatch<SyncRecord>> &
      Record<'renew' | 'release', RowBatch<object>>
  >;

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    /** CloudEvents `source` of what is published, such as `/tongbu/catalog-sync`. */
    private readonly source: string,
    /** Called after events were committed, so that the relay need not wait for its next look. */
    private readonly published: () => void = () => undefined,
    /** Called in the transaction in which facts became true, to tell those who wait for them. */
    becameTrue: (tx: Transaction, appId: string, facts: readonly string[]) => Promise<void> = async () =>
      undefined,
  ) {
    const batch = <Answer extends object>(statement: RowStatement) =>
      new RowBatch<Answer>(statement, database, becameTrue);
    this.batches = {
      lease: batch(LEASE),
      renew: batch(RENEW),
      commit: batch(COMMIT),
      announce: batch(ANNOUNCE),
      release: batch(RELEASE),
    };
  }

  async lease(key: SyncKey, token: string, ttlMs: number): Promise<SyncRow<Desired, Observed> | undefined> {
    return this.row(await this.change(this.batches.lease, key, { token, ttl: ttlMs }));
  }

  async renew(key: SyncKey, token: string, ttlMs: number): Promise<boolean> {
    return (await this.change(this.batches.renew, key, { token, ttl: ttlMs })) !== undefined;
  }

  async commit(
    key: SyncKey,
    token: string,
    step: Step<Observed>,
  ): Promise<SyncRow<Desired, Observed> | undefined> {
    const { timeline, events, facts, ...columns } = step;
    return this.row(await this.change(this.batches.commit, key, { token, step: columns }, step));
  }

  async announce(
    key: SyncKey,
    token: string,
    facts: readonly string[],
    late: boolean,
  ): Promise<SyncRow<Desired, Observed> | undefined> {
    return this.row(await this.change(this.batches.announce, key, { token, waiting_for: facts, late }));
  }

  async release(
    key: SyncKey,
    token: string,
    settlement: Settlement,
  ): Promise<'released' | 'lost' | SyncRow<Desired, Observed>> {
    const { generation, hintRead, attempts, state, nextTime, reason, problems, dueAt, place } = settlement;
    const { waitingFor = [] } = settlement;
    const released = await this.change(
      this.batches.release,
      key,
      {
        token,
        generation,
        hint_read: hintRead,
        attempts,
        state,
        // The sweeper goes by the clock of Postgres, and ours may be minutes off.
        next_in_ms: nextTime === null ? null : nextTime.getTime() - this.clock.now().getTime(),
        reason,
        problems,
        waiting_for: waitingFor.length === 0 ? null : waitingFor,
        due_at: dueAt,
        place,
      },
      settlement,
    );
    if (released !== undefined) return 'released';
    const rows = await this.database.query<SyncRecord>(
      `SELECT * FROM sync_rows WHERE app_id = $1 AND kind = $2 AND entity_id = $3 AND lease_token = $4`,
      [key.appId, key.kind, key.entityId, token],
    );
    return rows[0] === undefined ? 'lost' : toSyncRow(rows[0]);
  }

  private row(record: SyncRecord | undefined): SyncRow<Desired, Observed> | undefined {
    return record && toSyncRow(record);
  }

  private async change<Answer extends object>(
    batch: RowBatch<Answer>,
    key: SyncKey,
    values: RowWrite['values'],
    { timeline, events, facts = [] }: Pick<Step<Observed>, 'timeline' | 'events' | 'facts'> = NOTHING_TOLD,
  ): Promise<Answer | undefined> {
    const answer = await batch.change({
      key,
      values,
      timeline: timeline.map(toLine),
      events: events.map((event) => this.outbox.prepare(this.outgoing(key, event))),
      facts,
    });
    if (answer !== undefined && events.length > 0) this.published();
    return answer;
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
