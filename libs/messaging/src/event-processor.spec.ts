import { EventRegistry, type EventDefinition } from '@tongbu/contracts';
import { CodedError, createLogger } from '@tongbu/platform';
import { FakeClock } from '@tongbu/testing';
import { z } from 'zod';
import { DeadLetters } from './dead-letters';
import { EventProcessor, type EventHandler, type MessageOutcome } from './event-processor';
import type { IncomingMessage } from './incoming-message';
import type { OutgoingRecord } from './kafka-producer';

const thing = {
  type: 'test.thing.v1',
  topic: 'test.things',
  summary: 'A thing.',
  subject: 'thing id',
  data: z.object({ n: z.int() }),
  sample: { n: 1 },
} satisfies EventDefinition;

const message: IncomingMessage = {
  topic: 'test.things',
  partition: 2,
  offset: '41',
  key: Buffer.from('wx0123456789abcdef:T-1'),
  value: Buffer.from('{"n": 1}'),
  headers: {
    ce_specversion: '1.0',
    ce_id: 'e-1',
    ce_source: '/shop',
    ce_type: thing.type,
    ce_subject: 'T-1',
    ce_appid: 'wx0123456789abcdef',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    'x-own': Buffer.from([0, 255]),
  },
};

function setUp(
  handler: EventHandler | undefined,
  { away = false, definitions = [thing] }: { away?: boolean; definitions?: readonly EventDefinition[] } = {},
) {
  const letters: OutgoingRecord[] = [];
  const outcomes: MessageOutcome[] = [];
  const lines: Record<string, unknown>[] = [];
  const clock = new FakeClock();
  const send = async (records: readonly OutgoingRecord[]) => {
    if (away) throw new CodedError('kafka-send-failed', 'away', true);
    letters.push(...records);
  };
  const processor = new EventProcessor({
    registry: new EventRegistry(definitions),
    handlers: new Map(handler === undefined ? [] : definitions.map(({ type }) => [type, handler])),
    deadLetters: new DeadLetters({ send }, 'group', clock),
    logger: createLogger({
      service: 'test',
      level: 'debug',
      destination: { write: (line) => lines.push(JSON.parse(line)) },
    }),
    clock,
    onMessage: (outcome) => outcomes.push(outcome),
  });
  return { processor, letters, outcomes, lines };
}

it('hands the event over within its trace, and says so in one line', async () => {
  const handled: unknown[] = [];
  const { processor, outcomes, lines } = setUp(async ({ data, traceparent }) =>
    handled.push(data, traceparent),
  );
  expect(await processor.process(message)).toBe('done');
  expect(handled).toEqual([{ n: 1 }, '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01']);
  expect(outcomes).toEqual([
    {
      topic: 'test.things',
      partition: 2,
      offset: '41',
      type: thing.type,
      id: 'e-1',
      outcome: 'handled',
      ms: 0,
    },
  ]);
  expect(lines).toEqual([
    expect.objectContaining({ outcome: 'handled', traceId: '0af7651916cd43dd8448eb211c80319c', id: 'e-1' }),
  ]);
});

it('skips and counts a type without a handler, whatever its data', async () => {
  const { processor, letters, outcomes } = setUp(undefined);
  expect(await processor.process({ ...message, value: Buffer.from('nonsense') })).toBe('done');
  expect(outcomes).toMatchObject([{ outcome: 'skipped' }]);
  expect(letters).toEqual([]);
});

it('puts aside a type that nobody knows, and names those that are', async () => {
  const { processor, letters } = setUp(undefined);
  const headers = { ...message.headers, ce_type: 'test.thing.chagned.v1' };
  expect(await processor.process({ ...message, headers })).toBe('done');
  expect(letters[0]?.headers).toMatchObject({
    'x-tongbu-reason-code': 'type-unknown',
    'x-tongbu-reason': `type: test.thing.chagned.v1 is not known, expected one of ${thing.type}`,
  });
});

it('puts a message aside that can never be handled, unchanged and with the reason', async () => {
  const { processor, letters, outcomes } = setUp(async () => undefined);
  const value = Buffer.from('{"n": "\xff');
  expect(await processor.process({ ...message, value })).toBe('done');
  expect(letters).toEqual([
    {
      topic: 'test.things.dlq',
      key: message.key,
      value,
      headers: {
        ...message.headers,
        'x-tongbu-reason-code': 'value-not-json',
        'x-tongbu-reason': expect.stringContaining('value: expected JSON'),
        'x-tongbu-topic': 'test.things',
        'x-tongbu-partition': '2',
        'x-tongbu-offset': '41',
        'x-tongbu-time': '2026-01-05T08:00:00.000Z',
        'x-tongbu-group': 'group',
      },
    },
  ]);
  expect(outcomes).toMatchObject([{ outcome: 'dead-lettered', code: 'value-not-json' }]);
});

it('is not done with a message while Kafka does not take its dead letter', async () => {
  const { processor, outcomes } = setUp(async () => undefined, { away: true });
  expect(await processor.process({ ...message, key: null })).toBe('retry');
  expect(outcomes).toMatchObject([{ outcome: 'retry', code: 'dead-letter-failed' }]);
});

it('comes back to an event whose handler may succeed later', async () => {
  const { processor, letters, outcomes } = setUp(async () => {
    throw new CodedError('database-away', 'no connection', true);
  });
  expect(await processor.process(message)).toBe('retry');
  expect(outcomes).toMatchObject([{ outcome: 'retry', code: 'database-away' }]);
  expect(letters).toEqual([]);
});

it.each([
  ['a refusal', new CodedError('too-big', 'it is too big', false), 'too-big', undefined],
  [
    'a mistake in the code',
    new TypeError('x is undefined'),
    'handler-failed',
    expect.objectContaining({ type: 'TypeError' }),
  ],
])('puts an event aside after %s of the handler', async (_what, error, code, err) => {
  const { processor, letters, lines } = setUp(async () => {
    throw error;
  });
  expect(await processor.process(message)).toBe('done');
  expect(letters[0]?.headers).toMatchObject({
    'x-tongbu-reason-code': code,
    'x-tongbu-reason': error.message,
  });
  expect(lines).toHaveLength(1);
  expect(lines[0]?.['err']).toEqual(err);
});

describe('confidential data', () => {
  const secret = { ...thing, type: 'test.secret.v1', confidential: true };
  const typed = (type: string) => ({ ...message.headers, ce_type: type });
  it.each([
    ['wrong data', typed(secret.type), '{"n":"4111-secret"}', true],
    ['data that is no JSON', typed(secret.type), '{"n": 4111-secret', true],
    ['a type nobody knows on its topic', typed('test.secrte.v1'), '{"n":"4111-secret"}', true],
    ['no readable event on its topic', {}, '{"n":"4111-secret"}', true],
    ['another type', typed(thing.type), '{"n":"4111-secret"}', false],
  ])('is not copied with %s', async (_what, headers, text, isHidden) => {
    const { processor, letters, lines } = setUp(async () => undefined, { definitions: [thing, secret] });
    expect(await processor.process({ ...message, headers, value: Buffer.from(text) })).toBe('done');
    expect(String(letters[0]?.value).includes('4111-secret')).toBe(!isHidden);
    expect(letters[0]?.headers).toMatchObject({ 'x-tongbu-offset': '41', 'x-tongbu-partition': '2' });
    expect(JSON.stringify([letters[0]?.headers, lines])).not.toContain('4111');
  });
});

describe('an event about a person', () => {
  const personal = { ...thing, type: 'test.person.v1', personalSubject: true };
  const OPENID = 'oQx7WkExampleSharer';
  const about = {
    ...message,
    key: Buffer.from(`wx7f3d2a9c5b1e8046:${OPENID}`),
    headers: {
      ...message.headers,
      ce_type: personal.type,
      ce_subject: OPENID,
      ce_id: `wanted-${OPENID}-1`,
      ce_appid: 'wx7f3d2a9c5b1e8046',
    },
  };
  const refuse = async () => {
    throw new CodedError('refused', `nobody knows ${OPENID}`, false);
  };
  it.each([
    ['handled', about, async () => undefined, { id: 'wanted-****arer-1' }],
    ['refused', about, refuse, { reason: 'nobody knows ****arer' }],
    [
      'sent with the key of somebody else',
      { ...about, key: Buffer.from('wx7f3d2a9c5b1e8046:oSomebodyElse') },
      refuse,
      { reason: 'Kafka key: expected wx7f3d2a9c5b1e8046:****arer (<appid>:<subject>), got another' },
    ],
  ])('is logged without saying who it is when %s', async (_what, sent, handler, line) => {
    const { processor, lines } = setUp(handler, { definitions: [personal] });
    expect(await processor.process(sent)).toBe('done');
    expect(lines).toMatchObject([line]);
    expect(JSON.stringify(lines)).not.toMatch(/oQx7Wk|oSomebody/);
  });
});
