import { parseStartArguments } from './arguments';

test.each([
  [[], { events: undefined, newMerchant: false, once: false }],
  [['--once'], { events: undefined, newMerchant: false, once: true }],
  [['--events', 'shop.ndjson'], { events: 'shop.ndjson', newMerchant: false, once: false }],
  [['--events=shop.ndjson', '--once'], { events: 'shop.ndjson', newMerchant: false, once: true }],
  [['--new-merchant'], { events: undefined, newMerchant: true, once: false }],
])('%j starts', (args, options) => {
  expect(parseStartArguments(args)).toEqual({ kind: 'start', options });
});

test('help is given and not started', () => {
  expect(parseStartArguments(['--help', '--once'])).toEqual({ kind: 'help' });
});

test.each([
  [['--events']],
  [['--events=']],
  [['--twice']],
  [['shop.ndjson']],
  [['--new-merchant', '--events', 'a']],
])('%j is refused', (args) => {
  expect(parseStartArguments(args)).toMatchObject({ kind: 'wrong', message: expect.stringMatching(/\S/) });
});
