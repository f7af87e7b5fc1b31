import {
  type CloudEvent,
  type Problem,
  wechatBrandQualificationApproved,
  wechatCategoryQualificationApproved,
  wechatCategoryQualificationRejected,
  wechatProductListed,
  wechatProductApproved,
  wechatProductParked,
} from '@tongbu/contracts';
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
  expect(board.results()[0]).toMatchObject({ productId: 'A', title: '茶杯 A', verdict: { kind: 'on-sale' } });
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

describe('qualifications', () => {
  const event = (thing: string, subject: string, data: object) =>
    JSON.stringify({ appid: APP_ID, subject, type: `merchant.${thing}.v1`, data: { version: 1, ...data } });
  const wine = event('product.upserted', '7', { title: '白酒', categoryId: 4411 });
  const cup = event('product.upserted', '8', { title: '茶杯', categoryId: 1, brandId: 9 });
  const category = event('category-qualification.submitted', '4411', {});
  const brand = event('brand-qualification.submitted', '8', { brandName: '云窑' });
  const parkedFor = (code: string) => {
    const [problem] = wechatProductParked.sample.problems;
    const problems = [{ ...problem, code }] as Problem[];
    return { type: wechatProductParked.type, sample: { ...wechatProductParked.sample, problems } };
  };
  const boardWith = (...lines: string[]) => {
    const board = new CatalogBoard();
    board.feed(readEventFile(lines.join('\n')).events);
    return board;
  };

  test('have a verdict of their own, whatever products there are of the same id', () => {
    const board = boardWith(cup, brand);
    board.take(
      published('8', {
        ...wechatBrandQualificationApproved,
        sample: { ...wechatBrandQualificationApproved.sample, brandId: 5 },
      }),
    );
    expect(board.pending()).toEqual([`${APP_ID}:8`]);
    expect(board.results()[1]).toEqual({
      productId: '8',
      title: 'brand 云窑',
      qualification: true,
      verdict: { kind: 'qualified' },
    });
  });

  test('that may be granted keep a product pending that is parked for them', () => {
    const board = boardWith(wine, category);
    board.take(published('7', parkedFor('category-not-approved')));
    board.take(published('4411', wechatCategoryQualificationApproved));
    expect(board.pending()).toEqual([`${APP_ID}:7`]);
    expect(board.pending(true)).toEqual([]);
  });

  test('that were rejected, or are about something else, do not', () => {
    const board = boardWith(wine, cup, category, brand);
    board.take(published('7', parkedFor('category-not-approved')));
    board.take(published('8', parkedFor('brand-not-approved')));
    board.take(published('4411', wechatCategoryQualificationRejected));
    board.take(
      published('8', {
        ...wechatBrandQualificationApproved,
        sample: { ...wechatBrandQualificationApproved.sample, brandId: 5 },
      }),
    );
    expect(board.pending()).toEqual([]);
  });
});
