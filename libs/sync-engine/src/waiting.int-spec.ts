import { randomUUID } from 'node:crypto';
import { Outbox } from '@tongbu/messaging';
import { SystemClock, type Database, type Transaction } from '@tongbu/platform';
import { createEngineDatabase, lampRegistry } from '../test-support/engine-database';
import type { Known, Wanted } from '../test-support/row-store.suite';
import { storeWanted } from '../test-support/wanted-lamp';
import { PostgresRowStore } from './postgres-row-store';
import type { SyncKey } from './row';
import type { Settlement } from './row-store';
import { readTimeline } from './timeline';
import { wakeMany, wakeWaiting } from './waiting';

let database: Database;
let drop: () => Promise<void>;
const told: string[] = [];

beforeAll(async () => {
  ({ database, drop } = await createEngineDatabase());
});
afterAll(() => drop());

const store = () =>
  new PostgresRowStore<Wanted, Known>(
    database,
    new Outbox(lampRegistry),
    new SystemClock(),
    '/test',
    undefined,
    async (tx: Transaction, appId, facts) => {
      told.push(...facts);
      await wakeWaiting(tx, appId, 'lamp', facts);
    },
  );

async function newRow(appId = 'wx0123456789abcdef'): Promise<SyncKey> {
  const key = { appId, kind: 'lamp', entityId: `L-${randomUUID()}` };
  await storeWanted(database, key, { text: 'one' });
  return key;
}

async function leave(key: SyncKey, settlement: Partial<Settlement>) {
  const token = randomUUID();
  const row = await store().lease(key, token, 10_000);
  if (row === undefined) throw new Error('not leased');
  const left = await store().release(key, token, {
    generation: row.generation,
    attempts: 0,
    state: 'parked',
    nextTime: null,
    reason: null,
    problems: null,
    timeline: [],
    events: [],
    ...settlement,
  });
  expect(left).toBe('released');
  return row.generation;
}

async function stateOf(key: SyncKey) {
  const [row] = await database.query<{ generation: string; due: boolean; waiting_for: string[] | null }>(
    `SELECT generation, next_time <= now() AS due, waiting_for FROM sync_rows
     WHERE app_id = $1 AND entity_id = $2`,
    [key.appId, key.entityId],
  );
  return { generation: Number(row?.generation), due: row?.due === true, waitingFor: row?.waiting_for };
}

const wake = (facts: string[], appId = 'wx0123456789abcdef') =>
  database.transaction((tx) => wakeWaiting(tx, appId, 'lamp', facts));

it('wakes more rows than one statement takes, each of them once', async () => {
  const keys = await Promise.all(Array.from({ length: 5 }, () => newRow()));
  const before = await Promise.all(keys.map((key) => leave(key, { waitingFor: ['category:pages'] })));
  for (const page of [1, 2, 5, 6]) {
    const woken = await database.transaction((tx) =>
      wakeWaiting(tx, 'wx0123456789abcdef', 'lamp', ['category:pages'], page),
    );
    expect([page, woken]).toEqual([page, 5]);
  }
  const after = await Promise.all(keys.map(async (key) => (await stateOf(key)).generation));
  expect(after).toEqual(before.map((generation) => generation + 4));
});

it('wakes the rows that wait for a fact, and no others', async () => {
  const [waiting, other, elsewhere] = [await newRow(), await newRow(), await newRow('wxffffffffffffffff')];
  const generation = await leave(waiting, { waitingFor: ['power:1', 'power:2'] });
  await leave(other, { waitingFor: ['power:3'] });
  await leave(elsewhere, { waitingFor: ['power:2'] });
  expect(await wake(['power:2', 'power:9'])).toBe(1);
  expect(await stateOf(waiting)).toMatchObject({ generation: generation + 1, due: true });
  expect(await stateOf(other)).toMatchObject({ generation, due: false });
  expect(await stateOf(elsewhere)).toMatchObject({ generation, due: false });
  expect(await readTimeline(database, waiting)).toContainEqual(
    expect.objectContaining({ type: 'state', summary: 'woken', detail: { facts: ['power:2', 'power:9'] } }),
  );
});

it('forgets what a row waited for when it is left for another reason', async () => {
  const key = await newRow();
  await leave(key, { waitingFor: ['power:4'] });
  await leave(key, { state: 'settled' });
  expect(await stateOf(key)).toMatchObject({ waitingFor: null });
  expect(await wake(['power:4'])).toBe(0);
});

it('has a worker plan again that looked before the fact was true and has not left its row yet', async () => {
  const key = await newRow();
  const token = randomUUID();
  await store().lease(key, token, 10_000);
  const row = await store().announce(key, token, ['power:5'], false);
  expect(row).toMatchObject({ generation: 1, waitingFor: ['power:5'] });
  await wake(['power:5']);
  const left = await store().release(key, token, {
    generation: row?.generation ?? 0,
    attempts: 0,
    state: 'parked',
    nextTime: null,
    reason: null,
    problems: null,
    waitingFor: ['power:5'],
    timeline: [],
    events: [],
  });
  expect(left).toMatchObject({ generation: 2 });
});

it('leaves a worker alone whose row waits for something else', async () => {
  const [waiting, busy] = [await newRow(), await newRow()];
  const token = randomUUID();
  await store().lease(waiting, token, 10_000);
  await store().announce(waiting, token, ['power:8'], false);
  await store().lease(busy, randomUUID(), 10_000);
  expect(await wake(['power:9'])).toBe(0);
  expect(await stateOf(waiting)).toMatchObject({ generation: 1 });
  expect(await stateOf(busy)).toMatchObject({ generation: 1 });
});

it('wakes in the transaction that stores what became true', async () => {
  const [waiting, source] = [await newRow(), await newRow()];
  await leave(waiting, { waitingFor: ['power:6'] });
  const token = randomUUID();
  await store().lease(source, token, 10_000);
  const step = { observed: { text: 'on' }, timeline: [], events: [], facts: ['power:6'] };
  expect(await store().commit(source, randomUUID(), step)).toBeUndefined();
  expect(told).toEqual([]);
  expect(await store().commit(source, token, step)).toMatchObject({ observed: { text: 'on' } });
  expect(told).toEqual(['power:6']);
  expect(await stateOf(waiting)).toMatchObject({ due: true });
});

it('wakes very many a page at a time, each once', async () => {
  const later = new Date(Date.now() + 3_600_000);
  const keys = await Promise.all(Array.from({ length: 7 }, () => newRow()));
  for (const key of keys) await leave(key, { waitingFor: ['power:7'], state: 'waiting', nextTime: later });
  expect(await wakeMany(database, 'wx0123456789abcdef', 'lamp', ['power:7'], 3)).toBe(7);
  for (const key of keys) expect(await stateOf(key)).toMatchObject({ generation: 2, due: true });
  expect(await wakeMany(database, 'wx0123456789abcdef', 'lamp', ['power:7'], 3)).toBe(0);
});
