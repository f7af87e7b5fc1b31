import { parseFaultsArguments } from './arguments';

const parse = (...args: string[]) => parseFaultsArguments(args, ['no-fault', 'redis-emptied'], ['products']);

it('runs everything with seed 1 when told nothing', () => {
  expect(parse()).toEqual({ kind: 'run', options: { seed: 1, entities: 6, only: [], traffic: [] } });
});

it('takes names with commas or one by one', () => {
  const options = { seed: 7, entities: 3, only: ['redis-emptied', 'no-fault'], traffic: ['products'] };
  const rest = ['--seed', '7', '--entities', '3', '--traffic', 'products'];
  expect(parse('--only', 'redis-emptied,no-fault', ...rest)).toEqual({ kind: 'run', options });
  expect(parse('--only', 'redis-emptied', '--only', 'no-fault', ...rest)).toEqual({ kind: 'run', options });
});

it.each([
  [['--only', 'redis-eaten'], 'there is no fault redis-eaten; there are no-fault, redis-emptied'],
  [['--traffic', 'cars'], 'there is no kind of thing cars; there are products'],
  [['--seed', 'x'], '--seed: expected a whole number of at least 0, got x'],
  [['--entities', '0'], '--entities: expected a whole number of at least 1, got 0'],
])('says what is wrong with %j', (args, message) => {
  expect(parse(...args)).toEqual({ kind: 'wrong', message });
});

it('lists and helps', () => {
  expect([parse('--list'), parse('--help')]).toEqual([{ kind: 'list' }, { kind: 'help' }]);
});
