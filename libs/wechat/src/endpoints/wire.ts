import { z } from 'zod';
import type { WireBody } from '../client/endpoint';

/** An id of WeChat's: 64 bits on the wire, text on our side. */
export const wireId = z.union([z.bigint(), z.number().int(), z.string()]).transform(String);

/** An integer; a few interfaces print it as text. */
export const wireInt = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);

/** Missing, null and empty texts are the same to WeChat. */
export const wireText = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

export const optionalText = wireText.transform((text) => (text === '' ? undefined : text));

/** An id of WeChat's that may be absent: 0 and '' stand for "none". */
export const optionalId = wireId
  .nullish()
  .transform((id) => (id === '' || id === '0' ? undefined : (id ?? undefined)));

/** A number that may be absent, also as the empty text. */
export const optionalInt = z
  .union([wireInt, z.literal('')])
  .nullish()
  .transform((value) => (value === '' ? undefined : (value ?? undefined)));

/** A yes or no that may be absent: 1 or true is yes. */
export const optionalFlag = z
  .union([wireInt, z.boolean()])
  .nullish()
  .transform((flag) => (flag === null || flag === undefined ? undefined : flag === 1 || flag === true));

/** A yes or no; absent is no. */
export const wireFlag = optionalFlag.transform((flag) => flag ?? false);

export function wireList<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}

/** WeChat documentation: `yyyy-MM-dd HH:mm:ss` in UTC+8, or an epoch-like placeholder or '' when there is no time. */
export const wireTime = wireText.transform((text): Date | undefined => {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
  const time = new Date(`${text.replace(' ', 'T')}+08:00`);
  return Number.isNaN(time.getTime()) || time.getUTCFullYear() < 2000 ? undefined : time;
});

const epoch = (unitMs: number) =>
  z
    .union([z.number(), z.bigint(), z.string()])
    .nullish()
    .transform((value): Date | undefined => {
      const time = new Date(Number(value ?? 0) * unitMs);
      return Number.isNaN(time.getTime()) || time.getTime() <= 0 ? undefined : time;
    });

/** A time in seconds since 1970, as a number or as text; 0 and '' when there is no time. */
export const wireSeconds = epoch(1000);
/** A time in milliseconds since 1970, as a number or as text; 0 and '' when there is no time. */
export const wireMilliseconds = epoch(1);

/** Seconds since 1970, as WeChat wants some times. */
export const unixSeconds = (at: Date) => Math.floor(at.getTime() / 1000);

/** WeChat's text times are in UTC+8. */
export const timeText = (at: Date) =>
  new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

/** Money is whole fen. */
export const fen = z.number().int('expected whole fen').min(0);

/** Members that ask for a page, numbered from 1, of at most so many rows (990005). */
export const pageOf = (maxRows: number) => ({
  page: z.number().int().min(1),
  pageSize: z.number().int().min(1).max(maxRows),
});

/** A span of time to look for. */
export const span = z
  .object({ from: z.date(), to: z.date() })
  .refine(({ from, to }) => from <= to, 'expected `from` not after `to`');

/** The names of a table, for `z.enum`. */
export const keysOf = <Key extends string>(record: Readonly<Record<Key, unknown>>) =>
  Object.keys(record) as Key[];

/** Our name for a number of WeChat's; `other` for one that is not documented, `undefined` when there is none. */
export function named<Name>(
  names: Readonly<Record<number, Name>>,
  code: number | null | undefined,
): Name | 'other' | undefined {
  return code === null || code === undefined ? undefined : (names[code] ?? 'other');
}

/** The name of a number in a table by names, otherwise as {@link named}. */
export function nameOf<Name extends string>(
  codes: Readonly<Record<Name, number>>,
  code: number,
): Name | 'other';
export function nameOf<Name extends string>(
  codes: Readonly<Record<Name, number>>,
  code: number | undefined,
): Name | 'other' | undefined;
export function nameOf<Name extends string>(
  codes: Readonly<Record<Name, number>>,
  code: number | undefined,
): Name | 'other' | undefined {
  return code === undefined ? undefined : (keysOf(codes).find((name) => codes[name] === code) ?? 'other');
}

/** An answer of which only the success matters. */
export const done = z.object({}).transform(() => ({}));

/** A request without parameters: WeChat wants at least `{}`. */
export const noParameters = z.undefined().transform((): WireBody => json({}));

export function json(body: object): WireBody {
  return { kind: 'json', json: body };
}
