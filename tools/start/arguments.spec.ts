import { parseStartArguments } from './arguments';

test.each([
  [[], { events: undefined, once: false }],
  [['--once'], { events: undefined, once: true }],
  [['--events', 'shop.ndjson'], { events: 'shop.ndjson', once: false }],
  [['--events=shop.ndjson', '--once'], { events: 'shop.ndjson', once: true }],
])('%j starts', (args, options) => {
  expect(parseStartArguments(args)).toEqual({ kind: 'start', options });
});

test('help is given and not started', () => {
  expect(parseStartArguments(['--help', '--once'])).toEqual({ kind: 'help' });
});

test.each([[['--events']], [['--events=']], [['--twice']], [['shop.ndjson']]])('%j is refused', (args) => {
  expect(parseStartArguments(args)).toMatchObject({ kind: 'wrong', message: expect.stringMatching(/\S/) });
});
