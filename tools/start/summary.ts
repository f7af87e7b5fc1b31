import { assertUnreachable } from '@tongbu/platform';
import type { Verdict } from './verdict';

export interface ProductResult {
  readonly productId: string;
  readonly title: string;
  /** It is no product, but asks to be allowed to sell. */
  readonly qualification?: boolean;
  /** Undefined when no verdict came. */
  readonly verdict: Verdict | undefined;
}

export interface RefusedEvent {
  /** Line in the file that was fed; undefined when somebody else sent the event. */
  readonly line: number | undefined;
  readonly name: string;
  readonly reason: string;
}

interface Section {
  readonly heading: string;
  readonly kinds: readonly Verdict['kind'][];
}

const SECTIONS: readonly Section[] = [
  { heading: 'On sale', kinds: ['on-sale'] },
  { heading: 'Approved and off sale, as the shop asked', kinds: ['off-sale'] },
  { heading: 'Qualifications approved by WeChat', kinds: ['qualified'] },
  { heading: 'Withdrawn from review, as the shop asked', kinds: ['withdrawn'] },
  { heading: 'Deleted, as the shop asked', kinds: ['deleted'] },
  { heading: 'Rejected by WeChat', kinds: ['rejected'] },
  { heading: 'Taken down by WeChat', kinds: ['taken-down'] },
  { heading: 'Parked until the shop changes something', kinds: ['parked'] },
];

/** What a merchant wants to read at the end. */
export function renderSummary(results: readonly ProductResult[], refused: readonly RefusedEvent[]): string {
  const blocks = SECTIONS.flatMap(({ heading, kinds }) => {
    const members = results.filter(({ verdict }) => verdict !== undefined && kinds.includes(verdict.kind));
    return block(heading, members.map(renderProduct));
  });
  const waiting = results.filter(({ verdict }) => verdict === undefined);
  return [
    ...blocks,
    ...block(
      'Refused, because the event itself is wrong (see merchant.catalog.dlq)',
      refused.map(
        ({ line, name, reason }) =>
          `  ${name}${line === undefined ? '' : ` (line ${line})`}\n      ${reason}`,
      ),
    ),
    ...block('No verdict yet', waiting.map(renderProduct)),
    totals(results, refused),
  ].join('\n\n');
}

function block(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${heading} (${lines.length})\n${lines.join('\n')}`];
}

function renderProduct({ productId, title, verdict }: ProductResult): string {
  return [`  ${productId}  ${title}`, ...detailsOf(verdict).map((detail) => `      ${detail}`)].join('\n');
}

/** Reasons and what to do, a line each. */
function detailsOf(verdict: Verdict | undefined): string[] {
  switch (verdict?.kind) {
    case undefined:
    case 'on-sale':
    case 'off-sale':
    case 'qualified':
    case 'withdrawn':
    case 'deleted':
      return [];
    case 'taken-down':
      return [verdict.reason];
    case 'rejected':
      return [verdict.reason, ...(verdict.stillOnSale ? ['What was approved before stays on sale.'] : [])];
    case 'parked':
      return [
        ...verdict.problems.flatMap(({ message, fix }) => [message, `-> ${fix}`]),
        ...(verdict.stillOnSale ? ['What was approved before stays on sale.'] : []),
      ];
    default:
      return assertUnreachable(verdict);
  }
}

/** A verdict in one line, for the live display. */
export function renderVerdict({ productId, title, verdict }: ProductResult): string {
  const [reason] = detailsOf(verdict);
  const word = verdict === undefined ? 'waiting' : WORDS[verdict.kind];
  return `${word.padEnd(10)} ${productId}  ${title}${reason === undefined ? '' : ` - ${reason}`}`;
}

const WORDS: Readonly<Record<Verdict['kind'], string>> = {
  'on-sale': 'on sale',
  'off-sale': 'off sale',
  qualified: 'qualified',
  withdrawn: 'withdrawn',
  deleted: 'deleted',
  rejected: 'rejected',
  'taken-down': 'taken down',
  parked: 'parked',
};

function totals(results: readonly ProductResult[], refused: readonly RefusedEvent[]): string {
  const qualifications = results.filter(({ qualification }) => qualification === true);
  const products = results.filter(({ qualification }) => qualification !== true);
  return [
    counted('product', products),
    ...(qualifications.length === 0 ? [] : [counted('qualification', qualifications)]),
    ...(refused.length === 0
      ? []
      : [`${refused.length} ${refused.length === 1 ? 'event' : 'events'} refused`]),
  ].join('; ');
}

function counted(thing: string, results: readonly ProductResult[]): string {
  const counts = SECTIONS.flatMap(({ kinds }) => kinds).map((kind) => ({
    word: WORDS[kind],
    count: results.filter(({ verdict }) => verdict?.kind === kind).length,
  }));
  const waiting = results.filter(({ verdict }) => verdict === undefined).length;
  const parts = [...counts, { word: 'without verdict', count: waiting }].filter(({ count }) => count > 0);
  const things = `${results.length} ${thing}${results.length === 1 ? '' : 's'}`;
  return `${things}: ${parts.map(({ count, word }) => `${count} ${word}`).join(', ') || 'none'}`;
}
