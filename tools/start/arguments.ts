import { parseArgs } from 'node:util';
import { messageOf } from '@tongbu/platform';

export interface StartArguments {
  /** The user's own events instead of the samples. */
  readonly events?: string;
  /** A mini program that has nothing is taken to its first sale, instead of the sample shop. */
  readonly newMerchant: boolean;
  /** End after the summary. */
  readonly once: boolean;
}

export type ParsedArguments =
  | { readonly kind: 'start'; readonly options: StartArguments }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

export const USAGE = `npm start -- [--events FILE | --new-merchant] [--once]

  --events FILE  feeds your own events, one JSON CloudEvent a line, instead of samples/catalog.ndjson
  --new-merchant takes a mini program from nothing to its first sale, through the fifteen steps of WeChat's guide
  --once         ends after the summary; exit code 0 when everything reached a final state`;

export function parseStartArguments(args: readonly string[]): ParsedArguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        events: { type: 'string' },
        once: { type: 'boolean' },
        'new-merchant': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { kind: 'help' };
    if (values.events === '') return { kind: 'wrong', message: '--events needs the name of a file' };
    const newMerchant = values['new-merchant'] ?? false;
    if (newMerchant && values.events !== undefined) {
      return { kind: 'wrong', message: '--new-merchant has events of its own: leave --events out' };
    }
    return { kind: 'start', options: { events: values.events, newMerchant, once: values.once ?? false } };
  } catch (error) {
    return { kind: 'wrong', message: messageOf(error) };
  }
}
