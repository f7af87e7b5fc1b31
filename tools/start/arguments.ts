import { parseArgs } from 'node:util';
import { messageOf } from '@tongbu/platform';

export interface StartArguments {
  /** The user's own events instead of the samples. */
  readonly events?: string;
  /** End after the summary. */
  readonly once: boolean;
}

export type ParsedArguments =
  | { readonly kind: 'start'; readonly options: StartArguments }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

export const USAGE = `npm start -- [--events FILE] [--once]

  --events FILE  feeds your own events, one JSON CloudEvent a line, instead of samples/catalog.ndjson
  --once         ends after the summary; exit code 0 when everything reached a final state`;

export function parseStartArguments(args: readonly string[]): ParsedArguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        events: { type: 'string' },
        once: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { kind: 'help' };
    if (values.events === '') return { kind: 'wrong', message: '--events needs the name of a file' };
    return { kind: 'start', options: { events: values.events, once: values.once ?? false } };
  } catch (error) {
    return { kind: 'wrong', message: messageOf(error) };
  }
}
