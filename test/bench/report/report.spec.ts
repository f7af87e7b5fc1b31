import type { Line } from '../figure';
import { judge } from './judgement';
import { partInUse } from './machine';
import { formatQuantity } from './quantity';
import type { BenchResult, FigureResult } from './result';
import { renderTable } from './table';
import { exitCodeOf, renderVerdict } from './verdict';

const line = (value: number, rest: Partial<Line> = {}): Line => ({
  what: 'rows',
  ours: { value: 1_234.5, unit: '/s' },
  baseline: { value: 2_469, unit: '/s', name: 'by hand' },
  figure: { value, unit: '×' },
  gate: 0.5,
  aim: 0.8,
  better: 'higher',
  ...rest,
});

const result = (...figures: FigureResult[]): BenchResult => ({
  startedAt: '2026-01-02T03:04:05.000Z',
  commit: 'abc1234',
  quick: false,
  machine: {
    cores: 2,
    model: 'A core',
    memoryGB: 8,
    platform: 'linux x64',
    loadAverage: [0.1, 0.2, 0.3],
    usedByOthers: 0.02,
    busy: false,
  },
  versions: { node: '20.19.0' },
  figures,
});

const figure = (...lines: Line[]): FigureResult => ({ id: 'K1', title: 'a / b', seconds: 1, lines });
const failed: FigureResult = { id: 'P1', title: 'c / d', seconds: 1, lines: [], failure: 'no Kafka' };

test.each([
  [0.49, {}, 'gate missed'],
  [0.5, {}, 'gate met'],
  [0.8, {}, 'aim met'],
  [0.9, { conditions: [{ what: '3 order violations', met: false }] }, 'gate missed'],
  [70, { better: 'lower', gate: 60, aim: 30 }, 'gate missed'],
  [60, { better: 'lower', gate: 60, aim: 30 }, 'gate met'],
  [30, { better: 'lower', gate: 60, aim: 30 }, 'aim met'],
  [0.1, { gate: undefined, aim: undefined }, 'informs'],
  [Number.NaN, {}, 'gate missed'],
] as [number, Partial<Line>, string][])('%d with %j: %s', (value, rest, expected) => {
  expect(judge(line(value, rest))).toBe(expected);
});

test.each([
  [{ value: 12_345.6, unit: '/s' }, '12,346 /s'],
  [{ value: 97.94, unit: '%' }, '97.9 %'],
  [{ value: 0.876, unit: '×' }, '0.88 ×'],
  [{ value: Number.NaN, unit: 'ms' }, '- ms'],
])('%j is printed as %s', (quantity, expected) => {
  expect(formatQuantity(quantity)).toBe(expected);
});

test('a line of the table has both absolutes, the bounds and the judgement', () => {
  const table = renderTable(result(figure(line(0.5, { conditions: [{ what: 'overshoot 0', met: true }] }))));
  expect(table).toContain(
    '| K1 | rows | 1,235 /s | 2,469 /s (by hand) | 0.50 × | ≥ 0.50 | ≥ 0.80 | gate met |',
  );
  expect(table).toContain('- K1, rows: overshoot 0');
  expect(table).toContain('on 2 cores (A core, linux x64), 8 GB of memory');
  expect(table).not.toContain('busy');
});

test('the table says when the machine was busy, when it was quick, and what could not be measured', () => {
  const quiet = result(failed);
  const table = renderTable({ ...quiet, quick: true, machine: { ...quiet.machine, busy: true } });
  expect(table).toContain('the machine was busy');
  expect(table).toContain('Quick');
  expect(table).toContain('| P1 | c / d |  |  |  |  |  | not measured |');
});

test('the last sentence names every missed gate and counts the aims', () => {
  expect(renderVerdict(result(figure(line(0.3), line(0.9)), failed))).toBe(
    'Not measured: P1. 1 of 2 gates are MISSED: K1 rows 0.30 × (gate 0.50). 1 aims are met.',
  );
  expect(renderVerdict(result(figure(line(0.6), line(0.9))))).toBe(
    'All 2 gates are met, 1 of them with the aim.',
  );
});

test('a missed gate ends with 0 unless strict; a figure that could not be measured with 1', () => {
  expect(exitCodeOf(result(figure(line(0.3))), false)).toBe(0);
  expect(exitCodeOf(result(figure(line(0.3))), true)).toBe(1);
  expect(exitCodeOf(result(figure(line(0.6))), true)).toBe(0);
  expect(exitCodeOf(result(failed), false)).toBe(1);
});

test('time that is not idle is in use', () => {
  const core = (user: number, idle: number) => ({
    model: '',
    speed: 0,
    times: { user, nice: 0, sys: 0, idle, irq: 0 },
  });
  expect(partInUse([core(10, 10), core(0, 0)], [core(40, 80), core(0, 0)])).toBeCloseTo(0.3);
  expect(partInUse([core(1, 1)], [core(1, 1)])).toBe(0);
});
