import { CodedError, messageOf } from '@tongbu/platform';
import { isInteger, isSafeNumber, parse, stringify } from 'lossless-json';

/** An integer outside the safe range keeps every digit as a bigint; everything else is an ordinary number. */
function parseNumber(text: string): number | bigint {
  return isInteger(text) && !isSafeNumber(text) ? BigInt(text) : Number(text);
}

/**
 * Parses JSON without losing digits: integers beyond 2^53 become `bigint`, other numbers `number`.
 * WeChat documentation: `product_id` and `order_id` are unsigned 64-bit, written as bare numbers.
 *
 * @throws CodedError `json-malformed` (not retriable) when the text is not JSON
 */
export function parseJson(text: string): unknown {
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
