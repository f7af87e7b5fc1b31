import { createLogger, Database } from '@tongbu/platform';
import { createTestDatabase, FakeClock, type TestDatabase } from '@tongbu/testing';
import type { ChannelResult } from '../channel/channel';
import { ListReader, watchedList, type ListPage, type ListWindow } from './list-reader';
import { ListWatches, listWatchesSql } from './list-watches';

const MINUTE = 60_000;
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
  clock = new FakeClock(new Date('2026-03-02T04:00:00Z'));
  watches = new ListWatches(database);
  asked = [];
  taken = [];
  answer = (offset) => ({
    ok: true,
    value: { items: [offset, offset + 1], next: offset < 4 ? offset + 2 : null },
    note: {},
  });
});

/** Postgres' clock goes on by so many ms, as seen from the lists. */
const pass = (ms: number) =>
  database.query(
    `UPDATE list_watches SET seen_until = seen_until - $2 * interval '1 millisecond',
       next_time = next_time - $2 * interval '1 millisecond' WHERE app_id = $1`,
    [appId, ms],
  );
const row = () =>
  database.query<{ seen_until: Date; next_time: Date }>(`SELECT * FROM list_watches WHERE app_id = $1`, [
    appId,
  ]);
const now = async () => (await database.query<{ now: Date }>('SELECT now()'))[0]?.now.getTime() ?? 0;
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
  const before = await now();
  await read();
  expect(taken).toEqual([0, 1, 2, 3, 4, 5]);
  const { from, to } = asked[0]?.window ?? { from: new Date(0), to: new Date(0) };
  expect(to.getTime()).toBeGreaterThanOrEqual(before);
  expect(to.getTime()).toBeLessThanOrEqual(await now());
  expect(to.getTime() - from.getTime()).toBeGreaterThanOrEqual(60 * MINUTE);
  expect(from.getTime()).toBeGreaterThanOrEqual(before - 60 * MINUTE);
  await read();
  await pass(9 * MINUTE);
  await read();
  expect(asked).toHaveLength(3);
  await pass(MINUTE);
  await read();
  expect(asked[3]?.window.from).toEqual(new Date(to.getTime() - 10 * MINUTE));
});

it('is read as often as ever after a replica whose clock is ahead has read it', async () => {
  const ahead = new FakeClock(new Date(Date.now() + 24 * 60 * MINUTE));
  const astray = new ListReader(watches, ahead, logger, {
    firstLookMs: 0,
    everyMs: 10 * MINUTE,
    errors,
  });
  await astray.read(appId, numbers());
  await pass(10 * MINUTE);
  await read();
  expect(asked).toHaveLength(6);
  expect(asked[3]?.window.from.getTime()).toBeLessThanOrEqual((await now()) - 10 * MINUTE);
});

it('is read by one replica at a time, however long it takes', async () => {
  const claims: number[] = [];
  const other = new ListReader(watches, clock, logger, { firstLookMs: 0, everyMs: 10 * MINUTE, errors });
  answer = (offset) => ({
    ok: true,
    value: { items: [], next: offset < 5 ? offset + 1 : null },
    note: {},
  });
  const list = watchedList<number>(
    'numbers',
    async (_appId, from, to) => ({ from, to }),
    async (_call, window, offset) => {
      if (offset > 0) await other.read(appId, numbers());
      asked.push({ window, offset });
      const [watch] = await row();
      claims.push(watch?.next_time.getTime() ?? 0);
      return answer(offset);
    },
    async () => undefined,
  );
  await reader().read(appId, list);
  expect(asked.map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4, 5]);
  // Each page begins with a claim of two minutes from the end of the one before.
  expect(claims.every((claim, index) => index === 0 || claim > (claims[index - 1] ?? 0))).toBe(true);
  expect(claims[0]).toBeGreaterThan((await now()) + MINUTE);
});

it('comes back when the quota says so, and reads the same once more', async () => {
  const retryAt = new Date(clock.now().getTime() + 3 * MINUTE);
  answer = () => ({ ok: false, error: { kind: 'not-sent', reason: 'quota', retryAt }, note: {} });
  await read();
  await pass(2 * MINUTE);
  await read();
  expect(asked).toHaveLength(1);
  const [watch] = await row();
  await pass(MINUTE);
  await read();
  expect(asked[1]?.window.from).toEqual(new Date((watch?.seen_until.getTime() ?? 0) - MINUTE));
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
  await pass(MINUTE);
  await read();
  expect(taken).toEqual([0, 1, 2, 3, 4, 5]);
  expect(asked[1]?.window.from).toEqual(new Date((asked[0]?.window.from.getTime() ?? 0) - MINUTE));
});
