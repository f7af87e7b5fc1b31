import { judgeDeadLetters } from './dead-letters';

const letter = (key: string) => ({
  key,
  value: Buffer.from('{}'),
  headers: { 'x-tongbu-reason': 'no data' },
});
const judge = (found: readonly string[], expected: readonly string[]) =>
  judgeDeadLetters(found.map(letter), expected).map(({ kind, about, what }) => `${kind} ${about} ${what}`);

it('finds nothing where those that must be put aside are, as often as they must', () => {
  expect(judge([], [])).toEqual([]);
  expect(judge(['a', 'b', 'a'], ['a', 'a', 'b'])).toEqual([]);
});

it('finds a good event that was put aside, one put aside twice, and one that was not', () => {
  expect(judge(['good'], [])).toEqual(['lost good became a dead letter: no data: {}']);
  expect(judge(['a', 'a'], ['a'])).toEqual(['doubled a is a dead letter once more: no data: {}']);
  expect(judge([], ['a'])).toEqual(['lost a should be a dead letter and is none']);
});
