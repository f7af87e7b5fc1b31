import type { Checked, WireBody } from '../src/client/endpoint';
import { parseJson, stringifyJson } from '../src/json';

/** A request as it goes over the wire, or the problems for which it does not. */
export function sent(prepared: Checked<WireBody>): string | readonly string[] {
  if (!prepared.ok) return prepared.problems;
  if (prepared.value.kind !== 'json') throw new Error('expected a JSON body');
  return stringifyJson(prepared.value.json);
}

/** An example of WeChat's documentation, printed as we print. */
export const documented = (example: string) => stringifyJson(parseJson(example));

/** What an endpoint makes of the text of an answer. */
export const read = <T>(endpoint: { read(answer: unknown): Checked<T> }, answer: string) =>
  endpoint.read(parseJson(answer));
