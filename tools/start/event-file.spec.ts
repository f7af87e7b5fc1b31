import { inWaves, readEventFile } from './event-file';

const event = (subject: string, data: object = {}) =>
  JSON.stringify({ appid: 'wx7f3d2a9c5b1e8046', subject, type: 'merchant.product.upserted.v1', data });

test('every line becomes an event under the key of its entity', () => {
  const { events, unreadable } = readEventFile(
    `\uFEFF${event('P-1', { version: 3 })}\r\n\n${event('P-2')}\n`,
  );
  expect(unreadable).toEqual([]);
  expect(events).toMatchObject([
    { line: 1, key: 'wx7f3d2a9c5b1e8046:P-1', subject: 'P-1', data: { version: 3 } },
    { line: 3, key: 'wx7f3d2a9c5b1e8046:P-2', type: 'merchant.product.upserted.v1' },
  ]);
  expect(events[0]?.text).toBe(event('P-1', { version: 3 }));
});

test('a line that is no JSON object is named by its number and the others are kept', () => {
  const { events, unreadable } = readEventFile(`${event('P-1')}\n{"appid":\n[1]\n${event('P-2')}`);
  expect(events.map(({ line }) => line)).toEqual([1, 4]);
  expect(unreadable).toEqual([
    { line: 2, reason: expect.stringContaining('JSON') },
    { line: 3, reason: 'not a JSON object' },
  ]);
});

test('an event without entity is kept, without a key', () => {
  expect(readEventFile('{"type":7}').events).toEqual([
    { line: 1, text: '{"type":7}', key: undefined, type: '', subject: '', data: {} },
  ]);
});

test('later events of an entity go into later waves, in their order', () => {
  const { events } = readEventFile(
    [event('A'), event('B'), event('A'), '{}', event('A'), event('B')].join('\n'),
  );
  expect(inWaves(events).map((wave) => wave.map(({ line }) => line))).toEqual([[1, 2, 4], [3, 6], [5]]);
});
