import { parseBenchArguments } from './arguments';

const KNOWN = ['G1', 'L1'];

test.each([
  [[], { ids: [], quick: false, strict: false }],
  [['g1', 'L1'], { ids: ['G1', 'L1'], quick: false, strict: false }],
  [['--quick', 'G1', '--strict'], { ids: ['G1'], quick: true, strict: true }],
])('%j runs', (args, options) => {
  expect(parseBenchArguments(args, KNOWN)).toEqual({ kind: 'run', options });
});

test('help is given and nothing measured', () => {
  expect(parseBenchArguments(['G1', '--help'], KNOWN)).toEqual({ kind: 'help' });
});

test('an unknown figure is refused with those there are', () => {
  expect(parseBenchArguments(['G1', 'Z9'], KNOWN)).toEqual({
    kind: 'wrong',
    message: 'there is no figure Z9; there are G1, L1',
  });
});

test('an unknown option is refused', () => {
  expect(parseBenchArguments(['--fast'], KNOWN)).toMatchObject({ kind: 'wrong' });
});
