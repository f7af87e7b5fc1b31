import { isFields, parseFields, type Fields, type PushFormat } from './message-text';
import { PUSH_EVENTS, REPEATED_FIELDS, type PushSubject } from './push-events';

/** A push in one shape, whichever format and layout it came in. */
export interface PushEvent {
  /** The event's name, such as `open_product_spu_audit`; empty for a message that is no event. */
  readonly event: string;
  readonly msgType: string;
  readonly createTime: Date;
  readonly fromUserName: string;
  readonly toUserName: string;
  /** What the event is about; missing for an event we do not know. */
  readonly subject?: PushSubject;
  /** The merchant's id of the thing, or WeChat's where the event carries no other. */
  readonly entity?: string;
  /** The event's own fields: scalars as text with all digits, empty elements as '', repeated ones as arrays. */
  readonly body: Record<string, unknown>;
}

export type ParsedPush =
  { readonly ok: true; readonly push: PushEvent } | { readonly ok: false; readonly reason: 'malformed' };

const ENVELOPE = new Set(['ToUserName', 'FromUserName', 'CreateTime', 'MsgType', 'Event', 'Encrypt']);

/**
 * Reads the plaintext of a push. Events we do not know are kept with all their fields.
 * WeChat documentation: audit-type events are nested under a body key, but were seen flattened to the top level with
 * every value a string; both are read.
 */
export function parsePush(message: string, format: PushFormat): ParsedPush {
  const fields = parseFields(message, format);
  return fields === undefined ? { ok: false, reason: 'malformed' } : readPush(fields);
}

/** The same for a message whose members are known already, see `openPush`. */
export function readPush(fields: Readonly<Fields>): ParsedPush {
  const seconds = Number(scalar(fields['CreateTime']));
  const createTime = new Date(seconds * 1000);
  if (!(seconds > 0) || Number.isNaN(createTime.getTime())) return { ok: false, reason: 'malformed' };

  const event = scalar(fields['Event']);
  const shape = Object.hasOwn(PUSH_EVENTS, event) ? PUSH_EVENTS[event] : undefined;
  const body = normaliseFields(bodyOf(fields, shape?.bodyKeys ?? []));
  return {
    ok: true,
    push: {
      event,
      msgType: scalar(fields['MsgType']),
      createTime,
      fromUserName: scalar(fields['FromUserName']),
      toUserName: scalar(fields['ToUserName']),
      subject: shape?.subject,
      entity: shape?.entityFields.map((field) => scalar(body[field])).find((id) => id !== '' && id !== '0'),
      body,
    },
  };
}

function bodyOf(fields: Readonly<Fields>, bodyKeys: readonly string[]): Fields {
  for (const key of bodyKeys) {
    const nested = fields[key];
    if (isFields(nested)) return nested;
  }
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !ENVELOPE.has(name)));
}

function scalar(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      return '';
  }
}

function normaliseFields(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, normalise(name, value)]));
}

function normalise(name: string, value: unknown): unknown {
  if (REPEATED_FIELDS.has(name)) return listOf(value).map(normaliseValue);
  return isEmpty(value) ? '' : normaliseValue(value);
}

/** Converters between XML and JSON print an empty element as null, {}, [] or the empty text. */
function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isEmpty(value) ? [] : [value];
}

function normaliseValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normaliseValue);
  return isFields(value) ? normaliseFields(value) : scalar(value);
}
