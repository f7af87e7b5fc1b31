import type { Sql } from '@tongbu/platform';
import type { OutgoingRecord } from './kafka-producer';
import { MAX_PAYLOAD_BYTES } from './outbox';

interface OutboxRow {
  seq: string;
  topic: string;
  key: string;
  headers: Record<string, string>;
  payload: string;
  /** Rows that were looked at for this page. */
  waiting: number;
}

/** Rows to publish with one request, in order. */
export interface OutboxPage {
  readonly seqs: readonly string[];
  readonly records: readonly OutgoingRecord[];
  /** More may be waiting that did not fit. */
  readonly isFull: boolean;
}

/**
 * The oldest rows of the buckets that are not published, as many as fit in one request. It looks at what is
 * unpublished, not at what comes after the last row seen: a transaction may commit a lower `seq` later.
 */
export async function readPage(sql: Sql, buckets: readonly number[], limit: number): Promise<OutboxPage> {
  const rows = await sql.query<OutboxRow>(
    `SELECT seq, topic, key, headers, payload, waiting FROM (
       SELECT *, sum(octet_length(payload)) OVER in_order AS bytes, row_number() OVER in_order AS nth,
         (count(*) OVER ())::int AS waiting FROM (
         SELECT seq, topic, key, headers, payload FROM outbox
         WHERE published_at IS NULL AND bucket = ANY($1::smallint[])
         ORDER BY seq LIMIT $2
       ) oldest WINDOW in_order AS (ORDER BY seq)
     ) sized WHERE nth = 1 OR bytes <= $3 ORDER BY seq`,
    [buckets, limit, MAX_PAYLOAD_BYTES],
  );
  return {
    seqs: rows.map(({ seq }) => seq),
    records: rows.map(({ topic, key, headers, payload }) => ({ topic, key, headers, value: payload })),
    isFull: rows.length === limit || rows.length < (rows[0]?.waiting ?? 0),
  };
}

export async function markPublished(sql: Sql, seqs: readonly string[]): Promise<void> {
  await sql.query(
    `UPDATE outbox SET published_at = now() WHERE published_at IS NULL AND seq = ANY($1::bigint[])`,
    [seqs],
  );
}

/** How far the relays are behind. */
export interface OutboxLag {
  readonly unpublished: number;
  /** Age of the oldest unpublished row in milliseconds; 0 when there is none. */
  readonly oldestMs: number;
}

export async function readLag(sql: Sql): Promise<OutboxLag> {
  const [lag] = await sql.query<OutboxLag>(
    `SELECT count(*)::int AS unpublished,
       coalesce(extract(epoch FROM clock_timestamp() - min(created_at)) * 1000, 0)::float8 AS "oldestMs"
     FROM outbox WHERE published_at IS NULL`,
  );
  return lag ?? { unpublished: 0, oldestMs: 0 };
}
