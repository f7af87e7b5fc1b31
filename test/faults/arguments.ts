import { messageOf } from '@tongbu/platform';
import { parseArgs } from 'node:util';

export interface FaultsArguments {
  readonly seed: number;
  /** Names of faults; empty for all of them. */
  readonly only: readonly string[];
  /** Kinds of things; empty for all of them. */
  readonly traffic: readonly string[];
  /** Entities of each kind, for each fault. */
  readonly entities: number;
}

export type ParsedArguments =
  | { readonly kind: 'run'; readonly options: FaultsArguments }
  | { readonly kind: 'list' }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

export const USAGE = `npm run faults                                    every fault
npm run faults -- --only redis-emptied,kafka-killed   these only
npm run faults -- --seed 7                        another load, and other moments to strike; 1 when left out
npm run faults -- --traffic products              these kinds of things only
npm run faults -- --entities 40                   how many of each kind, for each fault; 6 when left out
npm run faults -- --list                          the names and what they do`;

/** `faults` and `traffic`: the names there are. */
export function parseFaultsArguments(
  args: readonly string[],
  faults: readonly string[],
  traffic: readonly string[],
): ParsedArguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string', default: '1' },
        only: { type: 'string', multiple: true, default: [] },
        traffic: { type: 'string', multiple: true, default: [] },
        entities: { type: 'string', default: '6' },
        list: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    if (values.list) return { kind: 'list' };
    return {
      kind: 'run',
      options: {
        seed: wholeNumber('seed', values.seed, 0),
        entities: wholeNumber('entities', values.entities, 1),
        only: names('fault', values.only, faults),
        traffic: names('kind of thing', values.traffic, traffic),
      },
    };
  } catch (error) {
    return { kind: 'wrong', message: messageOf(error) };
  }
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new Error(`--${name}: expected a whole number of at least ${least}, got ${text}`);
}

function names(what: string, given: readonly string[], known: readonly string[]): string[] {
  const wanted = given.flatMap((list) => list.split(',')).filter((name) => name !== '');
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`there is no ${what} ${unknown.join(', ')}; there are ${known.join(', ')}`);
  return wanted;
}
