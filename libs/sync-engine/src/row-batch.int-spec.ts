import { randomUUID } from 'node:crypto';
import { Outbox } from '@tongbu/messaging';
import { SystemClock, type Database } from '@tongbu/platform';
import { eventually, FakeClock } from '@tongbu/testing';
import { countCommits } from '../test-support/count-commits';
import { createEngineDatabase, lampRegistry } from '../test-support/engine-database';
import { NOTED, type Known, type Wanted } from '../test-support/row-store.suite';
import { changeDesired } from './intake';
import { PostgresRowStore } from './postgres-row-store';
import type { SyncKey } from './row';
import { readTimeline } from './timeline';

const TTL = 10_000;
jest.setTimeout(30_000);

let database: Database;
let drop: () => Promise<void>;
let store: PostgresRowStore<Wanted, Known>;

beforeAll(async () => {
  ({ database, drop } = await createEngineDatabase());
});
afterAll(() => drop());
beforeEach(() => {
  store = new PostgresRowStore(database, new Outbox(lampRegistry), new SystemClock(), '/test');
});

const note = (entityId: string, text: string) => ({
  type: NOTED,
  key: text,
  data: { note: `${entityId} ${text}` },
});

async function newRows(count: number): Promise<SyncKey[]> {
  const keys = Array.from({ length: count }, () => ({
    appId: 'wx0123456789abcdef',
    kind: 'lamp',
    entityId: `L-${randomUUID()}`,
  }));
  await database.transaction(async (tx) => {
    for (const key of keys) {
      await changeDesired<Wanted>(tx, key, {
        version: undefined,
        lane: 'content',
        timeline: { type: 'event', summary: 'changed' },
        change: () => ({ kind: 'desired', desired: { text: key.entityId } }),
      });
    }
  });
  return keys;
}

const published = (keys: readonly SyncKey[]) =>
  database.query<{ key: string; payload: string }>(
    `SELECT key, payload FROM outbox WHERE key = ANY($1) ORDER BY seq`,
    [keys.map(({ appId, entityId }) => `${appId}:${entityId}`)],
  );

it('what a hundred workers store at once, each gets its own answer to, and is told with its own events', async () => {
  const keys = await newRows(100);
  const token = randomUUID();
  const leased = await Promise.all(keys.map((key) => store.lease(key, token, TTL)));
  expect(leased.map((row) => row?.desired)).toEqual(keys.map(({ entityId }) => ({ text: entityId })));
  const committed = await Promise.all(
    keys.map((key) =>
      store.commit(key, token, {
        observed: { text: key.entityId },
        timeline: [{ type: 'call', summary: key.entityId }],
        events: [note(key.entityId, 'a'), note(key.entityId, 'b')],
      }),
    ),
  );
  expect(committed.map((row) => row?.observed)).toEqual(keys.map(({ entityId }) => ({ text: entityId })));
  const told = await published(keys);
  for (const { appId, entityId } of keys) {
    expect(
      told.filter(({ key }) => key === `${appId}:${entityId}`).map(({ payload }) => JSON.parse(payload)),
    ).toEqual([{ note: `${entityId} a` }, { note: `${entityId} b` }]);
  }
});

it.each([
  ['lines of history', true, false],
  ['events', false, true],
  ['both', true, true],
])(
  'of rows stored together, those that have %s to tell do, and the others do not',
  async (_, lines, events) => {
    const keys = await newRows(6);
    const token = randomUUID();
    await Promise.all(keys.map((key) => store.lease(key, token, TTL)));
    const tells = (n: number) => n % 2 === 0;
    await Promise.all(
      keys.map((key, n) =>
        store.commit(key, token, {
          timeline: lines && tells(n) ? [{ type: 'call', summary: key.entityId }] : [],
          events: events && tells(n) ? [note(key.entityId, 'a')] : [],
        }),
      ),
    );
    const tellers = keys.filter((__, n) => tells(n)).map(({ entityId }) => entityId);
    const told = (await published(keys)).map(({ key }) => key.split(':')[1]);
    expect(new Set(told)).toEqual(new Set(events ? tellers : []));
    const histories = await Promise.all(keys.map((key) => readTimeline(database, key)));
    const called = histories.flat().filter(({ type }) => type === 'call');
    expect(called.map(({ summary }) => summary)).toEqual(lines ? tellers : []);
  },
);

it('takes far fewer commits than workers', async () => {
  const keys = await newRows(200);
  const commits = await countCommits(database, () =>
    Promise.all(keys.map((key) => store.lease(key, randomUUID(), TTL))),
  );
  expect(commits).toBeLessThan(40);
});

it('a row that another transaction has locked holds up nobody else, and is stored when it is free', async () => {
  const keys = await newRows(6);
  const [locked] = keys;
  const token = randomUUID();
  await Promise.all(keys.map((key) => store.lease(key, token, TTL)));
  let unlock = () => {};
  let isLocked = () => {};
  const lockHeld = new Promise<void>((resolve) => (isLocked = resolve));
  const holding = database.transaction(async (tx) => {
    await tx.query(`SELECT 1 FROM sync_rows WHERE entity_id = $1 FOR UPDATE`, [locked?.entityId]);
    isLocked();
    await new Promise<void>((resolve) => (unlock = resolve));
  });
  await lockHeld;
  const done: string[] = [];
  const storing = keys.map(async (key) => {
    await store.commit(key, token, {
      observed: { text: 'new' },
      timeline: [],
      events: [note(key.entityId, 'n')],
    });
    done.push(key.entityId);
  });
  await eventually(() => done.length === keys.length - 1);
  expect(done).not.toContain(locked?.entityId);
  unlock();
  await Promise.all([holding, ...storing]);
  expect(await published(keys)).toHaveLength(keys.length);
});

it('an event that does not fit its schema fails its own step and no other', async () => {
  const keys = await newRows(3);
  const token = randomUUID();
  await Promise.all(keys.map((key) => store.lease(key, token, TTL)));
  const steps = keys.map((key, index) =>
    store.commit(key, token, {
      observed: { text: 'new' },
      timeline: [],
      events: [index === 1 ? { type: NOTED, key: '1', data: { note: 7 } } : note(key.entityId, 'fits')],
    }),
  );
  const [first, second, third] = await Promise.allSettled(steps);
  expect([first?.status, second?.status, third?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await published(keys)).toHaveLength(2);
});

it('a replica whose clock is an hour ahead puts a row off for as long as any other', async () => {
  const clock = new FakeClock(new Date(Date.now() + 3_600_000));
  const ahead = new PostgresRowStore<Wanted, Known>(database, new Outbox(lampRegistry), clock, '/test');
  const [key] = await newRows(1);
  if (key === undefined) throw new Error('no row');
  const token = randomUUID();
  await ahead.lease(key, token, TTL);
  const nextTime = new Date(clock.now().getTime() + 60_000);
  const reason = 'a quota';
  await ahead.release(key, token, {
    generation: 1,
    attempts: 0,
    state: 'waiting',
    nextTime,
    reason,
    problems: null,
    timeline: [],
    events: [],
  });
  const [row] = await database.query<{ seconds: number }>(
    `SELECT EXTRACT(EPOCH FROM next_time - now())::float8 AS seconds FROM sync_rows WHERE entity_id = $1`,
    [key.entityId],
  );
  expect(row?.seconds).toBeGreaterThan(30);
  expect(row?.seconds).toBeLessThanOrEqual(60);
});
