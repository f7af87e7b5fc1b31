import { createLogger, Database } from '@tongbu/platform';
import { createTestDatabase, FakeClock, type TestDatabase } from '@tongbu/testing';
import type { ChannelResult } from '../channel/channel';
import { ListReader, watchedList, type ListPage, type ListWindow } from './list-reader';
import { ListWatches, listWatchesSql } from './list-watches';

const MINUTE = 60_000;
const START = new Date('2026-03-02T04:00:00Z');
const logger = createLogger({ service: 'test', level: 'fatal' });
const errors = { contradictions: new Set<number>(), pauses: new Map<number, number>() };

let own: TestDatabase;
let database: Database;
let clock: FakeClock;
let watches: ListWatches;
let app = 0;
let appId: string;
/** Windows and offsets that were asked for. */
let asked: { window: ListWindow; offset: number }[];
let taken: number[];
let answer: (offset: number) => ChannelResult<ListPage<number>>;

beforeAll(async () => {
  own = await createTestDatabase();
  const options = { url: own.url, schema: 'lists', poolSize: 4, migrations: [], applicationName: 'test' };
  database = await Database.connect(options);
  await database.migrate();
  for (const sql of listWatchesSql.up) await database.query(sql);
});
afterAll(async () => {
  await database?.close();
  await own?.drop();
});

beforeEach(() => {
  appId = `wx${(app += 1)}`;
  clock = new FakeClock(START);
  watches = new ListWatches(database);
  asked = [];
  taken = [];
  answer = (offset) => ({
    ok: true,
    value: { items: [offset, offset + 1], next: offset < 4 ? offset + 2 : null },
    note: {},
  });
});

const numbers = () =>
  watchedList<number>(
    'numbers',
    async (_appId, from, to) => ({ from, to }),
    async (_call, window, offset) => {
      asked.push({ window, offset });
      return answer(offset);
    },
    async (_appId, items) => void taken.push(...items),
  );
const reader = () =>
  new ListReader(watches, clock, logger, { firstLookMs: 60 * MINUTE, everyMs: 10 * MINUTE, errors });
const read = () => reader().read(appId, numbers());

it('takes every page, and begins ten minutes later where it has ended', async () => {
  await read();
  expect(taken).toEqual([0, 1, 2, 3, 4, 5]);
  expect(asked[0]?.window).toEqual({ from: new Date(START.getTime() - 60 * MINUTE), to: START });
  await read();
  clock.advance(9 * MINUTE);
  await read();
  expect(asked).toHaveLength(3);
  clock.advance(MINUTE);
  await read();
  expect(asked[3]?.window.from).toEqual(START);
});

it('is read by one replica at a time, however long it takes', async () => {
  const other = new ListReader(watches, clock, logger, { firstLookMs: 0, everyMs: 10 * MINUTE, errors });
  answer = (offset) => {
    clock.advance(MINUTE);
    return { ok: true, value: { items: [], next: offset < 5 ? offset + 1 : null }, note: {} };
  };
  const list = watchedList<number>(
    'numbers',
    async (_appId, from, to) => ({ from, to }),
    async (_call, window, offset) => {
      if (offset > 0) await other.read(appId, numbers());
      asked.push({ window, offset });
      return answer(offset);
    },
    async () => undefined,
  );
  await reader().read(appId, list);
  expect(asked.map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4, 5]);
});

it('comes back when the quota says so, and reads the same once more', async () => {
  const retryAt = new Date(START.getTime() + 3 * MINUTE);
  answer = () => ({ ok: false, error: { kind: 'not-sent', reason: 'quota', retryAt }, note: {} });
  await read();
  clock.advance(2 * MINUTE);
  await read();
  expect(asked).toHaveLength(1);
  clock.advance(MINUTE);
  await read();
  expect(asked[1]?.window.from).toEqual(asked[0]?.window.from);
});

it('is read from its beginning when somebody is in a hurry meanwhile', async () => {
  let hurried = false;
  const list = watchedList<number>(
    'numbers',
    async (_appId, from, to) => ({ from, to }),
    async (_call, window, offset) => {
      asked.push({ window, offset });
      if (!hurried) await watches.hurry(database, appId, 'numbers');
      hurried = true;
      return answer(offset);
    },
    async () => undefined,
  );
  await reader().read(appId, list);
  await reader().read(appId, list);
  expect(asked.map(({ offset }) => offset)).toEqual([0, 0, 2, 4]);
});

it('asks for nothing where the list has nothing to be read', async () => {
  const nothing = { ...numbers(), window: async () => undefined };
  await reader().read(appId, nothing);
  expect(asked).toEqual([]);
  await reader().read(appId, numbers());
  expect(asked).toEqual([]);
});

it('tries again when what was listed could not be taken', async () => {
  const failing = watchedList<number>(
    'numbers',
    async (_appId, from, to) => ({ from, to }),
    async (_call, window, offset) => {
      asked.push({ window, offset });
      return answer(offset);
    },
    async () => {
      throw new Error('the database is away');
    },
  );
  await reader().read(appId, failing);
  clock.advance(MINUTE);
  await read();
  expect(taken).toEqual([0, 1, 2, 3, 4, 5]);
  expect(asked[1]?.window.from).toEqual(asked[0]?.window.from);
});
