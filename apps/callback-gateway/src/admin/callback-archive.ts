import { randomUUID } from 'node:crypto';
import type { Outbox } from '@tongbu/messaging';
import type { Database, Sql } from '@tongbu/platform';
import type { PushFormat } from '@tongbu/wechat';
import { readCallback } from '../callbacks/callback';
import { eventOf } from '../callbacks/callback-event';

/** Which callbacks; all conditions must hold. Times are of their arrival. */
export interface CallbackFilter {
  readonly ids?: readonly string[];
  readonly event?: string;
  readonly entity?: string;
  readonly from?: Date;
  readonly to?: Date;
}

export interface CallbackView {
  readonly id: string;
  readonly event: string;
  readonly entity: string | null;
  readonly createTime: Date | null;
  readonly receivedAt: Date;
}

export interface CallbackPage {
  readonly items: readonly CallbackView[];
  /** Pass as `after` for the next page; null at the end. */
  readonly next: string | null;
}

export interface Replay {
  /** Callbacks whose events leave again, or would. */
  readonly replayed: number;
  /** Stored, but no event that could be told. */
  readonly unpublished: number;
  /** Pass as `after` to go on; null when everything that was asked for is done. */
  readonly next: string | null;
}

interface Row {
  readonly hash: string;
  readonly event: string;
  readonly entity: string | null;
  readonly create_time: Date | null;
  readonly received_at: Date;
  readonly format: PushFormat;
  readonly message: string;
  readonly position: string;
}

/** The callbacks that were stored: to look at, and to tell again. */
export class CallbackArchive {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly published: () => void,
  ) {}

  /** In the order of their arrival. */
  async list(appId: string, filter: CallbackFilter, after: string, limit: number): Promise<CallbackPage> {
    const rows = await page(this.database, appId, filter, after, limit + 1);
    const items = rows.slice(0, limit);
    return { items: items.map(view), next: rows.length > limit ? (items.at(-1)?.position ?? null) : null };
  }

  /** With the message as WeChat wrote it. */
  async find(appId: string, id: string): Promise<(CallbackView & { readonly message: string }) | undefined> {
    const [row] = await page(this.database, appId, { ids: [id] }, '', 1);
    return row && { ...view(row), message: row.message };
  }

  /** Publishes the events of up to `limit` callbacks again, under new ids, in the order of their arrival. */
  async replay(
    appId: string,
    filter: CallbackFilter,
    after: string,
    limit: number,
    dryRun: boolean,
  ): Promise<Replay> {
    const replayId = `replay-${randomUUID()}`;
    const result = await this.database.transaction(async (tx) => {
      const rows = await page(tx, appId, filter, after, limit + 1);
      const wanted = rows.slice(0, limit);
      const events = wanted
        .map((row) =>
          eventOf({ ...readCallback(appId, row), hash: row.hash, receivedAt: row.received_at }, replayId),
        )
        .filter((event) => event !== undefined);
      if (!dryRun) await this.outbox.add(tx, events);
      return {
        replayed: events.length,
        unpublished: wanted.length - events.length,
        next: rows.length > limit ? (wanted.at(-1)?.position ?? null) : null,
      };
    });
    if (!dryRun) this.published();
    return result;
  }

  /** Removes callbacks older than `days`, a page at a time. Answers how many went. */
  async prune(days: number, limit = 1_000): Promise<number> {
    const rows = await this.database.query(
      `DELETE FROM callbacks WHERE (app_id, hash) IN (
         SELECT app_id, hash FROM callbacks WHERE received_at < now() - $1 * interval '1 day'
         ORDER BY received_at LIMIT $2
       ) RETURNING 1`,
      [days, limit],
    );
    return rows.length;
  }
}

/** A position is the arrival in microseconds and the hash: arrivals alone are not unique. */
const POSITION = `lpad((extract(epoch FROM received_at) * 1000000)::bigint::text, 20, '0') || '-' || hash`;

function page(sql: Sql, appId: string, filter: CallbackFilter, after: string, limit: number): Promise<Row[]> {
  const { ids = null, event = null, entity = null, from = null, to = null } = filter;
  return sql.query<Row>(
    `SELECT hash, event, entity, create_time, received_at, format, message, ${POSITION} AS position FROM callbacks
     WHERE app_id = $1 AND ($2::text[] IS NULL OR hash = ANY($2)) AND ($3::text IS NULL OR event = $3)
       AND ($4::text IS NULL OR entity = $4)
       AND ($5::timestamptz IS NULL OR received_at >= $5) AND ($6::timestamptz IS NULL OR received_at < $6)
       AND ($7 = '' OR (received_at, hash) > (to_timestamp(split_part($7, '-', 1)::numeric / 1000000), split_part($7, '-', 2)))
     ORDER BY received_at, hash LIMIT $8`,
    [appId, ids, event, entity, from, to, after, limit],
  );
}

function view(row: Row): CallbackView {
  return {
    id: row.hash,
    event: row.event,
    entity: row.entity,
    createTime: row.create_time,
    receivedAt: row.received_at,
  };
}
