import { storeEvents, type Outbox, type PreparedEvent } from '@tongbu/messaging';
import { defaultGroupCommit, GroupCommit, isRetriable, type Clock, type Database } from '@tongbu/platform';
import type { Callback } from './callback';
import { eventIdSql, eventOf, type ReceivedCallback } from './callback-event';

/**
 * - `stored`: new, and its event leaves with it
 * - `repeated`: it had been stored before; nothing leaves again
 * - `unpublished`: new, but there is no event to tell of it: it is none, cannot be read, or does not fit our schema
 */
export type StoreOutcome = 'stored' | 'repeated' | 'unpublished';

/** What a row weighs beside its message. */
const ROW_BYTES = 1_000;
/** A flood of callbacks is refused rather than held. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Keeps every callback, each once. Messages and outgoing events are one statement, which is its own commit. */
export class CallbackStore {
  private readonly commits = new GroupCommit<ReceivedCallback, StoreOutcome>((rows) => this.write(rows), {
    ...defaultGroupCommit,
    maxBytes: MAX_BYTES,
  });

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly published: () => void,
  ) {}

  /** Resolves when the callback is durable. */
  save(callback: Callback, traceparent?: string): Promise<StoreOutcome> {
    const bytes = Buffer.byteLength(callback.message) + ROW_BYTES;
    return this.commits.add({ ...callback, receivedAt: this.clock.now(), traceparent }, bytes);
  }

  private async write(rows: readonly ReceivedCallback[]): Promise<(row: ReceivedCallback) => StoreOutcome> {
    const events = new Map(rows.map((row) => [row, this.eventOf(row)]));
    try {
      return await this.insert(rows, events);
    } catch (error) {
      // Together with others it fails, and comes back alone. Alone it is kept without its event: WeChat would repeat
      // the same message, and it would fail the same way.
      if (rows.length > 1 || isRetriable(error)) throw error;
      return this.insert(rows, new Map());
    }
  }

  /** Nothing for what cannot be told. */
  private eventOf(row: ReceivedCallback): PreparedEvent | undefined {
    try {
      const event = eventOf(row);
      return event && this.outbox.prepare(event);
    } catch {
      return undefined;
    }
  }

  private async insert(
    rows: readonly ReceivedCallback[],
    events: ReadonlyMap<ReceivedCallback, PreparedEvent | undefined>,
  ): Promise<(row: ReceivedCallback) => StoreOutcome> {
    // In one order everywhere: two replicas given the same callbacks would wait for each other otherwise.
    const fresh = await this.database.query<{ app_id: string; hash: string }>(
      `WITH fresh AS (
         INSERT INTO callbacks (app_id, hash, event, entity, create_time, received_at, format, message)
         SELECT app_id, hash, event, entity, to_timestamp(created_ms / 1000), to_timestamp(received_ms / 1000), format, message
         FROM json_to_recordset($1::json) AS given (app_id text, hash text, event text, entity text, created_ms float8,
           received_ms float8, format text, message text)
         ORDER BY app_id, hash
         ON CONFLICT (app_id, hash) DO NOTHING RETURNING app_id, hash
       ), published AS (
         ${storeEvents(2, `event.id IN (SELECT ${eventIdSql} FROM fresh)`)}
       )
       SELECT app_id, hash FROM fresh`,
      [
        JSON.stringify(rows.map(columnsOf)),
        JSON.stringify([...events.values()].filter((event) => event !== undefined)),
      ],
    );
    this.published();
    const unseen = new Set(fresh.map(({ app_id, hash }) => `${app_id}/${hash}`));
    const isFresh = new Set(rows.filter(({ appId, hash }) => unseen.delete(`${appId}/${hash}`)));
    return (row) => {
      if (!isFresh.has(row)) return 'repeated';
      return events.get(row) === undefined ? 'unpublished' : 'stored';
    };
  }
}

function columnsOf({
  appId,
  hash,
  event,
  entity,
  createTime,
  receivedAt,
  format,
  message,
}: ReceivedCallback) {
  return {
    app_id: appId,
    hash,
    event,
    entity,
    // PostgreSQL does not read the years beyond 9999 as JSON has them.
    created_ms: createTime?.getTime() ?? null,
    received_ms: receivedAt.getTime(),
    format,
    message,
  };
}
