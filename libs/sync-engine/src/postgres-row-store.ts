import type { Clock, Database, Transaction } from '@tongbu/platform';
import type { Outbox } from '@tongbu/messaging';
import { leaseEnd, sweptAfter } from './lease-time';
import type { EventDraft } from './planner';
import type { SyncKey, SyncRow } from './row';
import { RowBatch, type RowStatement, type RowWrite } from './row-batch';
import { ROW, toSyncRow, type SyncRecord } from './row-mapper';
import type { RowStore, Settlement, Step } from './row-store';
import { toLine } from './timeline';

const KEY = 's.app_id, s.kind, s.entity_id';

const HELD = 's.lease_token = given.token';
const SWEPT = sweptAfter('given.ttl');

const LEASE: RowStatement = {
  given: 'token uuid, ttl integer',
  where: '(s.lease_until IS NULL OR s.lease_until < now())',
  // A time that comes before stays as it is: the row is brought no sooner than the lease ends, and where no indexed column
  // changes, no index does.
  set: `lease_token = given.token, lease_until = ${leaseEnd('given.ttl')},
    next_time = CASE WHEN s.next_time > now() THEN LEAST(s.next_time, ${SWEPT}) ELSE ${SWEPT} END`,
  answer: ROW,
};

const RENEW: RowStatement = {
  given: 'token uuid, ttl integer',
  where: `${HELD} AND s.lease_until > now()`,
  set: `lease_until = ${leaseEnd('given.ttl')}, next_time = ${SWEPT}`,
  answer: KEY,
};

/** A key of `step` that is there is stored, `null` clears; one that is not leaves the column as it is. */
const given = (column: string) =>
  `CASE WHEN given.step ? '${column}' THEN NULLIF(given.step->'${column}', 'null'::jsonb) ELSE s.${column} END`;
const COMMITTED: ReadonlyMap<string, string> = new Map([
  ['updated_at', 'now()'],
  ...['observed', 'refusal', 'contradictions'].map((column): [string, string] => [column, given(column)]),
  [
    'intent',
    `CASE WHEN s.generation = (given.step#>>'{begin,generation}')::bigint THEN given.step#>'{begin,intent}'
       ELSE ${given('intent')} END`,
  ],
  ['attempts', `COALESCE((given.step->>'attempts')::integer, s.attempts)`],
  ['hint_read', `COALESCE((given.step->>'hintRead')::bigint, s.hint_read)`],
]);

const COMMIT: RowStatement = {
  given: 'token uuid, step jsonb',
  where: HELD,
  set: assignments(COMMITTED),
  answer: ROW,
};

const ANNOUNCE: RowStatement = {
  given: 'token uuid, waiting_for text[], late boolean',
  where: HELD,
  set: 'waiting_for = given.waiting_for, generation = s.generation + given.late::integer',
  answer: ROW,
};

const SETTLEMENT = `generation bigint, hint_read bigint, attempts integer, state text, next_in_ms double precision,
    reason text, problems jsonb, waiting_for text[], due_at timestamptz, place jsonb`;
const UNMOVED = 's.generation = given.generation';

/** `was`: what a column holds before the row is left. */
const left = (was: (column: string) => string): ReadonlyMap<string, string> =>
  new Map([
    ['observed_generation', 'given.generation'],
    ['hint_read', `GREATEST(${was('hint_read')}, given.hint_read)`],
    [
      'rested_generation',
      'CASE WHEN given.hint_read IS NULL THEN s.rested_generation ELSE given.generation END',
    ],
    ['attempts', 'given.attempts'],
    ['state', 'given.state'],
    ['next_time', `now() + given.next_in_ms * interval '1 ms'`],
    ['reason', 'given.reason'],
    ['problems', 'given.problems'],
    ['waiting_for', 'given.waiting_for'],
    ['due_at', 'given.due_at'],
    ['place', 'given.place'],
    ['contradictions', `CASE WHEN given.state = 'settled' THEN NULL ELSE ${was('contradictions')} END`],
    [
      'parked_generation',
      `CASE WHEN given.state = 'parked' THEN s.desired_generation ELSE s.parked_generation END`,
    ],
    ['lease_token', 'NULL'],
    ['lease_until', 'NULL'],
    ['updated_at', 'now()'],
  ]);

const RELEASE: RowStatement = {
  given: `token uuid, ${SETTLEMENT}`,
  where: `${HELD} AND ${UNMOVED}`,
  set: assignments(left((column) => `s.${column}`)),
  answer: KEY,
};

const committed = (column: string) => COMMITTED.get(column) ?? `s.${column}`;
const FINISH: RowStatement = {
  given: `token uuid, step jsonb, ${SETTLEMENT}`,
  where: HELD,
  set: assignments(
    new Map([
      ...COMMITTED,
      ...[...left(committed)].map(([column, value]): [string, string] => [
        column,
        `CASE WHEN ${UNMOVED} THEN ${value} ELSE ${committed(column)} END`,
      ]),
    ]),
  ),
  answer: `${KEY}, s.lease_token IS NULL AS released`,
};

function assignments(values: ReadonlyMap<string, string>): string {
  return [...values].map(([column, value]) => `${column} = ${value}`).join(', ');
}

const NOTHING_TOLD = { timeline: [], events: [] };

/** The rows in Postgres. A step, its timeline and its events commit together or not at all. */
export class PostgresRowStore<Desired, Observed> implements RowStore<Desired, Observed> {
  private readonly batches: Readonly<
    Record<'lease' | 'commit' | 'announce', RowBatch<SyncRecord>> &
      Record<'renew' | 'release', RowBatch<object>> &
      Record<'finish', RowBatch<{ readonly released: boolean }>>
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
      finish: batch(FINISH),
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
    return this.row(await this.change(this.batches.commit, key, { token, step: columnsOf(step) }, step));
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
    const values = { token, ...this.left(settlement) };
    const released = await this.change(this.batches.release, key, values, settlement);
    return released === undefined ? this.stillHeld(key, token) : 'released';
  }

  async finish(
    key: SyncKey,
    token: string,
    step: Step<Observed>,
    settlement: Settlement,
  ): Promise<'released' | 'lost' | SyncRow<Desired, Observed>> {
    const values = { token, step: columnsOf(step), ...this.left(settlement) };
    const finished = await this.change(this.batches.finish, key, values, step);
    if (finished === undefined) return 'lost';
    return finished.released ? 'released' : this.stillHeld(key, token);
  }

  /** The values of {@link SETTLEMENT}. */
  private left({ nextTime, waitingFor = [], ...settlement }: Settlement) {
    return {
      generation: settlement.generation,
      hint_read: settlement.hintRead,
      attempts: settlement.attempts,
      state: settlement.state,
      // The sweeper goes by the clock of Postgres, and ours may be minutes off.
      next_in_ms: nextTime === null ? null : nextTime.getTime() - this.clock.now().getTime(),
      reason: settlement.reason,
      problems: settlement.problems,
      waiting_for: waitingFor.length === 0 ? null : waitingFor,
      due_at: settlement.dueAt,
      place: settlement.place,
    };
  }

  private async stillHeld(key: SyncKey, token: string): Promise<'lost' | SyncRow<Desired, Observed>> {
    const rows = await this.database.query<SyncRecord>(
      `SELECT ${ROW} FROM sync_rows s WHERE app_id = $1 AND kind = $2 AND entity_id = $3 AND lease_token = $4`,
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
    {
      timeline,
      events,
      facts = [],
      traceparent,
    }: Pick<Step<Observed>, 'timeline' | 'events' | 'facts' | 'traceparent'> = NOTHING_TOLD,
  ): Promise<Answer | undefined> {
    const answer = await batch.change({
      key,
      values,
      timeline: timeline.map(toLine),
      events: events.map((event) => this.outbox.prepare({ ...this.outgoing(key, event), traceparent })),
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

/** What of a step is in columns of the row. */
function columnsOf<Observed>({ timeline, events, facts, traceparent, ...columns }: Step<Observed>) {
  return columns;
}
