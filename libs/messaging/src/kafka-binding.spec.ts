import { EventRegistry, type EventDefinition } from '@tongbu/contracts';
import { z } from 'zod';
import { decodeEvent, encodeEvent, type KafkaRecord } from './kafka-binding';

const productChanged = {
  type: 'test.product.changed.v1',
  topic: 'test.products',
  summary: 'A product changed.',
  subject: 'product id',
  data: z.object({
    version: z.int({ error: 'expected a whole number' }),
    skus: z.array(z.object({ price: z.int({ error: 'expected whole fen' }) })),
  }),
  sample: { version: 1, skus: [] },
} satisfies EventDefinition;
const registry = new EventRegistry([productChanged]);

const appid = 'wx0123456789abcdef';
const key = Buffer.from(`${appid}:P-1`);
const data = { version: 3, skus: [{ price: 4900 }] };
const attributes = {
  specversion: '1.0',
  id: 'e-1',
  source: '/shop/erp',
  type: productChanged.type,
  subject: 'P-1',
  appid,
  time: '2026-03-02T04:05:06+08:00',
};
const binaryHeaders = Object.fromEntries(
  Object.entries(attributes).map(([name, value]) => [`ce_${name}`, Buffer.from(value)]),
);
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const binary = (change: Partial<KafkaRecord> = {}): KafkaRecord => ({
  key,
  value: json(data),
  headers: { ...binaryHeaders, 'content-type': Buffer.from('application/json') },
  ...change,
});
const structured = (value: object, contentType?: string): KafkaRecord => ({
  key,
  value: json(value),
  headers: contentType === undefined ? {} : { 'content-type': contentType },
});
const decode = (record: KafkaRecord) => decodeEvent(record, registry);
const refusal = (record: KafkaRecord) => {
  const decoded = decode(record);
  return decoded.ok ? undefined : decoded.refusal;
};

describe('an event that is right', () => {
  const expected = { ok: true, value: expect.objectContaining({ ...attributes, data }) };

  it.each([
    ['binary mode', binary()],
    ['binary mode without a content type', binary({ headers: binaryHeaders })],
    [
      'binary mode with a charset',
      binary({ headers: { ...binaryHeaders, 'Content-Type': 'application/json; charset=utf-8' } }),
    ],
    ['structured mode', structured({ ...attributes, data }, 'application/cloudevents+json; charset=UTF-8')],
    ['structured mode without a content type', structured({ ...attributes, data })],
    ['structured mode that calls itself plain JSON', structured({ ...attributes, data }, 'application/json')],
    [
      'structured mode with base64 data',
      structured(
        { ...attributes, data_base64: json(data).toString('base64') },
        'application/cloudevents+json',
      ),
    ],
  ])('is read in %s', (_mode, record) => {
    expect(decode(record)).toEqual(expected);
  });

  it('ignores a byte order mark and attributes it does not know', () => {
    const value = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), json(data)]);
    expect(decode(binary({ value, headers: { ...binaryHeaders, ce_partner: 'x' } }))).toEqual(expected);
  });

  it('takes the last of a repeated header', () => {
    const headers = { ...binaryHeaders, ce_id: [Buffer.from('first'), Buffer.from('last')] };
    expect(decode(binary({ headers }))).toMatchObject({ value: { id: 'last' } });
  });

  it.each(['traceparent', 'ce_traceparent'])('carries the trace of the header %s', (name) => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    expect(decode(binary({ headers: { ...binaryHeaders, [name]: traceparent } }))).toMatchObject({
      value: { traceparent },
    });
  });

  it('reads back what it writes', () => {
    const decoded = decode(binary({ headers: { ...binaryHeaders, traceparent: '00-a-b-01' } }));
    if (!decoded.ok) throw new Error(decoded.refusal.message);
    const encoded = encodeEvent(decoded.value);
    expect(encoded.headers).toMatchObject({
      'content-type': 'application/json',
      ce_id: 'e-1',
      traceparent: '00-a-b-01',
    });
    const again = decode({
      key: Buffer.from(encoded.key),
      value: Buffer.from(encoded.value),
      headers: encoded.headers,
    });
    expect(again).toEqual({ ok: true, value: { ...decoded.value, datacontenttype: 'application/json' } });
  });
});

describe('an event that is wrong', () => {
  it('names every attribute that is missing or wrong, by header in binary mode', () => {
    const { ce_id: _id, ...headers } = binaryHeaders;
    const wrong = refusal(
      binary({ headers: { ...headers, ce_time: 'yesterday', 'content-type': 'text/plain' } }),
    );
    expect(wrong?.code).toBe('attributes-invalid');
    expect(wrong?.message).toContain('header ce_id: expected a non-empty text');
    expect(wrong?.message).toContain('header ce_time: expected an RFC 3339 time');
    expect(wrong?.message).toContain('header content-type: expected application/json');
  });

  it('names the attribute in structured mode', () => {
    const wrong = refusal(structured({ ...attributes, appid: 'shop', data }));
    expect(wrong).toMatchObject({
      code: 'attributes-invalid',
      message: expect.stringMatching(/^appid: expected the AppID/),
    });
  });

  it('names every problem of the data with its path', () => {
    const wrong = refusal(binary({ value: json({ version: 'new', skus: [{ price: 1 }, { price: 0.5 }] }) }));
    expect(wrong).toEqual({
      code: 'data-invalid',
      message: 'data.version: expected a whole number; data.skus[1].price: expected whole fen',
    });
  });

  it.each([
    ['value-missing', binary({ value: null })],
    ['value-not-json', binary({ value: Buffer.from('{"version":') })],
    ['value-not-utf8', binary({ value: Buffer.from([0x22, 0xff, 0xfe, 0x22]) })],
    [
      'value-not-json',
      { key, value: Buffer.from('<xml/>'), headers: { 'content-type': 'application/cloudevents+json' } },
    ],
    [
      'not-a-cloud-event',
      { key, value: json([attributes]), headers: { 'content-type': 'application/cloudevents+json' } },
    ],
    ['not-a-cloud-event', { key, value: json({ id: 7 }) }],
    ['not-a-cloud-event', { key, value: Buffer.from('hello') }],
    ['not-a-cloud-event', { key, value: null }],
    ['content-type-unsupported', structured([attributes], 'application/cloudevents-batch+json')],
    ['type-unknown', binary({ headers: { ...binaryHeaders, ce_type: 'test.unheard.of.v1' } })],
    ['data-invalid', structured(attributes)],
    ['key-missing', binary({ key: null })],
    ['key-mismatch', binary({ key: Buffer.from('P-1') })],
  ])('is refused with %s', (code, record) => {
    expect(refusal(record)?.code).toBe(code);
  });

  it('says which key was expected', () => {
    expect(refusal(binary({ key: Buffer.from('P-1') }))?.message).toContain(`expected ${appid}:P-1`);
  });
});
