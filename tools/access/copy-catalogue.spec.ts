import type { OutgoingRecord } from '@tongbu/messaging';
import { copyCatalogue } from './copy-catalogue';

const FROM = 'wx1111111111111111';
const TO = 'wx2222222222222222';

const line = (subject: string) =>
  `${JSON.stringify({ type: 'merchant.product.upserted.v1', subject, data: { version: 7, title: '青瓷茶杯' } })}\n`;

async function* inParts(text: string, size: number, error?: Error): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  if (error !== undefined) throw error;
}

function shop() {
  const batches: (readonly OutgoingRecord[])[] = [];
  const reports: number[] = [];
  return {
    batches,
    reports,
    copy: (lines: AsyncIterable<Uint8Array>) =>
      copyCatalogue(
        lines,
        { from: FROM, to: TO },
        { send: async (records) => void batches.push(records) },
        (published) => reports.push(published),
      ),
  };
}

it('publishes each line for the other mini program, in their order, however the bytes come', async () => {
  const { batches, copy } = shop();
  expect(await copy(inParts(line('P-1') + line('P-2'), 7))).toBe(2);
  expect(batches.flat()).toMatchObject([
    { topic: 'merchant.catalog', key: `${TO}:P-1`, value: '{"version":7,"title":"青瓷茶杯"}' },
    { topic: 'merchant.catalog', key: `${TO}:P-2` },
  ]);
  expect(batches.flat()[0]?.headers).toMatchObject({
    ce_type: 'merchant.product.upserted.v1',
    ce_appid: TO,
    ce_subject: 'P-1',
  });
});

it('publishes a large catalogue in batches', async () => {
  const { batches, reports, copy } = shop();
  const lines = Array.from({ length: 1_201 }, (_, index) => line(`P-${index}`)).join('');
  expect(await copy(inParts(lines, 65_536))).toBe(1_201);
  expect(batches.map(({ length }) => length)).toEqual([500, 500, 201]);
  expect(reports).toEqual([500, 1_000, 1_201]);
});

it('has nothing to publish of an empty catalogue', async () => {
  const { batches, copy } = shop();
  expect(await copy(inParts('', 1))).toBe(0);
  expect(batches).toEqual([]);
});

it('fails when the catalogue breaks off, and says how far it came', async () => {
  const { copy } = shop();
  await expect(copy(inParts(line('P-1').repeat(700), 4_096, new Error('terminated')))).rejects.toThrow(
    'the catalogue broke off after 500: terminated. Run the command again',
  );
});

it('refuses an event it does not know', async () => {
  const { batches, copy } = shop();
  const unknown = `${JSON.stringify({ type: 'merchant.product.painted.v1', subject: 'P-1', data: {} })}\n`;
  await expect(copy(inParts(unknown, 65_536))).rejects.toThrow(
    'merchant.product.painted.v1 is not known here',
  );
  expect(batches).toEqual([]);
});
