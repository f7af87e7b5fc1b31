import type { CloudEvent, CloudEventAttributes, EventRegistry } from '@tongbu/contracts';
import { cloudEventAttributes, eventKey } from '@tongbu/contracts';
import { messageOf } from '@tongbu/platform';
import { describeProblems } from './describe-problems';

/** The parts of a Kafka record that the CloudEvents 1.0 Kafka binding speaks about. */
export interface KafkaRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: KafkaHeaders;
}

/** Header values as kafkajs gives them: a list where a name was repeated. */
export type KafkaHeaders = Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;

export type RefusalCode =
  | 'value-missing'
  | 'value-not-utf8'
  | 'value-not-json'
  | 'content-type-unsupported'
  | 'not-a-cloud-event'
  | 'attributes-invalid'
  | 'key-missing'
  | 'key-mismatch'
  | 'type-unknown'
  | 'data-invalid';

/** Why a record cannot be taken: a stable code, and a sentence that names the field and what was expected. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
}

export type Decoded<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refusal: Refusal };

/** An event whose attributes are right and whose data nobody has looked at yet. */
export interface Envelope {
  readonly mode: 'binary' | 'structured';
  readonly attributes: CloudEventAttributes;
  /** JSON text, or in structured mode the JSON value itself. */
  readonly content: { readonly bytes: Buffer | null } | { readonly value: unknown };
}

const STRUCTURED = /^application\/cloudevents\+json\b/i;
const CLOUD_EVENTS = /^application\/cloudevents/i;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads the attributes of an event in binary mode (`ce_*` headers, data in the value) or structured mode (everything in
 * one JSON object, said by the content type `application/cloudevents+json` or found by its `specversion`).
 * Source: CloudEvents 1.0, Kafka protocol binding.
 */
export function decodeEnvelope({ value, headers = {} }: KafkaRecord): Decoded<Envelope> {
  const { attributes, contentType } = readHeaders(headers);
  if (contentType !== undefined && CLOUD_EVENTS.test(contentType)) {
    if (STRUCTURED.test(contentType)) return decodeStructured(value);
    const expected = 'application/cloudevents+json for one event in the value';
    return refuse(
      'content-type-unsupported',
      `header content-type: expected ${expected}, got ${contentType}`,
    );
  }
  if (Object.keys(attributes).length > 0) {
    // The tracing header of Kafka instrumentations names the same thing as the CloudEvents extension.
    attributes['traceparent'] ??= headerText(headers['traceparent']);
    return checkAttributes('binary', { ...attributes, datacontenttype: contentType }, { bytes: value });
  }
  const parsed = value === null ? undefined : parseJson(value);
  if (parsed?.ok && isObject(parsed.value) && 'specversion' in parsed.value) return decodeStructured(value);
  return refuse(
    'not-a-cloud-event',
    'expected a CloudEvent 1.0: ce_specversion, ce_id, ce_source, ce_type, ce_subject and ce_appid as headers and the ' +
      'data as JSON in the value, or content-type application/cloudevents+json and one JSON object in the value',
  );
}

/** Checks the Kafka key: another one would send the entity's events to another partition, and their order would break. */
export function checkKey(key: Buffer | null, attributes: CloudEventAttributes): Refusal | undefined {
  const expected = eventKey(attributes);
  if (key === null) {
    return { code: 'key-missing', message: `Kafka key: expected ${expected} (<appid>:<subject>), got none` };
  }
  const actual = key.toString('utf8');
  if (actual === expected) return undefined;
  return {
    code: 'key-mismatch',
    message: `Kafka key: expected ${expected} (<appid>:<subject>), got ${actual}`,
  };
}

/** Checks `data` against the schema of the event's type and names every problem at once. */
export function decodeData({ attributes, content }: Envelope, registry: EventRegistry): Decoded<CloudEvent> {
  const definition = registry.get(attributes.type);
  if (definition === undefined) return refuse('type-unknown', `type: ${attributes.type} is not known`);
  const data = 'value' in content ? { ok: true as const, value: content.value } : parseJson(content.bytes);
  if (!data.ok) return data;
  const checked = definition.data.safeParse(data.value);
  if (!checked.success) return refuse('data-invalid', describeProblems(checked.error.issues, 'data'));
  return { ok: true, value: { ...attributes, data: checked.data } };
}

/** All of the above: an event whose attributes, key and data are right, or the first reason why not. */
export function decodeEvent(record: KafkaRecord, registry: EventRegistry): Decoded<CloudEvent> {
  const envelope = decodeEnvelope(record);
  if (!envelope.ok) return envelope;
  const refusal = checkKey(record.key, envelope.value.attributes);
  return refusal === undefined ? decodeData(envelope.value, registry) : { ok: false, refusal };
}

/** An event in binary mode, which is what Tongbu publishes. */
export interface EncodedEvent {
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly value: string;
}

/** Writes an event in binary mode. `traceparent` goes into the header of that name, where instrumentations look. */
export function encodeEvent({ data, ...attributes }: CloudEvent): EncodedEvent {
  const { traceparent, datacontenttype = 'application/json', ...rest } = attributes;
  const headers: Record<string, string> = { 'content-type': datacontenttype };
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) headers[`ce_${name}`] = value;
  if (traceparent !== undefined) headers['traceparent'] = traceparent;
  return { key: eventKey(attributes), headers, value: JSON.stringify(data) };
}

function readHeaders(headers: KafkaHeaders) {
  const attributes: Record<string, string | undefined> = {};
  let contentType: string | undefined;
  for (const name of Object.keys(headers)) {
    if (name.startsWith('ce_')) attributes[name.slice(3)] = headerText(headers[name]);
    else if (name.toLowerCase() === 'content-type') contentType = headerText(headers[name]);
  }
  return { attributes, contentType };
}

/** Of a repeated header the last one counts, as for Kafka's own clients. */
function headerText(value: KafkaHeaders[string]): string | undefined {
  const last = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? last : last?.toString('utf8');
}

function decodeStructured(value: Buffer | null): Decoded<Envelope> {
  const parsed = parseJson(value);
  if (!parsed.ok) return parsed;
  if (!isObject(parsed.value)) {
    return refuse(
      'not-a-cloud-event',
      'value: expected one JSON object holding the attributes and data of the event',
    );
  }
  const { data, data_base64: base64, ...attributes } = parsed.value;
  const content = typeof base64 === 'string' ? { bytes: Buffer.from(base64, 'base64') } : { value: data };
  return checkAttributes('structured', attributes, content);
}

function checkAttributes(
  mode: Envelope['mode'],
  given: object,
  content: Envelope['content'],
): Decoded<Envelope> {
  const checked = cloudEventAttributes.safeParse(given);
  if (checked.success) return { ok: true, value: { mode, attributes: checked.data, content } };
  const name = (attribute: string) => {
    if (mode === 'structured') return attribute;
    return attribute === 'datacontenttype' ? 'header content-type' : `header ce_${attribute}`;
  };
  const problems = checked.error.issues.map(({ path, message }) => `${name(path.join('.'))}: ${message}`);
  return refuse('attributes-invalid', problems.join('; '));
}

function parseJson(bytes: Buffer | null): Decoded<unknown> {
  if (bytes === null) return refuse('value-missing', 'value: expected JSON, got none');
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return refuse('value-not-utf8', 'value: expected JSON in UTF-8, got bytes that are not UTF-8');
  }
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    // The parser's words may quote what it read, which may be somebody's data.
    const at = /at position \d+/.exec(messageOf(error))?.[0];
    return refuse(
      'value-not-json',
      `value: expected JSON, got something else${at === undefined ? '' : ` ${at}`}`,
    );
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(code: RefusalCode, message: string): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code, message } };
}
