import type { Line } from '../figure';
import { judge } from './judgement';
import { formatNumber, formatQuantity } from './quantity';
import type { BenchResult, FigureResult } from './result';

const HEAD = ['', 'what', 'ours', 'baseline', 'figure', 'gate', 'aim', ''];

/** The result as Markdown: a table, what is to be said about its lines, and what it was measured on. */
export function renderTable(result: BenchResult): string {
  const rows = result.figures.flatMap(rowsOf);
  const table = [HEAD, HEAD.map((_, column) => (column >= 2 && column <= 6 ? '---:' : '---')), ...rows];
  const notes = result.figures.flatMap(({ id, lines }) =>
    lines.flatMap((line) => notesOf(line).map((note) => `- ${id}, ${line.what}: ${note}`)),
  );
  return [
    ...(result.quick ? ['**Quick: too short to be relied on.**'] : []),
    table.map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    ...(notes.length > 0 ? [notes.join('\n')] : []),
    renderMachine(result),
  ].join('\n\n');
}

function rowsOf({ id, title, lines, failure }: FigureResult): string[][] {
  if (failure !== undefined) return [[id, title, '', '', '', '', '', 'not measured']];
  return lines.map((line) => [
    id,
    line.what,
    formatQuantity(line.ours),
    line.baseline === undefined ? '' : `${formatQuantity(line.baseline)} (${line.baseline.name})`,
    formatQuantity(line.figure),
    bound(line, line.gate),
    bound(line, line.aim),
    judge(line),
  ]);
}

function bound({ better = 'higher' }: Line, wanted: number | undefined): string {
  return wanted === undefined ? '' : `${better === 'higher' ? '≥' : '≤'} ${formatNumber(wanted)}`;
}

function notesOf({ conditions = [], note }: Line): string[] {
  return [
    ...conditions.map(({ what, met }) => `${met ? '' : '**missed:** '}${what}`),
    ...(note === undefined ? [] : [note]),
  ];
}

function renderMachine({ machine, versions, startedAt, commit }: BenchResult): string {
  const { cores, model, memoryGB, platform, loadAverage, usedByOthers, busy } = machine;
  const others = `${formatNumber(usedByOthers * 100)} % of its cores in use by others`;
  return [
    `Measured ${startedAt} at ${commit} on ${cores} cores (${model}, ${platform}), ${memoryGB} GB of memory.`,
    `Before it began: load average ${loadAverage.join(', ')}, ${others}${busy ? ': **the machine was busy**' : ''}.`,
    `${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}.`,
  ].join('\n');
}
