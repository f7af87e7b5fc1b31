import type { Finding } from '../judging/finding';
import { isRight, type FaultResult, type FaultsReport } from './result';
import { renderTable, renderVerdict } from './table';

const finding = (kind: Finding['kind'], about: string): Finding => ({
  kind,
  about,
  what: 'as it should not be',
});
const right: FaultResult = {
  fault: 'redis-emptied',
  struck: 2,
  findings: [],
  convergedMs: 1_234,
  seconds: 9,
};
const wrong: FaultResult = {
  ...right,
  fault: 'kafka-killed',
  findings: [finding('lost', 'P-1'), finding('lost', 'P-2'), finding('doubled', 'P-3')],
  convergedMs: null,
};
const report = (...results: FaultResult[]): FaultsReport => ({
  startedAt: '2026-01-02T03:04:05.000Z',
  commit: 'abc1234',
  seed: 7,
  entities: 12,
  traffic: ['products'],
  seconds: 61.2,
  machine: {
    cores: 2,
    model: 'A core',
    memoryGB: 8,
    platform: 'linux x64',
    loadAverage: [0.1, 0.2, 0.3],
    usedByOthers: 0.02,
    busy: false,
  },
  results,
});

it.each<[string, Partial<FaultResult>, boolean]>([
  ['nothing found', {}, true],
  ['a finding', { findings: [finding('other', 'P-1')] }, false],
  ['no convergence', { convergedMs: null }, false],
  ['a fault that never struck', { struck: 0 }, false],
  ['a fault that could not be run', { failure: 'no Kafka' }, false],
])('%s: right or wrong', (_case, change, expected) => {
  expect(isRight({ ...right, ...change })).toBe(expected);
});

it('has a row per fault with a count for every kind, and says below what is wrong', () => {
  const cells = (row: string) => row.split('|').map((cell) => cell.trim());
  const lines = renderTable([right, wrong]).split('\n');
  expect(cells(lines[2] ?? '')).toEqual(['', 'redis-emptied', '2', '0', '0', '0', '0', '0', '1.2 s', '', '']);
  expect(cells(lines[3] ?? '')).toEqual([
    '',
    'kafka-killed',
    '2',
    '2',
    '1',
    '0',
    '0',
    '0',
    'never',
    'WRONG',
    '',
  ]);
  expect(lines).toContain('- doubled: P-3: as it should not be');
});

it('names the wrong ones and how to see them again', () => {
  expect(renderVerdict(report(right))).toBe(
    '1 faults with seed 7 over products in 61 s: nothing lost, doubled, out of order or unacknowledged.',
  );
  expect(renderVerdict(report(right, wrong))).toContain(
    '1 WRONG (kafka-killed). To see one again: npm run faults -- --seed 7 --only kafka-killed',
  );
});
