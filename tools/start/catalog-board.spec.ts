import { type CloudEvent, wechatProductListed, wechatProductApproved } from '@tongbu/contracts';
import { encodeEvent } from '@tongbu/messaging';
import { CatalogBoard } from './catalog-board';
import { readEventFile } from './event-file';
import { renderNews } from './news';

const APP_ID = 'wx7f3d2a9c5b1e8046';

function fed(...subjects: string[]) {
  const lines = subjects.map((subject) =>
    JSON.stringify({
      appid: APP_ID,
      subject,
      type: 'merchant.product.upserted.v1',
      data: { version: 1, title: `茶杯 ${subject}` },
    }),
  );
  return readEventFile(lines.join('\n')).events;
}

function record(topic: string, key: string, value: string, headers: Record<string, string>) {
  const message = {
    key: Buffer.from(key),
    value: Buffer.from(value),
    headers,
    timestamp: '0',
    offset: '0',
    attributes: 0,
  };
  return { topic, message, old: false };
}

function published(subject: string, { type, sample }: { type: string; sample: object }) {
  const event: CloudEvent = {
    specversion: '1.0',
    id: `${type}/${subject}`,
    source: '/tongbu/catalog-sync',
    type,
    subject,
    appid: APP_ID,
    data: { ...sample, merchantVersion: 1 },
  };
  const { key, headers, value } = encodeEvent(event);
  return record('wechat.catalog', key, value, headers);
}

const deadLetter = (text: string) =>
  record('merchant.catalog.dlq', `${APP_ID}:B`, text, { 'x-tongbu-reason': 'data.skus: expected a list' });

test('a product is pending until its verdict is heard', () => {
  const board = new CatalogBoard();
  board.feed(fed('A', 'B'));
  expect(board.pending()).toEqual([`${APP_ID}:A`, `${APP_ID}:B`]);
  board.take(published('A', wechatProductApproved));
  board.take(published('A', wechatProductListed));
  expect(board.pending()).toEqual([`${APP_ID}:B`]);
  expect(board.results()[0]).toEqual({ productId: 'A', title: '茶杯 A', verdict: { kind: 'on-sale' } });
});

test('a product whose only event was refused is no product, and the refusal names its line', () => {
  const board = new CatalogBoard();
  const events = fed('A', 'B');
  board.feed(events);
  board.take(deadLetter(events[1]?.text ?? ''));
  expect(board.results().map(({ productId }) => productId)).toEqual(['A']);
  expect(board.refused()).toEqual([{ line: 2, name: 'B', reason: 'data.skus: expected a list' }]);
});

test('a refusal heard before the event is fed again counts', () => {
  const board = new CatalogBoard();
  const events = fed('B');
  board.take(deadLetter(events[0]?.text ?? ''));
  board.feed(events);
  expect(board.pending()).toEqual([]);
});

test('a refusal from an earlier start is left out', () => {
  const board = new CatalogBoard();
  const [b] = fed('B');
  board.take({ ...deadLetter(b?.text ?? ''), old: true });
  board.take(deadLetter('{'));
  expect(board.refused().map(({ line, name }) => [line, name])).toEqual([[undefined, `${APP_ID}:B`]]);
});

test('what was heard on an earlier start is known', () => {
  const board = new CatalogBoard();
  const [a, b] = fed('A', 'B');
  board.take(published('A', wechatProductListed));
  expect([a, b].map((event) => event && board.knows(event))).toEqual([true, false]);
});

test('news is a line about what was published or refused', () => {
  expect(renderNews(published('A', wechatProductListed))).toBe('product.listed A');
  expect(renderNews(deadLetter('{'))).toBe(
    `refused: event with key ${APP_ID}:B - data.skus: expected a list`,
  );
});
