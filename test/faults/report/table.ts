import { countOf, FINDING_KINDS } from '../judging/finding';
import { isRight, type FaultResult, type FaultsReport } from './result';
import { renderRows } from './rows';

const HEAD = [
  'fault',
  'injected',
  'lost',
  'doubled',
  'out of order',
  'unacknowledged',
  'other',
  'time to converge',
  '',
];
const SHOWN_PER_FAULT = 8;

/** The results as a Markdown table, and below it what is wrong and what a fault has to say besides. */
export function renderTable(results: readonly FaultResult[]): string {
  const details = results.flatMap(({ fault, details: more }) =>
    more === undefined ? [] : ['', `${fault}:`, more],
  );
  return [renderRows(HEAD, results.map(rowOf)), ...results.flatMap(wrongs), ...details].join('\n');
}

function rowOf(result: FaultResult): string[] {
  const { fault, struck, findings, convergedMs, failure } = result;
  const counts = FINDING_KINDS.map((kind) => String(countOf(findings, kind)));
  const converged = convergedMs === null ? 'never' : `${(convergedMs / 1000).toFixed(1)} s`;
  const cells =
    failure === undefined ? [String(struck), ...counts, converged] : ['', '', '', '', '', '', 'not run'];
  return [fault, ...cells, isRight(result) ? '' : 'WRONG'];
}

function wrongs({ fault, findings, failure, struck }: FaultResult): string[] {
  if (failure !== undefined) return ['', `${fault} could not be run: ${failure}`];
  const never = struck === 0 ? [`- it never struck, so it shows nothing`] : [];
  const shown = findings
    .slice(0, SHOWN_PER_FAULT)
    .map(({ kind, about, what }) => `- ${kind}: ${about}: ${what}`);
  const rest =
    findings.length > shown.length ? [`- and ${findings.length - shown.length} more, in the JSON file`] : [];
  const lines = [...never, ...shown, ...rest];
  return lines.length === 0 ? [] : ['', `${fault}:`, ...lines];
}

/** The last sentences. */
export function renderVerdict({ results, seed, seconds, traffic }: FaultsReport): string {
  const wrong = results.filter((result) => !isRight(result)).map(({ fault }) => fault);
  const played = `${results.length} faults with seed ${seed} over ${traffic.join(', ')} in ${Math.round(seconds)} s`;
  if (wrong.length === 0) return `${played}: nothing lost, doubled, out of order or unacknowledged.`;
  return `${played}: ${wrong.length} WRONG (${wrong.join(', ')}). To see one again: npm run faults -- --seed ${seed} --only ${wrong[0]}`;
}
