import { wireTime } from '../endpoints/wire';

/** Fields of a push as `parsePush` normalised it: scalars are text, and what is empty is ''. */
export type PushFields = Readonly<Record<string, unknown>>;

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function optionalText(value: unknown): string | undefined {
  return text(value) || undefined;
}

/** A whole number, such as an amount in fen; `undefined` for anything else. */
export function wholeNumber(value: unknown): number | undefined {
  const digits = text(value);
  const number = Number(digits);
  return /^-?\d+$/.test(digits) && Number.isSafeInteger(number) ? number : undefined;
}

/** A text time of WeChat's, in UTC+8. */
export const textTime = (value: unknown) => wireTime.parse(text(value));

/** An id of WeChat's: 0 and '' stand for "none". */
export function optionalId(value: unknown): string | undefined {
  const id = text(value);
  return id === '' || id === '0' ? undefined : id;
}

/** The fields of a nested member; none when it is absent. */
export function nested(value: unknown): PushFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
