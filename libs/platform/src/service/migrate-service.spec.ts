import { readCommand } from './migrate-service';

it.each([
  [[], 'run'],
  [['run'], 'run'],
  [['migrate'], 'migrate'],
])('takes %j for %s', (given, command) => {
  expect(readCommand(['node', 'main.js', ...given])).toBe(command);
});

it.each([[['migarte']], [['migrate', 'now']]])('refuses %j instead of starting the service', (given) => {
  expect(() => readCommand(['node', 'main.js', ...given])).toThrow('expected no argument, or "migrate"');
});
