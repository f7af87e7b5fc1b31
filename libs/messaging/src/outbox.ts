import { crc32 } from 'node:zlib';
import { cloudEventAttributes, type EventRegistry } from '@tongbu/contracts';
import { CodedError, type Transaction } from '@tongbu/platform';
import { describeProblems } from './describe-problems';
import { encodeEvent } from './kafka-binding';

/** Buckets of keys; a relay owns whole buckets, so that one key has one relay. */
export const OUTBOX_BUCKETS = 16;

/** Kafka's default limit for one request's records is 1 MiB; the rest is for keys and headers. */
export const MAX_PAYLOAD_BYTES = 900_000;

export interface OutgoingEvent {
  readonly type: string;
  /** The same for the same happening, however often it is computed, so that consumers can tell repetitions. */
  readonly id: string;
  readonly appId: string;
  /** The entity's id in the merchant's own system. */
  readonly subject: string;
  /** CloudEvents `source`, such as `/tongbu/catalog-sync`. */
  readonly source: string;
  readonly time: Date;
  readonly data: unknown;
  /** The trace it belongs to. Left out: none. */
  readonly traceparent?: string;
}

/** An event that was checked and encoded. */
export type PreparedEvent = ReturnType<Outbox['prepare']>;

/** Events that leave with the transaction that made them true. {@link OutboxRelay} publishes them after its commit. */
export class Outbox {
  constructor(private readonly registry: EventRegistry) {}

  /**
   * Stores events in the order given; one whose id is there already is left out. Transactions about the same entity must
   * exclude each other (a row lock does), because order per entity is the order of these calls.
   *
   * @throws CodedError `outgoing-event-invalid` (not retriable) when one does not fit its schema
   */
  async add(tx: Transaction, events: readonly OutgoingEvent[]): Promise<void> {
    const rows = events.map((event) => this.prepare(event));
    if (rows.length === 0) return;
    await tx.query(storeEvents(1), [JSON.stringify(rows)]);
  }

  /** Checks and encodes an event. Throws as {@link add} does. */
  prepare({ type, id, appId, subject, source, time, data, traceparent }: OutgoingEvent) {
    const invalid = (why: string) =>
      new CodedError(
        'outgoing-event-invalid',
        `event ${id} of type ${type} cannot be published: ${why}`,
        false,
      );
    const definition = this.registry.get(type);
    if (definition === undefined) throw invalid('its type is not known');
    const attributes = cloudEventAttributes.safeParse({
      specversion: '1.0',
      id,
      source,
      type,
      subject,
      appid: appId,
      time: time.toISOString(),
      traceparent,
    });
    if (!attributes.success) throw invalid(describeProblems(attributes.error.issues, 'attributes'));
    const checked = definition.data.safeParse(data);
    if (!checked.success) throw invalid(describeProblems(checked.error.issues, 'data'));
    const encoded = encodeEvent({ ...attributes.data, data: checked.data });
    const bytes = Buffer.byteLength(encoded.value);
    if (bytes > MAX_PAYLOAD_BYTES)
      throw invalid(`data: expected at most ${MAX_PAYLOAD_BYTES} bytes, got ${bytes}`);
    return { id, topic: definition.topic, bucket: crc32(encoded.key) % OUTBOX_BUCKETS, ...encoded };
  }
}

/**
 * Stores prepared events in the order given, also as part of a larger statement. A JSON array of them is the parameter of
 * this number; `where` may leave some out, by `event.id` or by `event.position`, which begins with 1.
 */
export function storeEvents(parameter: number, where = 'true'): string {
  return `INSERT INTO outbox (id, topic, key, bucket, headers, payload)
    SELECT id, topic, key, bucket, headers, value
    FROM ROWS FROM (json_to_recordset($${parameter}::json)
      AS (id text, topic text, key text, bucket smallint, headers jsonb, value text)
    ) WITH ORDINALITY AS event (id, topic, key, bucket, headers, value, position)
    WHERE ${where} ORDER BY position
    ON CONFLICT (id) DO NOTHING`;
}
