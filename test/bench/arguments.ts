import { parseArgs } from 'node:util';
import { messageOf } from '@tongbu/platform';

export interface BenchArguments {
  /** The figures wanted, in upper case; empty for all of them. */
  readonly ids: readonly string[];
  readonly quick: boolean;
  readonly strict: boolean;
}

export type ParsedArguments =
  | { readonly kind: 'run'; readonly options: BenchArguments }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

/** `known`: the ids there are. */
export function parseBenchArguments(args: readonly string[], known: readonly string[]): ParsedArguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        strict: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { kind: 'help' };
    const ids = positionals.map((id) => id.toUpperCase());
    const unknown = ids.filter((id) => !known.includes(id));
    if (unknown.length > 0) {
      return {
        kind: 'wrong',
        message: `there is no figure ${unknown.join(', ')}; there are ${known.join(', ')}`,
      };
    }
    return { kind: 'run', options: { ids, quick: values.quick, strict: values.strict } };
  } catch (error) {
    return { kind: 'wrong', message: messageOf(error) };
  }
}
