import { CodedError, messageOf } from '@tongbu/platform';
import { isInteger, isSafeNumber, parse, stringify } from 'lossless-json';

/** An integer outside the safe range keeps every digit as a bigint; everything else is an ordinary number. */
function parseNumber(text: string): number | bigint {
  return isInteger(text) && !isSafeNumber(text) ? BigInt(text) : Number(text);
}

/** Every integer outside the safe range has at least so many digits. */
const MANY_DIGITS = /\d{16}/;
/** Node's parser follows any nesting, which in a long text takes longer than the other one does to give up. */
const LONGEST = 64 * 1024;

/** Node's own parser takes a tenth of the time, and is right where no number can be too long for it. */
function parseShortNumbers(text: string): unknown {
  if (text.length > LONGEST || MANY_DIGITS.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // What it says quotes the text, which may be somebody's data.
    return undefined;
  }
}

/**
 * Parses JSON without losing digits: integers beyond 2^53 become `bigint`, other numbers `number`.
 * WeChat documentation: `product_id` and `order_id` are unsigned 64-bit, written as bare numbers.
 *
 * @throws CodedError `json-malformed` (not retriable) when the text is not JSON
 */
export function parseJson(text: string): unknown {
  const value = parseShortNumbers(text);
  if (value !== undefined) return value;
  try {
    return parse(text, null, parseNumber);
  } catch (error) {
    throw new CodedError('json-malformed', `not valid JSON: ${messageOf(error)}`, false, { cause: error });
  }
}

/**
 * Prints JSON, a `bigint` as a bare number with all its digits.
 *
 * @throws CodedError `json-unprintable` (not retriable) for what has no JSON form, such as `undefined`
 */
export function stringifyJson(value: unknown): string {
  const text = stringify(value);
  if (text === undefined) throw new CodedError('json-unprintable', `${typeof value} has no JSON form`, false);
  return text;
}
