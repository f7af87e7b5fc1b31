import { eventColumns, storeEvents, type PreparedEvent } from '@tongbu/messaging';
import { GroupCommit, type Database, type Sql, type Transaction } from '@tongbu/platform';
import type { SyncKey } from './row';
import type { SyncRecord } from './row-mapper';

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
}

/** `unsure`: not changed, though perhaps only because another transaction had the row for a moment. */
type Written = SyncRecord | 'missed' | 'unsure';

/** A statement that stands still keeps its own rows from going on, and nobody else's. */
export const ROW_BATCHES = { batchSize: 100, inFlight: 2, patienceMs: 100 };

/**
 * Changes of rows that workers ask for at the same time go to Postgres in one statement and one commit, with their
 * timelines and events; a commit costs the same for one as for a hundred. A statement for several rows never waits for
 * one that another transaction has locked, so that no two can wait for each other: such a row is changed alone.
 */
export class RowBatch {
  private readonly group = new GroupCommit<RowWrite, Written>((writes) => this.write(writes), ROW_BATCHES);

  constructor(
    private readonly statement: RowStatement,
    private readonly database: Database,
    private readonly becameTrue: (tx: Transaction, appId: string, facts: readonly string[]) => Promise<void>,
  ) {}

  /** Resolves when the change is durable, with the row as it is now; `undefined` when it did not apply. */
  async change(write: RowWrite): Promise<SyncRecord | undefined> {
    // What others wait for wakes rows of theirs, under locks; that is not for a batch.
    let written: Written = write.facts.length > 0 ? 'unsure' : await this.group.add(write);
    if (written === 'unsure') written = (await this.write([write]))(write);
    return typeof written === 'string' ? undefined : written;
  }

  private async write(writes: readonly RowWrite[]): Promise<(write: RowWrite) => Written> {
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

  private async run(sql: Sql, writes: readonly RowWrite[]): Promise<ReadonlyMap<RowWrite, SyncRecord>> {
    const { given, where, set } = this.statement;
    const events = writes.flatMap((write, n) => write.events.map((event) => ({ event, n })));
    const rows = await sql.query<SyncRecord & { readonly given_n: number }>(
      `WITH given AS (
         SELECT * FROM jsonb_to_recordset($1::jsonb)
           AS given (n integer, app_id text, kind text, entity_id text, ${given})
       ), held AS (
         SELECT given.n FROM given JOIN sync_rows s USING (app_id, kind, entity_id)
         WHERE ${where} FOR UPDATE OF s ${writes.length > 1 ? 'SKIP LOCKED' : ''}
       ), changed AS (
         UPDATE sync_rows s SET ${set} FROM given JOIN held USING (n)
         WHERE s.app_id = given.app_id AND s.kind = given.kind AND s.entity_id = given.entity_id AND ${where}
         RETURNING s.*, given.n AS given_n
       ), told AS (
         INSERT INTO sync_timeline (app_id, kind, entity_id, type, summary, detail)
         SELECT app_id, kind, entity_id, line.type, line.summary, line.detail::jsonb
         FROM jsonb_to_recordset($2::jsonb) AS line (n integer, type text, summary text, detail text, position integer)
           JOIN changed ON changed.given_n = line.n
         ORDER BY line.position
       ), published AS (
         ${storeEvents(4, `($3::integer[])[event.position::integer] IN (SELECT given_n FROM changed)`)}
       )
       SELECT * FROM changed`,
      [
        JSON.stringify(
          writes.map(({ key, values }, n) => ({
            ...values,
            n,
            app_id: key.appId,
            kind: key.kind,
            entity_id: key.entityId,
          })),
        ),
        JSON.stringify(
          writes
            .flatMap(({ timeline }, n) => timeline.map((line) => ({ ...line, n })))
            .map((line, position) => ({
              ...line,
              position,
            })),
        ),
        events.map(({ n }) => n),
        ...eventColumns(events.map(({ event }) => event)),
      ],
    );
    const changed = new Map<RowWrite, SyncRecord>();
    for (const { given_n, ...record } of rows) {
      const write = writes[given_n];
      if (write !== undefined) changed.set(write, record);
    }
    return changed;
  }
}
