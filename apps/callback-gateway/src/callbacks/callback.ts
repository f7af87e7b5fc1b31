import { hash as digest } from 'node:crypto';
import { parseFields, readPush, type Fields, type PushEvent, type PushFormat } from '@tongbu/wechat';

/** A callback whose signature, encryption and appId were right, in the form it is kept. */
export interface Callback {
  readonly appId: string;
  /** SHA-256 of the decrypted message. Retries repeat the message under a new nonce and ciphertext. */
  readonly hash: string;
  readonly format: PushFormat;
  /** The decrypted message as WeChat wrote it, but for characters that Postgres cannot keep. */
  readonly message: string;
  /** Empty for a message that is no event, or cannot be read. */
  readonly event: string;
  readonly entity: string | null;
  readonly createTime: Date | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** WeChat's names have 25 to 60 characters. Longer ones would not fit into the index on them. */
const LONGEST_EVENT_NAME = 128;

/** A message as it came, and its members where they are known already. */
export interface ReceivedMessage {
  readonly message: string;
  readonly format: PushFormat;
  readonly fields?: Readonly<Fields>;
}

/** Never throws: a message that WeChat signed is kept, whatever is in it. */
export function readCallback(
  appId: string,
  { message, format, fields = parseFields(message, format) }: ReceivedMessage,
): Callback {
  const hash = digest('sha256', message, 'hex');
  return { appId, hash, format, message: storableText(message), ...contentOf(fields) };
}

function contentOf(
  fields: Readonly<Fields> | undefined,
): Pick<Callback, 'event' | 'entity' | 'createTime' | 'body'> {
  const push = fields && storablePush(fields);
  if (push === undefined) return { event: '', entity: null, createTime: null, body: {} };
  return {
    event: storableText(push.event.slice(0, LONGEST_EVENT_NAME)),
    entity: push.entity === undefined ? null : storableText(push.entity),
    createTime: push.createTime,
    body: push.body,
  };
}

function storablePush(fields: Readonly<Fields>): PushEvent | undefined {
  try {
    const parsed = readPush(fields);
    return parsed.ok ? { ...parsed.push, body: storableFields(parsed.push.body) } : undefined;
  } catch {
    // Nested deeper than the stack reaches.
    return undefined;
  }
}

/** Postgres keeps neither a NUL nor half of a surrogate pair, in text as in JSON. JSON can carry both as escapes. */
export function storableText(text: string): string {
  return SUSPECT.test(text) ? text.replace(UNSTORABLE, '\uFFFD') : text;
}

/** Half of any pair, whole ones included: quickly told, and rare. */
const SUSPECT = /[\0\ud800-\udfff]/;
const UNSTORABLE = /[\0\p{Surrogate}]/gu;

function storableFields(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [storableText(name), storable(value)]),
  );
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  return typeof value === 'object' && value !== null ? storableFields(value) : value;
}
