import { Outbox } from '@tongbu/messaging';
import { SystemClock, type Database } from '@tongbu/platform';
import { createEngineDatabase, lampRegistry } from '../../test-support/engine-database';
import { lampPlanner, Workshop } from '../../test-support/lamp';
import type { Known, Wanted } from '../../test-support/row-store.suite';
import { Driver } from '../driver';
import { changeDesired } from '../intake';
import { PostgresRowStore } from '../postgres-row-store';
import { toSyncRow, type SyncRecord } from '../row-mapper';
import type { WakeUp } from '../work-queue';
import { Backfills } from './backfills';

const APP = 'wx0123456789abcdef';
const LIMITS = { pageSize: 4, outstanding: 6 };

let database: Database;
let drop: () => Promise<void>;
let workshop: Workshop;
let driver: Driver<Wanted, Known, never, never>;

beforeEach(async () => {
  ({ database, drop } = await createEngineDatabase());
  const clock = new SystemClock();
  workshop = new Workshop();
  const store = new PostgresRowStore<Wanted, Known>(database, new Outbox(lampRegistry), clock, '/test');
  driver = new Driver(lampPlanner, workshop, store, clock) as never;
});
afterEach(() => drop());

const key = (entityId: string) => ({ appId: APP, kind: 'lamp', entityId });
const ids = (count: number) => Array.from({ length: count }, (_, i) => `L-${String(i).padStart(2, '0')}`);

async function want(entityId: string, text: string): Promise<void> {
  await database.transaction((tx) =>
    changeDesired<Wanted>(tx, key(entityId), {
      version: undefined,
      lane: 'price',
      timeline: { type: 'event', summary: 'wanted' },
      change: () => ({ kind: 'desired', desired: { text } }),
    }),
  );
}

/** Lamps that are painted and at rest. */
async function lampsAtRest(count: number): Promise<void> {
  for (const id of ids(count)) {
    await want(id, 'red');
    await driver.drive(key(id));
  }
  workshop.calls.length = 0;
}

/** A replica, and the rows it has woken. */
function replica(): { backfills: Backfills; woken: WakeUp[] } {
  const woken: WakeUp[] = [];
  const wake = async (rows: readonly WakeUp[]) => void woken.push(...rows);
  return { backfills: new Backfills('lamp', database, wake, {}, LIMITS), woken };
}

async function driveAll(rows: readonly WakeUp[]): Promise<void> {
  for (const row of rows) await driver.drive(row);
}

async function rowOf(entityId: string) {
  const [record] = await database.query<SyncRecord>(`SELECT * FROM sync_rows WHERE entity_id = $1`, [
    entityId,
  ]);
  if (record === undefined) throw new Error(`no row ${entityId}`);
  return toSyncRow<Wanted, Known>(record);
}

it('reads every row once and counts them', async () => {
  await lampsAtRest(10);
  const { backfills, woken } = replica();
  const id = await backfills.start(APP, { all: true });
  for (let turn = 0; turn < 6; turn += 1) {
    await backfills.advance(id);
    await driveAll(woken.splice(0));
  }
  expect(workshop.calls).toEqual(Array(10).fill('read'));
  expect(await backfills.find(APP, id)).toMatchObject({
    state: 'done',
    total: 10,
    planned: 10,
    done: 10,
    parked: 0,
    outstanding: 0,
  });
});

it('keeps no more rows on their way than allowed, whatever the number of turns', async () => {
  await lampsAtRest(12);
  const { backfills, woken } = replica();
  const id = await backfills.start(APP, { all: true });
  for (let turn = 0; turn < 5; turn += 1) await backfills.advance(id);
  expect(woken.map(({ entityId }) => entityId)).toEqual(ids(12).slice(0, LIMITS.outstanding));
  expect(await backfills.find(APP, id)).toMatchObject({ state: 'running', outstanding: 6, planned: 6 });
});

it('does not have a whole catalogue ask for its quota at once', async () => {
  await lampsAtRest(1);
  await database.query(
    `INSERT INTO sync_rows (app_id, kind, entity_id, desired, desired_generation, generation, observed,
       observed_generation, rested_generation, state, lane)
     SELECT app_id, kind, 'many-' || number, desired, desired_generation, generation, observed,
       observed_generation, rested_generation, state, lane FROM sync_rows, generate_series(1, 2000) AS number`,
  );
  const woken: WakeUp[] = [];
  const backfills = new Backfills('lamp', database, async (rows) => void woken.push(...rows));
  const id = await backfills.start(APP, { all: true });
  for (let turn = 0; turn < 20; turn += 1) await backfills.advance(id);
  expect(woken).toHaveLength(100);
  expect(await backfills.find(APP, id)).toMatchObject({ total: 2_001, planned: 100, outstanding: 100 });
  const [due] = await database.query<{ count: number }>(
    `SELECT count(*)::int FROM sync_rows WHERE next_time IS NOT NULL`,
  );
  expect(due?.count).toBe(100);
});

it('goes on where a killed runner has stopped, without reading a row twice', async () => {
  await lampsAtRest(10);
  const killed = replica();
  const id = await killed.backfills.start(APP, { all: true });
  await killed.backfills.advance(id);
  // It is killed after its commit: nobody was woken, and the rows are due all the same.
  const due = await database.query<{ entity_id: string }>(
    `SELECT entity_id FROM sync_rows WHERE next_time IS NOT NULL ORDER BY entity_id`,
  );
  expect(due.map((row) => row.entity_id)).toEqual(ids(4));

  const heir = replica();
  for (const { entity_id } of due) await driver.drive(key(entity_id));
  for (let turn = 0; turn < 6; turn += 1) {
    await heir.backfills.advance(id);
    await driveAll(heir.woken.splice(0));
  }
  expect(workshop.calls).toHaveLength(10);
  expect(await heir.backfills.find(APP, id)).toMatchObject({ state: 'done', done: 10 });
});

it('takes turns when two replicas run it', async () => {
  await lampsAtRest(12);
  const [a, b] = [replica(), replica()];
  const id = await a.backfills.start(APP, { all: true });
  for (let turn = 0; turn < 8; turn += 1) {
    await Promise.all([a.backfills.advance(id), b.backfills.advance(id)]);
    const rows = [...a.woken.splice(0), ...b.woken.splice(0)];
    expect(rows.length).toBeLessThanOrEqual(LIMITS.outstanding);
    await driveAll(rows);
  }
  expect(workshop.calls).toHaveLength(12);
  expect(await b.backfills.find(APP, id)).toMatchObject({ state: 'done', planned: 12, done: 12 });
});

it('says whether there is room for more', async () => {
  await lampsAtRest(10);
  const { backfills, woken } = replica();
  const id = await backfills.start(APP, { all: true });
  expect(await backfills.advance(id)).toBe(true);
  expect(await backfills.advance(id)).toBe(false);
  expect(woken).toHaveLength(6);
  await driveAll(woken.splice(0));
  expect(await backfills.advance(id)).toBe(true);
  expect(await backfills.advance(id)).toBe(false);
});

it('wakes nothing more once it is cancelled', async () => {
  await lampsAtRest(10);
  const { backfills, woken } = replica();
  const id = await backfills.start(APP, { all: true });
  await backfills.advance(id);
  expect(await backfills.cancel(APP, id)).toMatchObject({ state: 'cancelled', planned: 4, outstanding: 0 });
  await driveAll(woken.splice(0));
  await backfills.advance(id);
  expect(woken).toEqual([]);
  expect(await backfills.running()).toEqual([]);
  expect(await backfills.cancel('wx000000000000other', id)).toBeUndefined();
});

it('counts a row that waits for a quota as on its way, and a parked one as parked', async () => {
  await lampsAtRest(2);
  const { backfills, woken } = replica();
  const id = await backfills.start(APP, { ids: ids(2) });
  await backfills.advance(id);
  const until = new Date(Date.now() + 60_000);
  workshop.next({ kind: 'deferred', until, reason: 'quota' }, { kind: 'refused', problems: [] });
  await driveAll(woken.splice(0));
  await backfills.advance(id);
  expect(await backfills.find(APP, id)).toMatchObject({
    state: 'running',
    outstanding: 1,
    done: 0,
    parked: 1,
  });

  await driver.drive(key('L-00'));
  await backfills.advance(id);
  expect(await backfills.find(APP, id)).toMatchObject({ state: 'done', done: 1, parked: 1 });
});

it('works in the lane of a backfill, until the merchant wants something', async () => {
  await lampsAtRest(3);
  const { backfills, woken } = replica();
  const id = await backfills.start(APP, { all: true });
  await want('L-02', 'blue');
  await backfills.advance(id);
  expect(new Set(woken.map(({ lane }) => lane))).toEqual(new Set(['backfill']));
  expect((await rowOf('L-00')).lane).toBe('backfill');
  // It had work of its own before the backfill came.
  expect((await rowOf('L-02')).lane).toBe('price');

  await driver.drive(key('L-00'));
  const [call] = await database.query<{ detail: unknown }>(
    `SELECT detail FROM sync_timeline WHERE entity_id = 'L-00' AND type = 'call' ORDER BY id DESC LIMIT 1`,
  );
  expect(call?.detail).toMatchObject({ lane: 'backfill' });

  await want('L-01', 'green');
  expect((await rowOf('L-01')).lane).toBe('price');
});

it('takes only what the merchant has changed since a time, and only this mini program', async () => {
  await lampsAtRest(3);
  const [now] = await database.query<{ at: Date }>(`SELECT clock_timestamp() AS at`);
  await want('L-01', 'blue');
  await driver.drive(key('L-01'));
  const { backfills, woken } = replica();
  const id = await backfills.start(APP, { changedSince: now?.at.toISOString() });
  await backfills.advance(id);
  expect(woken.map(({ entityId }) => entityId)).toEqual(['L-01']);
  const other = await backfills.start('wx000000000000other', { all: true });
  expect(await backfills.find('wx000000000000other', other)).toMatchObject({ total: 0 });
});
