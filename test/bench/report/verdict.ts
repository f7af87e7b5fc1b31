import type { Line } from '../figure';
import { judge } from './judgement';
import { formatNumber, formatQuantity } from './quantity';
import type { BenchResult } from './result';

/** 0: it ran; with `strict` also: every gate was met. 1: a figure could not be measured, or with `strict` missed its gate. */
export function exitCodeOf({ figures }: BenchResult, strict: boolean): number {
  if (figures.some(({ failure }) => failure !== undefined)) return 1;
  return strict && figures.some(({ lines }) => lines.some(missesGate)) ? 1 : 0;
}

/** The last sentence. */
export function renderVerdict({ figures }: BenchResult): string {
  const judged = figures.flatMap(({ id, lines }) =>
    lines.map((line) => ({ id, line, judgement: judge(line) })),
  );
  const asked = judged.filter(({ judgement }) => judgement !== 'informs');
  const missed = asked.filter(({ judgement }) => judgement === 'gate missed');
  const aims = asked.filter(({ judgement }) => judgement === 'aim met').length;
  const unmeasured = figures.flatMap(({ id, failure }) => (failure === undefined ? [] : [id]));
  return [
    ...(unmeasured.length > 0 ? [`Not measured: ${unmeasured.join(', ')}.`] : []),
    missed.length === 0
      ? `All ${asked.length} gates are met, ${aims} of them with the aim.`
      : `${missed.length} of ${asked.length} gates are MISSED: ${missed.map(({ id, line }) => describe(id, line)).join('; ')}. ${aims} aims are met.`,
  ].join(' ');
}

function missesGate(line: Line): boolean {
  return judge(line) === 'gate missed';
}

function describe(id: string, line: Line): string {
  const failed = (line.conditions ?? []).filter(({ met }) => !met).map(({ what }) => what);
  const value = `${formatQuantity(line.figure)} (gate ${formatNumber(line.gate ?? Number.NaN)})`;
  return `${id} ${line.what} ${[value, ...failed].join(', ')}`;
}
