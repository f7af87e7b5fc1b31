import type { Outbox, OutgoingEvent } from '@tongbu/messaging';
import { defaultGroupCommit, GroupCommit, isRetriable, type Clock, type Database } from '@tongbu/platform';
import type { Callback } from './callback';
import { eventsOf, type ReceivedCallback } from './callback-event';

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

/** Keeps every callback, each once. Message and outgoing event commit together. */
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
    try {
      return await this.commit(rows, (row) => eventsOf(row));
    } catch (error) {
      // Together with others it fails, and comes back alone. Alone it is kept without its event: WeChat would repeat
      // the same message, and it would fail the same way.
      if (rows.length > 1 || isRetriable(error)) throw error;
      return this.commit(rows, () => []);
    }
  }

  private async commit(
    rows: readonly ReceivedCallback[],
    toEvents: (row: ReceivedCallback) => OutgoingEvent[],
  ): Promise<(row: ReceivedCallback) => StoreOutcome> {
    const outcomes = new Map<ReceivedCallback, StoreOutcome>();
    await this.database.transaction(async (tx) => {
      // In one order everywhere: two replicas given the same callbacks would wait for each other otherwise.
      const fresh = await tx.query<{ app_id: string; hash: string }>(
        `INSERT INTO callbacks (app_id, hash, event, entity, create_time, received_at, format, message)
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[],
           $7::text[], $8::text[]) AS given (app_id, hash)
         ORDER BY app_id, hash
         ON CONFLICT (app_id, hash) DO NOTHING RETURNING app_id, hash`,
        [
          rows.map(({ appId }) => appId),
          rows.map(({ hash }) => hash),
          rows.map(({ event }) => event),
          rows.map(({ entity }) => entity),
          rows.map(({ createTime }) => createTime),
          rows.map(({ receivedAt }) => receivedAt),
          rows.map(({ format }) => format),
          rows.map(({ message }) => message),
        ],
      );
      const unseen = new Set(fresh.map(({ app_id, hash }) => `${app_id}/${hash}`));
      const events = rows
        .filter(({ appId, hash }) => unseen.delete(`${appId}/${hash}`))
        .flatMap((row) => {
          const told = toEvents(row);
          outcomes.set(row, told.length > 0 ? 'stored' : 'unpublished');
          return told;
        });
      await this.outbox.add(tx, events);
    });
    this.published();
    return (row) => outcomes.get(row) ?? 'repeated';
  }
}
