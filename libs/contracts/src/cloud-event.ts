import { z } from 'zod';

/**
 * The CloudEvents 1.0 attributes that every event of ours carries, in either Kafka content mode.
 *
 * `appid` is the mini program, `subject` the entity's id in the merchant's own system. The Kafka key is
 * `<appid>:<subject>`, so that one entity keeps its order. `traceparent` is the distributed tracing extension.
 */
export const cloudEventAttributes = z.object({
  specversion: z.literal('1.0', { error: 'expected "1.0"' }),
  id: z.string({ error: 'expected a non-empty text' }).min(1, 'expected a non-empty text').max(256),
  source: z.string({ error: 'expected a URI reference, such as /shop/erp' }).min(1).max(512),
  type: z.string({ error: 'expected an event type, such as merchant.product.upserted.v1' }).min(1).max(256),
  time: z.iso.datetime({ offset: true, error: 'expected an RFC 3339 time with an offset' }).optional(),
  subject: z
    .string({ error: 'expected the id of the entity' })
    .min(1, 'expected the id of the entity')
    .max(128),
  appid: z
    .string({ error: 'expected the AppID of the mini program' })
    .regex(/^wx[0-9a-z]{16}$/, 'expected the AppID of the mini program: wx and 16 characters'),
  datacontenttype: z
    .string()
    .regex(/^application\/([a-z.+-]+\+)?json\b/i, 'expected application/json')
    .optional(),
  dataschema: z.string().optional(),
  traceparent: z.string().optional(),
});

export type CloudEventAttributes = z.output<typeof cloudEventAttributes>;

/** A decoded event. `data` has been checked against the schema of its `type`. */
export interface CloudEvent<Data = unknown> extends CloudEventAttributes {
  readonly data: Data;
}

/** The Kafka key of an entity's events. */
export function eventKey(event: Pick<CloudEventAttributes, 'appid' | 'subject'>): string {
  return `${event.appid}:${event.subject}`;
}
