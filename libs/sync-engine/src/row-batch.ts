import { storeEvents, type PreparedEvent } from '@tongbu/messaging';
import { GroupCommit, type Database, type Sql, type Transaction } from '@tongbu/platform';
import type { SyncKey } from './row';

/** A change of one row, as it goes to Postgres together with others. */
export interface RowWrite {
  readonly key: SyncKey;
  /** Columns of the statement's `given`, beside those of the key. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Details as text of JSON. */
  readonly timeline: readonly {
    readonly type: string;
    readonly summary: string;
    readonly detail: string | null;
  }[];
  readonly events: readonly PreparedEvent[];
  readonly facts: readonly string[];
}

/** A statement that changes the rows it is given. */
export interface RowStatement {
  /** Columns of `given` with their types, such as `ttl integer`. */
  readonly given: string;
  /** Of the row `s`, which must hold for it to be changed. */
  readonly where: string;
  readonly set: string;
  /** Columns of the row `s` as it is afterwards that whoever changed it wants to see. */
  readonly answer: string;
}

/** `unsure`: not changed, though perhaps only because another transaction had the row for a moment. */
type Written<Answer> = Answer | 'missed' | 'unsure';

/**
 * One at a time: what is asked for meanwhile goes along in the next, and fewer, larger statements cost less. One that stands
 * still keeps its own rows from going on, and others for a moment only.
 */
export const ROW_BATCHES = { batchSize: 100, inFlight: 1, patienceMs: 25 };

/**
 * Changes of rows that workers ask for at the same time go to Postgres in one statement and one commit, with their
 * timelines and events; a commit costs the same for one as for a hundred. A statement for several rows never waits for
 * one that another transaction has locked, so that no two can wait for each other: such a row is changed alone.
 */
export class RowBatch<Answer extends object> {
  private readonly group = new GroupCommit<RowWrite, Written<Answer>>(
    (writes) => this.write(writes),
    ROW_BATCHES,
  );

  constructor(
    private readonly statement: RowStatement,
    private readonly database: Database,
    private readonly becameTrue: (tx: Transaction, appId: string, facts: readonly string[]) => Promise<void>,
  ) {}

  /** Resolves when the change is durable, with the answer; `undefined` when it did not apply. */
  async change(write: RowWrite): Promise<Answer | undefined> {
    // What others wait for wakes rows of theirs, under locks; that is not for a batch.
    let written: Written<Answer> = write.facts.length > 0 ? 'unsure' : await this.group.add(write);
    if (written === 'unsure') written = (await this.write([write]))(write);
    return typeof written === 'string' ? undefined : written;
  }

  private async write(writes: readonly RowWrite[]): Promise<(write: RowWrite) => Written<Answer>> {
    const changed = writes.every(({ facts }) => facts.length === 0)
      ? await this.run(this.database, writes)
      : await this.database.transaction(async (tx) => {
          const records = await this.run(tx, writes);
          for (const { key, facts } of writes.filter((write) => records.has(write))) {
            if (facts.length > 0) await this.becameTrue(tx, key.appId, facts);
          }
          return records;
        });
    return (write) => changed.get(write) ?? (writes.length === 1 ? 'missed' : 'unsure');
  }

  private async run(sql: Sql, writes: readonly RowWrite[]): Promise<ReadonlyMap<RowWrite, Answer>> {
    const { given, where, set, answer } = this.statement;
    const rows = writes.map(({ key, values }, n) => ({
      ...values,
      n,
      app_id: key.appId,
      kind: key.kind,
      entity_id: key.entityId,
    }));
    const tale = tell(writes, 2);
    const records = await sql.query<Answer & { readonly given_n: number }>(
      `WITH given AS (
         SELECT * FROM jsonb_to_recordset($1::jsonb)
           AS given (n integer, app_id text, kind text, entity_id text, ${given})
       ), held AS (
         SELECT given.n FROM given JOIN sync_rows s USING (app_id, kind, entity_id)
         WHERE ${where} FOR UPDATE OF s ${writes.length > 1 ? 'SKIP LOCKED' : ''}
       ), changed AS (
         UPDATE sync_rows s SET ${set} FROM given JOIN held USING (n)
         WHERE s.app_id = given.app_id AND s.kind = given.kind AND s.entity_id = given.entity_id AND ${where}
         RETURNING ${answer}, given.n AS given_n
       )${tale.sql}
       SELECT * FROM changed`,
      [JSON.stringify(rows), ...tale.parameters],
    );
    const changed = new Map<RowWrite, Answer>();
    for (const record of records) {
      const write = writes[record.given_n];
      if (write !== undefined) changed.set(write, record);
    }
    return changed;
  }
}

/**
 * What else is stored of the rows that were `changed`: their timelines and events, as parts of the statement with
 * parameters from `first` on. Nothing where there is nothing to tell: many changes are leases and releases.
 */
function tell(writes: readonly RowWrite[], first: number): { sql: string; parameters: readonly unknown[] } {
  const lines = writes
    .flatMap(({ timeline }, n) => timeline.map((line) => ({ ...line, n })))
    .map((line, position) => ({ ...line, position }));
  const events = writes.flatMap((write, n) => write.events.map((event) => ({ event, n })));
  const parts: string[] = [];
  const parameters: unknown[] = [];
  if (lines.length > 0) {
    parts.push(`told AS (
      INSERT INTO sync_timeline (app_id, kind, entity_id, type, summary, detail)
      SELECT app_id, kind, entity_id, line.type, line.summary, line.detail::jsonb
      FROM jsonb_to_recordset($${first}::jsonb) AS line (n integer, type text, summary text, detail text, position integer)
        JOIN changed ON changed.given_n = line.n
      ORDER BY line.position)`);
    parameters.push(JSON.stringify(lines));
  }
  if (events.length > 0) {
    const at = first + parameters.length;
    const isChanged = `($${at}::integer[])[event.position::integer] IN (SELECT given_n FROM changed)`;
    parts.push(`published AS (${storeEvents(at + 1, isChanged)})`);
    parameters.push(
      events.map(({ n }) => n),
      JSON.stringify(events.map(({ event }) => event)),
    );
  }
  return { sql: parts.map((part) => `, ${part}`).join(''), parameters };
}
