/** Names whose values never reach a log, wherever they stand in a logged object. */
const SECRET = [
  'secret',
  'token',
  'accessToken',
  'access_token',
  'encodingAesKey',
  'apiKey',
  'authorization',
  'password',
];
/** Personal data: the last four characters stay, so that a support case can be matched. */
const PERSONAL = [
  'openid',
  'openId',
  'sharerOpenId',
  'phone',
  'telNumber',
  'tel_number',
  'mobile',
  'address',
  'detailedAddress',
  'receiverName',
];

type Mask = (value: unknown) => string;

/** How the value of each such name is shown. */
export const masks: Readonly<Record<string, Mask>> = Object.assign(Object.create(null), {
  ...Object.fromEntries(SECRET.map((name) => [name, () => '[hidden]'])),
  ...Object.fromEntries(PERSONAL.map((name) => [name, lastFour])),
});

/** Deeper than what is printed of an object. */
const DEPTH = 8;

/** Personal data as anybody may see it: its last four characters. */
export function lastFour(value: unknown): string {
  if (typeof value !== 'string') return '[hidden]';
  return value.length <= 4 ? '****' : `****${value.slice(-4)}`;
}

/**
 * The fields of a log line with secrets hidden and personal data masked in everything below them; the fields' own names
 * are left to serializers. Written by hand because every line passes here: pino's redaction takes ten times as long as all
 * the rest of a line. Copies only what has something to hide.
 */
export function hideBelow(fields: Record<string, unknown>): Record<string, unknown> {
  let shown = fields;
  for (const name in fields) {
    const value = fields[name];
    const visible = hide(value, DEPTH);
    if (visible === value) continue;
    if (shown === fields) shown = { ...fields };
    shown[name] = visible;
  }
  return shown;
}

/** A value as anybody may see it: secrets hidden and personal data masked in everything below it. */
export function masked(value: unknown): unknown {
  return hide(value, DEPTH);
}

function hide(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth === 0) return value;
  if (value instanceof Error || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return hideInList(value, depth);
  let shown: Record<string, unknown> | undefined;
  for (const [name, member] of Object.entries(value)) {
    const mask = masks[name];
    const visible = mask === undefined || member === undefined ? hide(member, depth - 1) : mask(member);
    if (visible !== member) (shown ??= { ...value })[name] = visible;
  }
  return shown ?? value;
}

function hideInList(values: readonly unknown[], depth: number): readonly unknown[] {
  const shown = values.map((value) => hide(value, depth - 1));
  return shown.some((value, index) => value !== values[index]) ? shown : values;
}
