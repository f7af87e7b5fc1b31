import { readCallback } from './callback';

const APP = 'wx0123456789abcdef';
const json = (fields: string) => `{"CreateTime":1700000000,"MsgType":"event",${fields}}`;

it('replaces what Postgres cannot keep, in the message, its texts and its names', () => {
  const raw = `<xml><CreateTime>1700000000</CreateTime><Event>a\0b</Event></xml>`;
  expect(readCallback(APP, { message: raw, format: 'xml' })).toMatchObject({
    event: 'a\uFFFDb',
    message: raw.replace('\0', '\uFFFD'),
  });

  const escaped = json(String.raw`"Event":"x\u0000","a\u0000":["\ud800","\ud83d\ude00",{"b":"\u0000"}]`);
  expect(readCallback(APP, { message: escaped, format: 'json' })).toMatchObject({
    event: 'x\uFFFD',
    message: escaped,
    body: { 'a\uFFFD': ['\uFFFD', '😀', { b: '\uFFFD' }] },
  });
});

it('tells two messages apart that are the same once stored', () => {
  const messages = ['\0', '\uFFFD'].map((text) => `<xml><Event>${text}</Event></xml>`);
  const [first, second] = messages.map((message) => readCallback(APP, { message, format: 'xml' }));
  expect(first?.message).toBe(second?.message);
  expect(first?.hash).not.toBe(second?.hash);
});

it.each([1_000, 3_000, 4_000, 4_500, 60_000])('keeps a message nested %i deep', (depth) => {
  const message = json(`"Event":"deep","a":${'['.repeat(depth)}1${']'.repeat(depth)}`);
  const callback = readCallback(APP, { message, format: 'json' });
  expect(callback.message).toBe(message);
  expect(['deep', '']).toContain(callback.event);
});

it('keeps what has no CreateTime as no event', () => {
  expect(readCallback(APP, { message: '{"Event":"x"}', format: 'json' })).toMatchObject({
    event: '',
    entity: null,
    createTime: null,
  });
});

it('cuts an event name that no index would take', () => {
  const { event } = readCallback(APP, { message: json(`"Event":"${'x'.repeat(127)}😀"`), format: 'json' });
  expect(event).toBe(`${'x'.repeat(127)}\uFFFD`);
});
